package org.confab.freeswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.confab.esl.Backoff;
import org.confab.esl.EslOptions;
import org.confab.testing.FakeEventSocket;
import org.confab.testing.FakeEventSocket.Received;
import org.confab.testing.LogLines;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoxTest {

  private final Loop loop = new Loop();
  private final FakeEventSocket server = new FakeEventSocket(loop.vertx());
  private final ManualClock clock = new ManualClock();
  private final LinkedBlockingQueue<SwitchEvent> told = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Optional<Instant>> readAt = new LinkedBlockingQueue<>();
  private final List<Context> contexts = new CopyOnWriteArrayList<>();
  private volatile String version = "1.11.1";
  private volatile String missing = "";
  private final Box box = loop.run(() -> new Box(loop.vertx(), EslOptions.of("127.0.0.1", server.port(), FakeEventSocket.PASSWORD), clock,
      Backoff.standard(() -> 0.5), event -> {
        contexts.add(Vertx.currentContext());
        readAt.add(reading());
        told.add(event);
      }));

  private Optional<Instant> reading() {
    return box.readAt();
  }

  BoxTest() {
    server.onApi(this::introduction);
  }

  private String introduction(String call) {
    return switch (call) {
      case "version short" -> version;
      case "global_getvar core_uuid" -> "core-1";
      default -> call.startsWith("module_exists ") ? Boolean.toString(!call.endsWith(" " + missing)) : "+OK";
    };
  }

  @AfterEach
  void close() {
    Loop.result(box.stop());
    loop.close();
  }

  private SwitchEvent next() throws InterruptedException {
    SwitchEvent event = told.poll(60, TimeUnit.SECONDS);
    assertThat(event).as("an event within 15 s").isNotNull();
    return event;
  }

  private FakeEventSocket.Peer connect() throws InterruptedException {
    int before = server.peers().size();
    box.start();
    assertThat(next()).isInstanceOf(SwitchEvent.Connected.class);
    return server.awaitPeer(before + 1);
  }

  private List<String> linesOf(int connection) {
    return server.received().stream().filter(it -> it.connection() == connection).map(Received::line).toList();
  }

  @Test
  void connectedIsToldWhenBothConnectionsStandAndEverythingIsSubscribed() throws InterruptedException {
    box.start();
    assertThat(next()).isEqualTo(new SwitchEvent.Connected(new SwitchVersion(1, 11, 1), "core-1"));
    assertThat(server.open()).isEqualTo(2);
    assertThat(box.status().connected()).isTrue();
    assertThat(linesOf(1)).contains("filter Event-Name HEARTBEAT").anyMatch(line -> line.startsWith("event plain CHANNEL_PARK"));
    assertThat(contexts).allMatch(context -> context == box.context());
  }

  @Test
  void whenTheEventWasReadThatIsBeingToldCanBeAsked() throws InterruptedException {
    FakeEventSocket.Peer events = connect();
    Instant sent = clock.now();
    events.event("Event-Name: CHANNEL_ANSWER", "Unique-ID: one");
    assertThat(next()).isEqualTo(new SwitchEvent.CallAnswered("one"));
    assertThat(readAt.poll(60, TimeUnit.SECONDS)).as("while connected is told").isEmpty();
    assertThat(readAt.poll(60, TimeUnit.SECONDS)).contains(sent);
    assertThat(loop.run(box::readAt)).as("while none is told").isEmpty();
  }

  @Test
  void filtersAreSetBeforeEventsAreAskedFor() throws InterruptedException {
    connect();
    List<String> lines = linesOf(1);
    assertThat(lines.subList(1, lines.size() - 1)).hasSize(6).allMatch(line -> line.startsWith("filter "));
    assertThat(lines.get(lines.size() - 1)).startsWith("event plain ");
  }

  @Test
  void aFilterThatFreeSwitchRefusesIsNoConnection() throws InterruptedException {
    server.onCommand((peer, command) -> {
      if (command.line().startsWith("filter Job-UUID")) {
        peer.reply("-ERR invalid syntax");
      } else {
        server.answer(peer, command);
      }
    });
    try (LogLines log = LogLines.open()) {
      box.start();
      log.await("of the failure", line -> line.contains("-ERR invalid syntax") && line.contains("Next attempt in 200 ms"));
    }
    assertThat(told).isEmpty();
    assertThat(box.status().connected()).isFalse();
    server.awaitOpen(0);
  }

  @Test
  void whatHappensBetweenSubscriptionAndGreetingIsToldAfterConnected() throws InterruptedException {
    server.onApi(call -> {
      if (call.equals("version short")) {
        server.peers().get(0).event("Event-Name: CHANNEL_PARK", "Unique-ID: early");
      }
      return introduction(call);
    });
    server.onCommand((peer, command) -> {
      if (command.line().startsWith("api global_getvar")) {
        // long after the event: it has passed through the other connection
        loop.vertx().setTimer(50, ignored -> server.answer(peer, command));
      } else {
        server.answer(peer, command);
      }
    });
    box.start();
    assertThat(next()).isInstanceOf(SwitchEvent.Connected.class);
    assertThat(next()).isInstanceOfSatisfying(SwitchEvent.CallParked.class, parked -> assertThat(parked.channel().uuid()).isEqualTo("early"));
  }

  @Test
  void twoMissedHeartbeatsAreALostConnection() throws InterruptedException {
    connect();
    loop.advance(clock, Duration.ofMillis(44_999));
    assertThat(told).isEmpty();
    loop.advance(clock, Duration.ofMillis(1));
    assertThat(next()).isEqualTo(new SwitchEvent.Disconnected("no heartbeat for 45 s"));
    server.awaitOpen(0);
    loop.advance(clock, Duration.ofMillis(200));
    assertThat(next()).isInstanceOf(SwitchEvent.Connected.class);
    assertThat(server.open()).isEqualTo(2);
  }

  @Test
  void theIntervalOfTheHeartbeatsIsTheSwitchesOwn() throws InterruptedException {
    FakeEventSocket.Peer events = connect();
    events.event("Event-Name: HEARTBEAT", "Heartbeat-Interval: 3");
    events.event("Event-Name: CHANNEL_ANSWER", "Unique-ID: passed");
    assertThat(next()).isEqualTo(new SwitchEvent.CallAnswered("passed"));
    loop.await(() -> box.commands().fileExists("the question that the heartbeat caused is answered"));
    loop.advance(clock, Duration.ofMillis(10_999));
    assertThat(told).isEmpty();
    loop.advance(clock, Duration.ofMillis(1));
    assertThat(next()).isEqualTo(new SwitchEvent.Disconnected("no heartbeat for 11 s"));
  }

  @Test
  void everyEventShowsThatTheBoxLives() throws InterruptedException {
    FakeEventSocket.Peer events = connect();
    for (int i = 0; i < 5; i++) {
      loop.advance(clock, Duration.ofSeconds(40));
      events.event("Event-Name: CHANNEL_ANSWER", "Unique-ID: " + i);
      assertThat(next()).isEqualTo(new SwitchEvent.CallAnswered(Integer.toString(i)));
    }
  }

  @Test
  void whicheverConnectionIsLostBothAreClosedAndOpenedAgain() throws InterruptedException {
    connect();
    for (int lost = 1; lost <= 2; lost++) {
      int before = server.peers().size();
      server.peers().get(before - lost).close();
      assertThat(next()).isInstanceOf(SwitchEvent.Disconnected.class);
      server.awaitOpen(0);
      assertThat(box.status().connected()).isFalse();
      loop.advance(clock, Duration.ofMillis(200));
      assertThat(next()).isInstanceOf(SwitchEvent.Connected.class);
      assertThat(server.peers()).hasSize(before + 2);
      assertThat(server.open()).isEqualTo(2);
    }
  }

  @Test
  void attemptsBecomeRarerUntilOneSucceeds() throws InterruptedException {
    server.onConnect(FakeEventSocket.Peer::close);
    try (LogLines log = LogLines.open()) {
      box.start();
      for (long wait : List.of(200L, 400L, 800L, 1600L)) {
        log.await("of an attempt", line -> line.startsWith("WARN") && line.contains("Next attempt in " + wait + " ms"));
        loop.advance(clock, Duration.ofMillis(wait - 1));
        int attempts = server.peers().size();
        loop.run(() -> { });
        assertThat(server.peers()).hasSize(attempts);
        if (wait == 1600L) {
          server.onConnect(peer -> peer.send("Content-Type: auth/request\n\n"));
        }
        loop.advance(clock, Duration.ofMillis(1));
      }
      assertThat(next()).isInstanceOf(SwitchEvent.Connected.class);
    }
    try (LogLines log = LogLines.open()) {
      server.awaitPeer(6).close();
      log.await("that begins anew", line -> line.contains("Next attempt in 200 ms"));
    }
  }

  private static void awaitAttempts(LogLines log, int count) {
    log.awaitCount("of attempt " + count, line -> line.contains("Next attempt in"), count);
  }

  @Test
  void aSwitchThatWasAwayForLongIsConnectedWithinThreeSecondsOfItsReturn() throws InterruptedException {
    server.onConnect(FakeEventSocket.Peer::close);
    try (LogLines log = LogLines.open()) {
      box.start();
      for (int attempt = 1; attempt <= 20; attempt++) {
        awaitAttempts(log, attempt);
        loop.advance(clock, Duration.ofSeconds(30));
      }
      awaitAttempts(log, 21);
      server.onConnect(peer -> peer.send("Content-Type: auth/request\n\n"));
      loop.advance(clock, Duration.ofSeconds(3));
      assertThat(next()).isInstanceOf(SwitchEvent.Connected.class);
    }
  }

  @Test
  void aSwitchThatTurnsUsAwayIsAskedMoreAndMoreSeldom() {
    server.onCommand((peer, command) -> peer.reply("-ERR invalid"));
    try (LogLines log = LogLines.open()) {
      box.start();
      for (int attempt = 1; attempt <= 9; attempt++) {
        awaitAttempts(log, attempt);
        loop.advance(clock, Duration.ofSeconds(30));
      }
      log.await("of the longest pause", line -> line.contains("rejects the Event Socket password") && line.contains("Next attempt in 30000 ms"));
    }
  }

  @Test
  void aCommandsConnectionThatIsDeadThoughOpenIsFoundAfterTheNextHeartbeat() throws InterruptedException {
    FakeEventSocket.Peer events = connect();
    server.onCommand((peer, command) -> { });
    events.event("Event-Name: HEARTBEAT", "Heartbeat-Interval: 20");
    events.event("Event-Name: CHANNEL_ANSWER", "Unique-ID: passed");
    assertThat(next()).isEqualTo(new SwitchEvent.CallAnswered("passed"));
    loop.advance(clock, Duration.ofSeconds(10));
    assertThat(next()).isEqualTo(new SwitchEvent.Disconnected("FreeSWITCH did not answer 'global_getvar' within 10000 ms"));
    server.awaitOpen(0);
  }

  @Test
  void aConnectionThatIsLostWhileTheOtherIsBeingMadeLeavesNothingOpen() throws InterruptedException {
    server.onConnect(peer -> {
      if (peer.number() == 2) {
        server.peers().get(0).close();
      }
      peer.send("Content-Type: auth/request\n\n");
    });
    try (LogLines log = LogLines.open()) {
      box.start();
      log.await("of the loss", line -> line.contains("Next attempt in 200 ms"));
    }
    server.awaitOpen(0);
    assertThat(told).isEmpty();
    loop.advance(clock, Duration.ofMillis(200));
    assertThat(next()).isInstanceOf(SwitchEvent.Connected.class);
    assertThat(server.open()).isEqualTo(2);
  }

  @Test
  void stoppingWhileConnectingLeavesNothingOpenAndTellsNothing() {
    server.onCommand((peer, command) -> { });
    box.start();
    server.awaitReceived(it -> it.line().startsWith("auth"));
    Loop.result(box.stop());
    server.awaitOpen(0);
    loop.advance(clock, Duration.ofMinutes(5));
    assertThat(server.peers()).hasSize(1);
    assertThat(told).isEmpty();
  }

  @Test
  void stoppingIsForGood() throws InterruptedException {
    connect();
    Loop.result(box.stop());
    assertThat(next()).isEqualTo(new SwitchEvent.Disconnected("Confab is stopping"));
    server.awaitOpen(0);
    loop.advance(clock, Duration.ofMinutes(5));
    assertThat(server.peers()).hasSize(2);
    assertThat(clock.pending()).isZero();
  }

  @Test
  void anOldSwitchIsWarnedOfWithWhatDiffers() throws InterruptedException {
    version = "1.10.9";
    try (LogLines log = LogLines.open()) {
      connect();
      assertThat(log.await("of the version", line -> line.startsWith("WARN"))).contains("1.10.9 is older than 1.10.10").contains("endConferenceOnExit");
    }
  }

  @Test
  void aKnownSwitchWithItsModulesIsNotWarnedOf() throws InterruptedException {
    version = "1.10.10-release-24~64bit";
    try (LogLines log = LogLines.open()) {
      connect();
      assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN")).anyMatch(line -> line.contains("Connected to FreeSWITCH 1.10.10"));
    }
  }

  @Test
  void aMissingModuleIsNamedWithItsRemedy() throws InterruptedException {
    missing = "mod_conference";
    try (LogLines log = LogLines.open()) {
      connect();
      assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN")).singleElement().asString()
          .contains("has not loaded mod_conference").contains("load mod_conference");
    }
  }

  @Test
  void aThousandReconnectionsLeaveNoThreadNoFileDescriptorNoMemoryAndNoTimer() throws InterruptedException, IOException {
    connect();
    reconnects(100);
    int threads = Thread.activeCount();
    long descriptors = descriptors();
    long memory = memory();
    reconnects(1000);
    server.awaitOpen(2);
    assertThat(server.peers()).hasSize(2);
    assertThat(clock.pending()).as("the watchdog").isEqualTo(1);
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 2);
    for (int looks = 0; descriptors() > descriptors + 4 && looks < 600; looks++) {
      LockSupport.parkNanos(100_000_000); // the other side of a socket closes when its loop comes to it
    }
    assertThat(descriptors()).as("file descriptors").isLessThanOrEqualTo(descriptors + 4);
    assertThat(memory()).as("bytes after a collection").isLessThan(memory + 1_000_000);
  }

  private void reconnects(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      server.peers().get(server.peers().size() - 1 - i % 2).close();
      assertThat(next()).isInstanceOf(SwitchEvent.Disconnected.class);
      loop.advance(clock, Duration.ofMillis(200));
      assertThat(next()).isInstanceOf(SwitchEvent.Connected.class);
      // the test itself remembers nothing of them
      server.keepLast(2);
      server.forget();
    }
  }

  /** None where the system does not tell. */
  private static long descriptors() throws IOException {
    Path own = Path.of("/proc/self/fd");
    if (!Files.isDirectory(own)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(own)) {
      return all.count();
    }
  }

  private static long memory() {
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void manyEventsAreToldInTheirOrder() throws InterruptedException {
    FakeEventSocket.Peer events = connect();
    List<SwitchEvent> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      events.event("Event-Name: CHANNEL_ANSWER", "Unique-ID: " + i);
      expected.add(new SwitchEvent.CallAnswered(Integer.toString(i)));
    }
    List<SwitchEvent> seen = new ArrayList<>();
    while (seen.size() < 500) {
      seen.add(next());
    }
    assertThat(seen).isEqualTo(expected);
  }
}
