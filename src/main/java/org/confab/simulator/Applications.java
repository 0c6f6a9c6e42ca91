package org.confab.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The applications of mod_dptools that Confab and its dialplan use, and mod_conference's. */
final class Applications {

  private static final Map<String, Application> ALL = Stream.of(
          lasting("park", false, Applications::park),
          lasting("playback", true, Playback::start),
          lasting("loop_playback", true, Playback::loop),
          lasting("endless_playback", true, Playback::endless),
          lasting("echo", true, (channel, execution) -> { }),
          lasting("sleep", false, Applications::sleep),
          lasting("conference", true, ConferenceApp::start),
          lasting("socket", false, SocketApp::start),
          lasting("execute_extension", false, Applications::executeExtension),
          instant("answer", (channel, argument) -> channel.answer()),
          instant("pre_answer", (channel, argument) -> channel.preAnswer()),
          instant("ring_ready", (channel, argument) -> channel.ringReady()),
          instant("set", Applications::set),
          instant("export", Applications::export),
          instant("multiset", (channel, argument) -> Words.splitWithChoice(argument, ' ').forEach(pair -> set(channel, pair))),
          instant("unset", (channel, argument) -> channel.variables().unset(argument)),
          instant("playback_terminators", (channel, argument) -> channel.variables().set("playback_terminators", argument)),
          instant("send_dtmf", (channel, argument) -> channel.keys().send(argument)),
          instant("flush_dtmf", (channel, argument) -> channel.keys().flush()),
          instant("hangup", Applications::hangup),
          instant("respond", Applications::respond),
          instant("verbose_events", (channel, argument) -> channel.verboseEvents(argument.isEmpty() || truth(argument))),
          instant("sched_transfer", Applications::schedTransfer),
          instant("sched_hangup", Applications::schedHangup),
          instant("sched_cancel", Applications::schedCancel),
          instant("transfer", Applications::transfer),
          instant("log", (channel, argument) -> { }),
          instant("info", (channel, argument) -> { }))
      .collect(Collectors.toUnmodifiableMap(Application::name, application -> application));

  private Applications() {}

  static Optional<Application> named(String name) {
    return Optional.ofNullable(ALL.get(name.toLowerCase(Locale.ROOT)));
  }

  private static Application lasting(String name, boolean needsMedia, Application.Start start) {
    return new Application(name, needsMedia, start);
  }

  private static Application instant(String name, BiConsumer<Channel, String> work) {
    return new Application(name, false, (channel, execution) -> {
      work.accept(channel, execution.argument());
      execution.end();
    });
  }

  private static boolean truth(String text) {
    return new Variables().set("x", text).isTrue("x");
  }

  private static void park(Channel channel, Execution execution) {
    execution.onLeave(() -> channel.fire("CHANNEL_UNPARK", Origin.UNPARK));
    channel.fire("CHANNEL_PARK", Origin.PARK);
  }

  private static void sleep(Channel channel, Execution execution) {
    long millis = execution.argument().matches("\\d{1,9}") ? Long.parseLong(execution.argument()) : 0;
    execution.breakable().elapse(Duration.ofMillis(millis), execution::end);
  }

  /** Runs the actions of an inline extension inside this application; an XML extension is not simulated and runs nothing. */
  private static void executeExtension(Channel channel, Execution execution) {
    List<String> words = Words.split(execution.argument(), ' ', 4);
    String dialplan = words.size() > 1 ? words.get(1) : channel.profile().dialplan();
    Optional<List<Action>> actions = words.isEmpty() ? Optional.empty() : channel.core().route(words.get(0), dialplan);
    channel.applications().run(actions.orElse(List.of()), execution::end);
  }

  private static void set(Channel channel, String pair) {
    int equals = pair.indexOf('=');
    if (equals < 0) {
      channel.variables().unset(pair.strip());
      return;
    }
    String value = pair.substring(equals + 1);
    channel.variables().set(pair.substring(0, equals).strip(), value.equals("_undef_") ? "" : value);
  }

  private static void export(Channel channel, String pair) {
    String plain = pair.startsWith("nolocal:") ? pair.substring(8) : pair;
    set(channel, plain);
    String name = plain.split("=", 2)[0];
    channel.variables().set("export_vars", channel.variables().get("export_vars").map(v -> v + "," + name).orElse(name));
  }

  private static void hangup(Channel channel, String argument) {
    channel.hangUp(HangupCause.of(argument).orElse(HangupCause.NORMAL_CLEARING));
  }

  /** A SIP final response: the unanswered call is over with the cause that belongs to the code. */
  private static void respond(Channel channel, String argument) {
    channel.hangUp(switch (argument.split(" ")[0]) {
      case "403" -> HangupCause.CALL_REJECTED;
      case "404" -> HangupCause.UNALLOCATED_NUMBER;
      case "480" -> HangupCause.NO_USER_RESPONSE;
      case "486", "600" -> HangupCause.USER_BUSY;
      case "603" -> HangupCause.CALL_REJECTED;
      case "503" -> HangupCause.NORMAL_TEMPORARY_FAILURE;
      default -> HangupCause.NORMAL_CLEARING;
    });
  }

  private static void schedTransfer(Channel channel, String argument) {
    List<String> words = Words.split(argument, ' ', 4);
    if (words.size() >= 2) {
      String dialplan = words.size() > 2 ? words.get(2) : "";
      String context = words.size() > 3 ? words.get(3) : "";
      long id = channel.core().schedule().add(seconds(channel, words.get(0)), channel.uuid(),
          () -> channel.transfer(words.get(1), dialplan, context));
      channel.variables().set("last_sched_id", Long.toString(id));
    }
  }

  private static void schedHangup(Channel channel, String argument) {
    List<String> words = Words.split(argument, ' ', 3);
    if (!words.isEmpty()) {
      HangupCause cause = HangupCause.of(words.size() > 1 ? words.get(1) : "").orElse(HangupCause.ALLOTTED_TIMEOUT);
      // unlike sched_transfer it tells nobody its id (mod_dptools.c)
      channel.core().schedule().add(seconds(channel, words.get(0)), channel.uuid(), () -> channel.hangUp(cause));
    }
  }

  private static void schedCancel(Channel channel, String argument) {
    channel.core().schedule().delete(argument.isEmpty() ? channel.uuid() : argument);
  }

  private static void transfer(Channel channel, String argument) {
    List<String> words = Words.split(argument, ' ', 4);
    if (!words.isEmpty()) {
      channel.transfer(words.get(0), words.size() > 1 ? words.get(1) : "", words.size() > 2 ? words.get(2) : "");
    }
  }

  /** {@code +30}, or an epoch. */
  static Duration seconds(Channel channel, String when) {
    String digits = when.replaceAll("\\D", "");
    long number = digits.isEmpty() || digits.length() > 12 ? 0 : Long.parseLong(digits);
    return Duration.ofSeconds(when.startsWith("+") ? number : number - channel.core().now().getEpochSecond());
  }
}
