package org.confab.apptest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.confab.Confab;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.confab.live.ConferenceView;
import org.confab.plivo.Urls;
import org.confab.simulator.IncomingCall;
import org.confab.simulator.SimulatedCall;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;

/** A FreeSWITCH of one scenario, Confab beside it, and its callers, all on one simulated clock. For one thread, which it blocks. */
final class World implements AutoCloseable {

  /** What the machine may take for whatever takes no time on the clock, the application's answers apart. */
  private static final long START_SECONDS = 30;

  /** The application, or something else, did not come to an end. */
  static final class Stuck extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stuck(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * @param patience how long the application may take for an answer, on the machine's clock
   * @param folder   where files may be made; they are removed by whoever made it
   */
  record Options(URI answer, Account account, Duration patience, Path folder) {}

  private final Options options;
  private final Stillness stillness = Stillness.create();
  private final SimulatedClock clock = new SimulatedClock(stillness.vertx(), stillness);
  private final Requests requests = new Requests(stillness, clock);
  private final Map<String, SimulatedCall> calls = new LinkedHashMap<>();
  private final Sounds sounds = new Sounds(clock);
  private final SimulatedFreeSwitch freeSwitch;
  private final Confab confab;

  /** Starts it all; throws what keeps it from starting. */
  World(TestFile file, Options options) throws TimeoutException, InterruptedException {
    this.options = options;
    Vertx vertx = stillness.vertx();
    try {
      this.freeSwitch = await(SimulatedFreeSwitch.start(vertx, SimulatorOptions.defaults(clock)));
      freeSwitch.onCommand(command -> {
        stillness.stir();
        sounds.told(command.line());
      });
      this.confab = await(Confab.start(vertx, settings(file), List.of(options.account()), clock, requests::around, Optional.empty()));
      stillness.watch(confab::isStoring);
      connected();
    } catch (Exception failed) { // also checked ones that a future throws and nobody declares
      vertx.close();
      throw failed;
    }
  }

  private Settings settings(TestFile file) {
    return new Settings(
        new Settings.FreeSwitch("127.0.0.1", freeSwitch.port(), new Secret("ClueCon"), "confab", Duration.ofSeconds(10)),
        new Settings.Answer(Optional.of(options.answer()), file.method().name(), file.fallback().map(this::resolved), "POST", file.hangup().map(this::resolved), "POST", true,
            new Unsupported.Skip()),
        new Settings.Conference(file.maxMembers(), true), new Settings.Operator("127.0.0.1", 0), List.of(options.account()), Settings.Sounds.in(options.folder().resolve("sounds")),
        new Settings.Callbacks(Duration.ofHours(1), true), new Settings.Http("127.0.0.1", file.restPort(), Optional.empty(), List.of()),
        new Settings.Store(Optional.empty()), Settings.Recordings.in(options.folder().resolve("recordings")))
        .withTrace(new Settings.Trace(false, Settings.Trace.USUAL.keep(), Settings.Trace.USUAL.maxSize()));
  }

  /** A URL of the file, which may be relative to the answer URL. */
  URI resolved(String url) {
    return Urls.resolve(options.answer(), url) instanceof Urls.Resolution.Resolved resolved ? resolved.url() : options.answer().resolve("/");
  }

  /** On the machine's clock: the scenario's is to begin with its first step. */
  private void connected() throws TimeoutException, InterruptedException {
    for (long until = System.nanoTime() + START_SECONDS * 1_000_000_000L; !confab.isConnected(); settle()) {
      if (System.nanoTime() > until) {
        throw new TimeoutException("Confab found no way to the simulated FreeSWITCH");
      }
    }
    settle();
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(START_SECONDS, TimeUnit.SECONDS);
  }

  Requests requests() {
    return requests;
  }

  /** Since the beginning, on the clock. */
  Duration elapsed() {
    return clock.elapsed();
  }

  void call(Step.Call call) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("confab_answer_url", "default");
    variables.put("confab_fallback", "confab_fallback XML public");
    variables.putAll(call.variables());
    SimulatedCall placed = freeSwitch.place(new IncomingCall(call.from(), call.to(), call.name(), variables));
    placed.onChange(changed -> stillness.stir());
    placed.onSounds(changed -> stillness.stir());
    calls.put(call.caller(), placed);
  }

  /** Of a caller who has called. */
  SimulatedCall phone(String caller) {
    return calls.get(caller);
  }

  /** Who that is; the id itself, if it is nobody's. */
  String nameOf(String callUuid) {
    return calls.entrySet().stream().filter(each -> each.getValue().uuid().equals(callUuid)).map(Map.Entry::getKey).findFirst().orElse(callUuid);
  }

  /** The text with names in place of the ids of calls. */
  String named(String text) {
    String named = text;
    for (Map.Entry<String, SimulatedCall> each : calls.entrySet()) {
      named = named.replace(each.getValue().uuid(), each.getKey());
    }
    return named;
  }

  void does(Step.Does does) {
    SimulatedCall phone = phone(does.caller());
    switch (does.deed()) {
      case HANGUP -> phone.hangUp();
      case TALK -> phone.talk(sounds.voice(does.caller()));
      case SILENT -> phone.fallSilent();
      case HOLD -> phone.hold();
      case UNHOLD -> phone.unhold();
    }
    stillness.stir();
  }

  /** The conferences that somebody is in. */
  List<ConferenceView> conferences() {
    try {
      return await(confab.live().all());
    } catch (TimeoutException late) {
      throw new Stuck("Confab does not say what conferences there are");
    }
  }

  /** What that caller hears now; without doubles. */
  List<String> hears(String caller) {
    return sounds.heardNow(phone(caller));
  }

  /** What he has heard so far, in its order. */
  List<String> heard(String caller) {
    return sounds.heard(phone(caller));
  }

  /** Waits until nothing is under way; no time passes on the clock. */
  void settle() throws InterruptedException {
    if (!stillness.await(options.patience())) {
      List<String> waiting = new ArrayList<>();
      requests.unanswered().forEach(request -> waiting.add(request.method() + " " + request.url().getPath()));
      throw new Stuck(waiting.isEmpty() ? "after " + options.patience().toSeconds() + " s something in Confab still had not come to its end"
          : "the application did not answer within " + options.patience().toSeconds() + " s: " + String.join(", ", waiting));
    }
  }

  /** Lets time pass, at most that much, until it holds; whether it does. */
  boolean until(BooleanSupplier holds, Duration within) throws InterruptedException {
    Instant limit = clock.now().plus(within);
    while (true) {
      settle();
      if (holds.getAsBoolean()) {
        return true;
      }
      Optional<Instant> next = clock.nextDue().filter(due -> !due.isAfter(limit));
      if (next.isEmpty()) {
        clock.moveTo(limit);
        settle();
        return holds.getAsBoolean();
      }
      clock.moveTo(next.get());
    }
  }

  /** Lets that much time pass. */
  void pause(Duration length) throws InterruptedException {
    until(() -> false, length);
  }

  @Override
  public void close() {
    // what is left to be delivered is looked at by nobody, and by the scenario's clock its time would not come
    try {
      await(stillness.vertx().close());
    } catch (TimeoutException late) {
      throw new Stuck("what was started for the scenario does not end");
    }
  }
}
