package org.confab.doctor;

import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confab.clock.Clock;
import org.confab.clock.VertxClock;
import org.confab.config.Account;
import org.confab.config.Settings;
import org.confab.esl.EslException;
import org.confab.esl.EslOptions;
import org.confab.plivo.Printable;
import org.confab.prove.BoxPhones;

/** Looks at everything, in an order in which what comes first explains what comes later. */
public final class Doctor {

  private static final long LOOK_EVERY = 50_000_000;
  /** A pattern that means one number alone. */
  private static final Pattern ONE_NUMBER = Pattern.compile("\\^(?:\\\\\\+\\?)?([0-9A-Za-z]+)\\$");
  /** What FreeSWITCH sends at once (switch_core_io.c, switch_core_session_send_dtmf_string), without its separators. */
  private static final Pattern KEYS = Pattern.compile("[0-9*#A-Da-dWw]{1,99}");
  private static final List<String> OF_THE_BOX = List.of("freeswitch", "modules", "dialplan", "fallback", "sounds", "recordings", "mp3");

  /**
   * A test call, if one is wanted.
   *
   * @param number  that is called; empty: the dialplan tells
   * @param context in which it is; empty: that of the extension
   * @param keys    that the caller presses once Confab has taken the call
   */
  public record Call(Optional<String> number, Optional<String> context, Optional<String> keys) {}

  private final Vertx vertx;
  private final Clock clock;
  private final Settings settings;
  private final Optional<Account> account;
  private final Surroundings surroundings;
  private final Consumer<Finding> found;

  private Doctor(Vertx vertx, Settings settings, Optional<Account> account, Surroundings surroundings, Consumer<Finding> found) {
    this.vertx = vertx;
    this.clock = new VertxClock(vertx);
    this.settings = settings;
    this.account = account;
    this.surroundings = surroundings;
    this.found = found;
  }

  /**
   * Looks at everything; blocks, and tells each finding as soon as it is there. Calls and conferences are not touched; the application is asked for documents as if a call had
   * come in.
   *
   * @param account what requests are signed with
   * @param call    the call that is to be made; none: no call
   */
  public static void examine(Vertx vertx, Settings settings, Optional<Account> account, Optional<Call> call, Consumer<Finding> found) throws InterruptedException {
    examine(vertx, settings, account, call, Surroundings.here(), found);
  }

  static void examine(Vertx vertx, Settings settings, Optional<Account> account, Optional<Call> call, Surroundings surroundings, Consumer<Finding> found)
      throws InterruptedException {
    new Doctor(vertx, settings, account, surroundings, found).examine(call);
  }

  private void examine(Optional<Call> call) throws InterruptedException {
    found.accept(UserCheck.examine(System.getProperty("user.name")));
    EventSocketCheck socket = new EventSocketCheck(settings.freeswitch());
    Optional<Dialplan> dialplan = Optional.empty();
    Optional<String> time = Optional.empty();
    Instant asked = Instant.EPOCH;
    Optional<Integer> sessions = Optional.empty();
    boolean reached = false;
    try (BoxQuestions box = BoxQuestions.open(vertx, clock, settings.freeswitch())) {
      reached = true;
      socket.examine(box).forEach(found);
      SwitchCheck.examine(box).forEach(found);
      dialplan = DialplanCheck.dialplan(box);
      DialplanCheck.examine(box, dialplan).forEach(found);
      new DirectoriesCheck(vertx, clock, settings, surroundings).examine().forEach(found);
      found.accept(SwitchCheck.mp3(box));
      time = Optional.of(box.api("strepoch", "").strip());
      asked = Instant.now();
      sessions = number(box.api("fsctl", "max_sessions"));
    } catch (EslException why) {
      if (reached) {
        found.accept(Finding.wrong(EventSocketCheck.NAME, "FreeSWITCH was lost while it was asked: " + why.getMessage(), "FreeSWITCH's log says why; then try again"));
      } else {
        found.accept(socket.refused(why));
        OF_THE_BOX.forEach(check -> found.accept(Finding.unknown(check, "not looked at: FreeSWITCH cannot be asked")));
      }
    }
    found.accept(SpeakCheck.examine(settings.sounds(), clock));
    ApplicationCheck application = new ApplicationCheck(account);
    application.examine(settings.answer(), dialplan).forEach(found);
    Web web = new Web();
    ServiceCheck service = new ServiceCheck(web, settings.operator());
    service.examine().forEach(found);
    found.accept(new PublicUrlCheck(web, settings).examine(service.runs()));
    found.accept(ClockCheck.examine(time, asked, application.date(), application.answered()));
    DiskCheck.examine(settings, DiskCheck.Space.OF_THE_DISK).forEach(found);
    OpenFilesCheck.examine(surroundings, sessions).forEach(found);
    if (call.isPresent()) {
      call(call.get(), dialplan, reached);
    }
  }

  private static Optional<Integer> number(String text) {
    Matcher digits = Pattern.compile("([0-9]{1,9})\\s*$").matcher(text);
    return digits.find() ? Optional.of(Integer.valueOf(digits.group(1))) : Optional.empty();
  }

  private void call(Call call, Optional<Dialplan> dialplan, boolean reached) {
    if (!reached) {
      found.accept(Finding.unknown("call", "not made: FreeSWITCH cannot be asked"));
      return;
    }
    Optional<Dialplan.Extension> extension = dialplan.flatMap(plan -> plan.confabs().stream()
        .filter(each -> call.number().map(each::takes).orElse(true) && call.context().map(each.context()::equals).orElse(true)).findFirst());
    Optional<String> number = call.number().or(() -> extension.flatMap(Dialplan.Extension::numbers).map(ONE_NUMBER::matcher).filter(Matcher::matches).map(one -> one.group(1)));
    Optional<String> context = call.context().or(() -> extension.map(Dialplan.Extension::context));
    if (number.isEmpty() || context.isEmpty()) {
      found.accept(Finding.wrong("call", "which number reaches Confab cannot be told from the dialplan" + extension.flatMap(Dialplan.Extension::numbers)
          .map(pattern -> " ('" + Printable.of(pattern) + "')").orElse(""), "confab doctor --call --number <one of them> --context " + context.map(Printable::of).orElse("public")));
      return;
    }
    if (!BoxPhones.isTarget(number.get(), context.get())) {
      found.accept(Finding.wrong("call", Printable.of("'" + number.get() + "' in '" + context.get() + "' is not a number and a context"), "confab doctor --call --number <digits> "
          + "--context <the context's name>"));
      return;
    }
    if (call.keys().filter(keys -> !KEYS.matcher(keys).matches()).isPresent()) {
      found.accept(Finding.wrong("call", Printable.of("'" + call.keys().get() + "' are no keys"), "--keys takes digits, * and #, and w to wait for half a second, as in --keys 1w2"));
      return;
    }
    Settings.FreeSwitch freeswitch = settings.freeswitch();
    try (BoxPhones phones = BoxPhones.connect(vertx, EslOptions.of(freeswitch.host(), freeswitch.port(), freeswitch.password().reveal()), number.get(), context.get())) {
      new TestCall(phones, number.get() + " in context " + context.get(), call.keys(), System::nanoTime, () -> LockSupport.parkNanos(LOOK_EVERY), found).make();
    } catch (IllegalStateException failed) {
      found.accept(Finding.wrong("call", "the call could not be made: " + Printable.of(String.valueOf(failed.getMessage())), "fs_cli -x \"load mod_loopback\", if that is what is missing"));
    }
  }
}
