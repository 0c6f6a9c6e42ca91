package org.confab.freeswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.confab.esl.Backoff;
import org.confab.esl.EslException;
import org.confab.esl.EslOptions;
import org.confab.testing.FakeEventSocket;
import org.confab.testing.FakeEventSocket.Received;
import org.confab.testing.LogLines;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.confab.testing.SentCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rooms of which the lock is held: FreeSWITCH takes each command to them and answers none, until somebody lets go of the lock. */
class RoomJobsTest {

  private static final String STUCK = "confab-stuck-1";
  private static final String OTHER = "confab-other-2";

  private final Loop loop = new Loop();
  private final FakeEventSocket server = new FakeEventSocket(loop.vertx());
  private final ManualClock clock = new ManualClock();
  private final LinkedBlockingQueue<SwitchEvent> told = new LinkedBlockingQueue<>();
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private volatile boolean moduleHangs;
  private volatile String coreUuid = "core-1";
  private final Box box = loop.run(() -> new Box(loop.vertx(), EslOptions.of("127.0.0.1", server.port(), FakeEventSocket.PASSWORD), clock,
      Backoff.standard(() -> 0.5), told::add));

  @BeforeEach
  void connect() throws InterruptedException {
    server.onApi(call -> call.startsWith("module_exists") ? "true" : call.equals("version short") ? "1.11.1"
        : call.startsWith("global_getvar") ? coreUuid : call.startsWith("show channels") ? "{\"row_count\":0}" : "+OK");
    server.onCommand((peer, command) -> {
      server.answer(peer, command);
      if (command.line().startsWith("bgapi conference ") && !moduleHangs && !held.contains(command.line().split(" ")[2])) {
        answer(command);
      }
    });
    box.start();
    assertThat(next()).isInstanceOf(SwitchEvent.Connected.class);
  }

  @AfterEach
  void close() {
    Loop.result(box.stop());
    assertThat(clock.pending()).as("tasks of a box that was stopped").isZero();
    loop.close();
  }

  private SwitchEvent next() throws InterruptedException {
    SwitchEvent event = told.poll(60, TimeUnit.SECONDS);
    assertThat(event).as("an event").isNotNull();
    return event;
  }

  /** The end of the job, over the events connection that is open now. */
  private void answer(SentCommand command) {
    String room = command.line().split(" ")[2];
    String printed = command.line().contains("json_list") ? "[{\"conference_name\":\"" + room + "\",\"conference_uuid\":\"r\",\"members\":[]}]" : "+OK";
    server.peers().get(server.peers().size() - 2).event("Event-Name: BACKGROUND_JOB", "Job-UUID: " + command.headers().get("job-uuid"),
        "Content-Length: " + printed.length(), "", printed);
  }

  private List<SentCommand> sentTo(String room) {
    return server.received().stream().map(Received::command).filter(it -> it.line().startsWith("bgapi conference " + room + " ")).toList();
  }

  /** Everything that was sent has been dealt with. */
  private void settle() {
    for (int i = 0; i < 4; i++) {
      loop.await(() -> box.commands().fileExists("settled"));
    }
  }

  /** In steps, so that no heartbeat is missed. */
  private void passes(Duration time) {
    for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minusSeconds(10)) {
      server.peers().get(server.peers().size() - 2).event("Event-Name: CHANNEL_HOLD");
      settle();
      told.removeIf(event -> event instanceof SwitchEvent.CallHeld);
      loop.advance(clock, left.compareTo(Duration.ofSeconds(10)) < 0 ? left : Duration.ofSeconds(10));
      settle();
    }
    told.removeIf(event -> event instanceof SwitchEvent.CallHeld);
  }

  private Future<BoxSnapshot> snapshot() {
    return loop.run(() -> box.commands().snapshot(Set.of(), Set.of(STUCK, OTHER)));
  }

  private void isQuarantined() throws InterruptedException {
    held.add(STUCK);
    Future<BoxSnapshot> snapshot = snapshot();
    passes(Duration.ofSeconds(20));
    assertThat(Loop.result(snapshot).unanswered()).containsExactly(STUCK);
    assertThat(next()).isEqualTo(new SwitchEvent.RoomQuarantined(STUCK, true));
  }

  @Test
  void theOthersAreKnownThoughOneDoesNotAnswer() {
    held.add(STUCK);
    Future<BoxSnapshot> snapshot = snapshot();
    passes(Duration.ofSeconds(10));
    assertThat(Loop.result(snapshot).rooms()).extracting(BoxSnapshot.RoomFacts::name).containsExactly(OTHER);
    assertThat(Loop.result(snapshot).unanswered()).containsExactly(STUCK);
  }

  @Test
  void oneThatDoesNotAnswerTwiceIsQuarantinedAndAlarmed() throws InterruptedException {
    try (LogLines log = LogLines.open()) {
      isQuarantined();
      assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR")).singleElement().asString().contains(STUCK);
    }
    assertThat(box.quarantinedRooms()).containsOnlyKeys(STUCK);
    int before = sentTo(STUCK).size();
    assertThat(loop.awaitFailure(() -> box.commands().conference().emptyRoom(STUCK))).isInstanceOf(EslException.Quarantined.class);
    assertThat(Loop.result(snapshot()).unanswered()).containsExactly(STUCK);
    assertThat(sentTo(STUCK)).hasSize(before);
    assertThat(Loop.result(loop.run(() -> box.commands().conference().removeMember(OTHER, "7")))).isTrue();
  }

  @Test
  void aCommandThatFreeSwitchTakesAndDoesNotAnswerIsAReasonToAsk() throws InterruptedException {
    held.add(STUCK);
    Future<Boolean> removal = loop.run(() -> box.commands().conference().removeMember(STUCK, "7"));
    passes(Duration.ofSeconds(20));
    assertThat(Loop.failure(removal)).isInstanceOf(EslException.TimedOut.class);
    assertThat(told).isEmpty();
    passes(Duration.ofSeconds(10));
    assertThat(next()).isEqualTo(new SwitchEvent.RoomQuarantined(STUCK, true));
  }

  @Test
  void oneAnswerThatWasLostIsNoReasonToQuarantine() {
    held.add(STUCK);
    Future<Boolean> removal = loop.run(() -> box.commands().conference().removeMember(STUCK, "7"));
    settle();
    held.clear();
    passes(Duration.ofSeconds(60));
    assertThat(Loop.failure(removal)).isInstanceOf(EslException.TimedOut.class);
    assertThat(told).isEmpty();
    assertThat(box.quarantinedRooms()).isEmpty();
  }

  @Test
  void theLateAnswerOfWhatItWasAskedBeforeEndsTheQuarantine() throws InterruptedException {
    isQuarantined();
    List<SentCommand> before = sentTo(STUCK);
    held.clear();
    // FreeSWITCH does now what was said to it
    before.forEach(this::answer);
    assertThat(next()).isEqualTo(new SwitchEvent.RoomAnswers(STUCK));
    assertThat(box.quarantinedRooms()).isEmpty();
    settle();
    assertThat(sentTo(STUCK)).as("asked once more, by two commands").hasSize(before.size() + 2);
    assertThat(told).isEmpty();
    assertThat(Loop.result(snapshot()).rooms()).hasSize(2);
  }

  @Test
  void anAnswerThatWasLostIsAskedForAgainButMoreAndMoreSeldom() throws InterruptedException {
    isQuarantined();
    int before = sentTo(STUCK).size();
    passes(Duration.ofMinutes(60));
    assertThat(sentTo(STUCK).size() - before).as("two commands after 1, 2, 4, 8, 10, 10, 10, 10 minutes, and the waiting").isBetween(14, 16);
    held.clear();
    passes(Duration.ofMinutes(11));
    assertThat(next()).isEqualTo(new SwitchEvent.RoomAnswers(STUCK));
  }

  @Test
  void aLateAnswerThatComesOverTheNextConnectionEndsTheQuarantine() throws InterruptedException {
    isQuarantined();
    List<SentCommand> before = sentTo(STUCK);
    server.peers().forEach(FakeEventSocket.Peer::close);
    assertThat(next()).isInstanceOf(SwitchEvent.Disconnected.class);
    loop.advance(clock, Duration.ofMillis(200));
    assertThat(next()).isInstanceOf(SwitchEvent.Connected.class);
    assertThat(box.quarantinedRooms()).containsOnlyKeys(STUCK);
    held.clear();
    before.forEach(this::answer);
    assertThat(next()).isEqualTo(new SwitchEvent.RoomAnswers(STUCK));
  }

  @Test
  void whereNoRoomAnswersThatIsSaid() throws InterruptedException {
    moduleHangs = true;
    Future<BoxSnapshot> snapshot = snapshot();
    passes(Duration.ofSeconds(20));
    assertThat(Loop.result(snapshot).unanswered()).containsExactlyInAnyOrder(STUCK, OTHER);
    assertThat(List.of(next(), next())).containsExactlyInAnyOrder(new SwitchEvent.RoomQuarantined(STUCK, false),
        new SwitchEvent.RoomQuarantined(OTHER, false));
  }

  @Test
  void aFreeSwitchThatWasStartedAgainHasNoneOfThem() throws InterruptedException {
    isQuarantined();
    held.clear();
    coreUuid = "core-2";
    server.peers().forEach(FakeEventSocket.Peer::close);
    assertThat(next()).isInstanceOf(SwitchEvent.Disconnected.class);
    loop.advance(clock, Duration.ofMillis(200));
    assertThat(next()).isInstanceOf(SwitchEvent.Connected.class);
    assertThat(box.quarantinedRooms()).isEmpty();
    assertThat(Loop.result(snapshot()).rooms()).hasSize(2);
  }
}
