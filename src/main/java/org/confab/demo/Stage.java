package org.confab.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.confab.Confab;
import org.confab.clock.Clock;
import org.confab.clock.VertxClock;
import org.confab.config.OperatorPassword;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.confab.demo.Timeline.Kind;
import org.confab.plivo.Printable;
import org.confab.simulator.IncomingCall;
import org.confab.simulator.SimulatedCall;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;

/** Everything that takes part in the demo, started: FreeSWITCH (simulated), the application, Confab between them. Its methods may block. */
final class Stage implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;
  private static final Duration QUIET = Duration.ofMillis(300);

  private final Timeline timeline;
  private final SimulatedFreeSwitch freeSwitch;
  private final Optional<SampleApplication> sample;
  private final People people;
  private final Ears ears;
  private final ObservedHttp http;
  private final Confab confab;
  private final Secret password = OperatorPassword.random();
  private final Set<Integer> talking = ConcurrentHashMap.newKeySet();

  /**
   * Starts it all; fails with what could not be started.
   *
   * @param sounds  where they are kept
   * @param answers what the sample application answers
   */
  Stage(Vertx vertx, DemoOptions options, Timeline timeline, People people, Path sounds,
      Function<SampleApplication.Received, SampleApplication.Answer> answers) throws TimeoutException {
    this.timeline = timeline;
    this.people = people;
    Clock clock = new VertxClock(vertx);
    this.freeSwitch = await(SimulatedFreeSwitch.start(vertx, SimulatorOptions.defaults(clock)));
    this.ears = new Ears(clock, timeline, people);
    this.freeSwitch.onCommand(new SwitchCommands(timeline, people, ears)::received);
    this.sample = options.application().isPresent() ? Optional.empty()
        : Optional.of(await(SampleApplication.start(vertx, options.account(), answers)));
    URI answer = options.application().orElseGet(() -> URI.create(sample.orElseThrow().url("/answer")));
    this.http = new ObservedHttp(timeline, people, answer);
    this.confab = await(Confab.start(vertx, settings(options, answer, sounds), List.of(options.account()), clock, http::around,
        Optional.of(new DemoPhones(this))));
    awaitConnection();
  }

  private Settings settings(DemoOptions options, URI answer, Path sounds) {
    Optional<URI> hangup = options.hangupUrl().or(() -> sample.map(application -> URI.create(application.url("/hangup"))));
    return new Settings(
        new Settings.FreeSwitch("127.0.0.1", freeSwitch.port(), new Secret("ClueCon"), "confab", Duration.ofSeconds(10)),
        new Settings.Answer(Optional.of(answer), options.method().name(), Optional.empty(), "POST", hangup, "POST", true,
            new Unsupported.Skip()),
        new Settings.Conference(20, true), new Settings.Operator("127.0.0.1", options.port(), Optional.of(password)), List.of(options.account()),
        Settings.Sounds.in(sounds), new Settings.Callbacks(Duration.ofMinutes(5), true), new Settings.Http(List.of()));
  }

  private void awaitConnection() throws TimeoutException {
    if (!settled(confab::isConnected, PATIENCE_SECONDS * 1000)) {
      throw new TimeoutException("Confab found no way to the simulated FreeSWITCH");
    }
  }

  static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  int operatorPort() {
    return confab.operatorPort();
  }

  /** Where recordings and the REST API are. */
  String publicUrl() {
    return confab.publicUrl();
  }

  /** The console's. */
  Secret password() {
    return password;
  }

  boolean isTalking(People.Person person) {
    return talking.contains(person.number());
  }

  People people() {
    return people;
  }

  Optional<SampleApplication> sample() {
    return sample;
  }

  List<String> lastRequest() {
    return http.lastRequest();
  }

  /** What fs_cli would print. */
  String freeSwitch(String command) throws TimeoutException {
    return await(freeSwitch.api(command));
  }

  /** The rooms that are on, as {@code conference json_list} has them. */
  List<JsonObject> rooms() {
    try {
      String list = freeSwitch("conference json_list compact");
      return list.startsWith("[") ? new JsonArray(list).stream().map(JsonObject.class::cast).toList() : List.of();
    } catch (TimeoutException late) {
      throw new IllegalStateException("the simulated FreeSWITCH does not answer", late);
    }
  }

  /** Somebody calls. */
  People.Person call(String name, String from, String to) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("confab_answer_url", "default");
    variables.put("confab_fallback", "confab_fallback XML public");
    People.Person person = people.place(name, () -> freeSwitch.place(new IncomingCall(from, to, name, variables)), placed ->
        timeline.tell(Kind.PHONE, name, "calls " + Printable.of(to) + " from " + Printable.of(from) + " (call " + placed.number() + ", "
            + placed.call().uuid().substring(0, 8) + "…)"));
    person.call().onChange(call -> moved(name, call));
    ears.listen(person);
    return person;
  }

  private void moved(String name, SimulatedCall call) {
    String position = call.position();
    String said = position.startsWith("conference ") ? "is in " + position
        : position.startsWith("hungup ") ? "is hung up: " + position.substring("hungup ".length())
        : position.startsWith("dialplan ") ? "was led to the dialplan's " + position.substring("dialplan ".length())
        : position.equals("sleep") || position.startsWith("playback silence_stream:") ? "hears silence" : "";
    if (!said.isEmpty()) {
      timeline.tell(Kind.PHONE, name, Printable.of(said));
    }
  }

  void press(People.Person person, String keys) {
    timeline.tell(Kind.PHONE, person.name(), "presses " + keys);
    person.call().press(keys);
  }

  void hangUp(People.Person person) {
    timeline.tell(Kind.PHONE, person.name(), "hangs up");
    person.call().hangUp();
  }

  /** He talks, until he falls silent. */
  void talk(People.Person person) {
    timeline.tell(Kind.PHONE, person.name(), "talks");
    talking.add(person.number());
    person.call().talk(Ears.tone(person));
  }

  void fallSilent(People.Person person) {
    timeline.tell(Kind.PHONE, person.name(), "falls silent");
    talking.remove(person.number());
    person.call().fallSilent();
  }

  Ears ears() {
    return ears;
  }

  /** Waits until nothing is under way any more; false if that took too long. */
  boolean quiet(long atMostMillis) {
    return settled(() -> timeline.idleMillis() >= QUIET.toMillis() && http.underWay() == 0
        && people.up().stream().map(person -> person.call().position()).allMatch(Stage::isLasting), atMostMillis);
  }

  private static boolean isLasting(String position) {
    return position.startsWith("conference ") || position.startsWith("dialplan ") || position.startsWith("endless_playback")
        || position.startsWith("playback silence_stream:"); // keys are waited for
  }

  /** Nothing tells when nothing happens any more; so it is looked at, 50 times a second. */
  static boolean settled(BooleanSupplier condition, long atMostMillis) {
    long until = System.nanoTime() + atMostMillis * 1_000_000;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(20_000_000);
    }
    return true;
  }

  @Override
  public void close() {
    timeline.end();
    try {
      await(confab.stop().eventually(freeSwitch::stop)
          .eventually(() -> sample.map(SampleApplication::stop).orElseGet(Future::succeededFuture)));
    } catch (TimeoutException late) {
      Thread.yield(); // the process ends, and with it whatever did not
    }
  }
}
