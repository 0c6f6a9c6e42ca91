package org.confab.freeswitch;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.confab.esl.BackgroundJobs;
import org.confab.esl.EslException;
import org.confab.esl.Replies;

/** What can be asked of a box for one call: to place it, and what it hears and sends beside what runs on it. As {@link BoxCommands}. */
public final class CallCommands {

  /** The way out of somebody who is called and answers while nobody is there, where the operator has named none: the call ends. */
  public static final String ENDS = "hangup:NORMAL_TEMPORARY_FAILURE inline default";

  /** Holds the file that is heard over everything else, so that it can be ended by whoever comes after us. */
  private static final String OVERLAID = "confab_overlaid";
  /** What a dial string can be: one endpoint with one address, without variables, and without a second one. */
  private static final Pattern DIAL_STRING = Pattern.compile("[A-Za-z0-9_]+/[A-Za-z0-9_.:;=@/+*#-]+");
  private static final Pattern UUID = Pattern.compile("[0-9a-f-]{36}");
  private static final Pattern NUMBER = Pattern.compile("\\+?[A-Za-z0-9_.-]{1,64}");
  /** Letters and digits of any script: nothing of ASCII that switch_ivr_originate.c, a SIP header or variable expansion reads as more than text. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}._-]+( [\\p{L}\\p{M}\\p{N}._-]+)*");
  /** One word of Base64's alphabet for URLs. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]*");
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_./@+-]+");
  private static final Pattern KEYS = Pattern.compile("[0-9*#A-DwW]{1,99}");
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final BoxCommands box;
  private final BackgroundJobs jobs;

  CallCommands(BoxCommands box, BackgroundJobs jobs) {
    this.box = box;
    this.jobs = jobs;
  }

  /**
   * A call that is to be placed.
   *
   * @param uuid        of its channel, made by us
   * @param string      of an operator's rule, with who is called in it
   * @param number      whose it is, as the phone that rings shows it
   * @param name        as that phone shows it; empty: the number
   * @param word        {@code confab_order}, which its events carry from the beginning on
   * @param ringTimeout whole seconds
   * @param timeLimit   from the answer on, whole seconds; FreeSWITCH keeps it by itself
   * @param wayOut      where somebody is led who answers while we are not there
   * @param account     {@code confab_account}
   */
  public record Origination(String uuid, String string, String number, String name, String word, Duration ringTimeout, Duration timeLimit, String wayOut,
      String account) {}

  /** Whether a name can be sent: see {@link Origination#name}. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Calls somebody. Once he answers, his call parks as one of the dialplan's does, with a way out that is armed: CHANNEL_PARK follows. Completes when
   * he has answered; fails with {@link EslException.Failed}, whose reply is {@code -ERR <cause>}, if he does not (the channel's
   * CHANNEL_HANGUP_COMPLETE comes before that or after it, unless there never was a channel); with another {@link EslException} if it cannot be
   * known whether he is being called.
   */
  public Future<Void> originate(Origination call) {
    String arguments;
    try {
      arguments = arguments(call);
    } catch (IllegalArgumentException syntax) {
      return Future.failedFuture(new EslException.Refused(syntax.getMessage()));
    }
    return box.connection().compose(commands -> jobs.run(commands, "originate", arguments, call.ringTimeout().plus(MARGIN)))
        .compose(reply -> Replies.isOk(reply) ? Future.succeededFuture() : Future.failedFuture(new EslException.Failed("originate", reply)));
  }

  /** Every value is of characters that are no syntax there; what is not, ends it here. */
  static String arguments(Origination call) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("origination_uuid", checked(UUID, call.uuid(), "the id of a call"));
    variables.put("origination_caller_id_number", checked(NUMBER, call.number(), "a number"));
    if (!call.name().isEmpty()) {
      // the quotes hold the blanks together; the pattern has none
      variables.put("origination_caller_id_name", "'" + checked(NAME, call.name(), "a caller's name") + "'");
    }
    variables.put("originate_timeout", Long.toString(Math.max(1, call.ringTimeout().toSeconds())));
    // else the call would be ours when a network plays its announcement, and not when somebody answers
    variables.put("ignore_early_media", "true");
    variables.put("confab_account", checked(NUMBER, call.account(), "an account"));
    variables.put("confab_order", checked(WORD, call.word(), "an order"));
    // by this variable its events are ours
    variables.put("confab_answer_url", "order");
    StringBuilder braces = new StringBuilder();
    variables.forEach((name, value) -> braces.append(braces.length() == 0 ? "{" : ",").append(name).append('=').append(value));
    Chain answered = new Chain().then("sched_hangup", "+" + Math.max(1, call.timeLimit().toSeconds()) + " ALLOTTED_TIMEOUT")
        .then("set", "confab_fallback=" + call.wayOut()).wayOut(call.wayOut()).then("park", "");
    return braces.append('}').append(checked(DIAL_STRING, call.string(), "a dial string")).append(' ').append(answered.inline()).toString();
  }

  private static String checked(Pattern pattern, String text, String what) {
    if (!pattern.matcher(text).matches() || !BoxCommands.isSendable(text)) {
      throw new IllegalArgumentException("not " + what + ", or one with characters that are syntax to FreeSWITCH");
    }
    return text;
  }

  /**
   * Lets the call hear a file, whatever runs on it, in a room as well; in place of the one before (switch_ivr_async.c, switch_ivr_displace_session: what is
   * sent to the phone is added to, or replaced).
   *
   * @param limit whole seconds; zero: none
   * @param loop  again and again
   * @param mix   or else nothing but the file is heard
   */
  public Future<Void> overlay(String call, String file, Duration limit, boolean loop, boolean mix) {
    if (!PATH.matcher(file).matches()) {
      return Future.failedFuture(new EslException.Refused("not the path of a sound"));
    }
    String flags = (mix ? "m" : "") + (loop ? "l" : "");
    return endOverlay(call)
        .compose(ended -> box.apiOk("uuid_setvar", call + " " + OVERLAID + " " + file))
        .compose(kept -> box.apiOk("uuid_displace", call + " start " + file + " " + limit.toSeconds() + (flags.isEmpty() ? "" : " " + flags)));
  }

  /** The end of {@link #overlay}; also if there is none. Fails with {@link EslException.Failed} if there is no such call. */
  public Future<Void> endOverlay(String call) {
    return BoxCommands.words(call).compose(same -> box.variable(same, OVERLAID))
        .compose(file -> !PATH.matcher(file).matches() ? Future.succeededFuture()
            : box.api("uuid_displace", call + " stop " + file).compose(ended -> box.apiOk("uuid_setvar", call + " " + OVERLAID)));
  }

  /** Sends keys to the phone, as RFC 2833 where it takes that: {@code 0-9 * # A-D}, {@code w} and {@code W} for half a second and a second. */
  public Future<Void> sendKeys(String call, String keys) {
    return KEYS.matcher(keys).matches() ? BoxCommands.words(call).compose(same -> box.apiOk("uuid_send_dtmf", same + " " + keys))
        : Future.failedFuture(new EslException.Refused("not keys of a telephone"));
  }

  /** As {@link BoxCommands#hangUp}; a call that is being placed is given up. */
  public Future<Void> hangUp(String call, String cause) {
    return box.hangUp(call, cause);
  }

  /** What {@code originate} says of a call that came to nothing: FreeSWITCH's cause; empty if it says none. */
  public static Optional<String> cause(EslException.Failed failed) {
    String reply = failed.reply();
    String cause = reply.startsWith("-ERR ") ? reply.substring("-ERR ".length()).strip() : "";
    return Optional.of(cause).filter(text -> text.matches("[A-Z_]{1,64}"));
  }
}
