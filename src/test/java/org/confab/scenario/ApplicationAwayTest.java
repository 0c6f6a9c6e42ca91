package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.confab.Confab;
import org.confab.config.LastResort;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.confab.network.Network;
import org.confab.simulator.IncomingCall;
import org.confab.simulator.SimulatedCall;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;
import org.confab.testing.FakeApplication;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.confab.testing.ReceivedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that is down for ten minutes of a clock that this test moves. The whole service, its store in a file, real connections to the
 * application; time stands still while a request is under way, so that what takes time here are Confab's own waits.
 */
@Timeout(300)
class ApplicationAwayTest {

  private static final int CONFERENCES = 20;
  private static final int CALLERS = 25;
  private static final int EACH = 2 * CALLERS;
  private static final Duration STEP = Duration.ofSeconds(5);

  /** A callback that the application took, and when. */
  private record Taken(ReceivedRequest request, Instant at) {
    String conference() {
      return request.parameter("ConferenceName");
    }

    /** From what it tells to its arrival. */
    Duration late() {
      return Duration.between(Instant.ofEpochMilli(Long.parseLong(request.parameter("EventTimestampMs"))), at);
    }
  }

  @TempDir
  Path folder;

  private final ManualClock clock = new ManualClock();
  private final Loop loop = new Loop();
  private final Vertx switchs = Vertx.vertx();
  private final FakeApplication application = FakeApplication.start();
  private final FakeApplication other = FakeApplication.start();
  private final AtomicInteger underWay = new AtomicInteger();
  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private final List<Taken> elsewhere = new CopyOnWriteArrayList<>();
  private volatile Optional<FakeApplication.Answer> down = Optional.empty();
  private SimulatedFreeSwitch freeSwitch;
  private Confab confab;

  @BeforeEach
  void start() throws Exception {
    freeSwitch = SimulatedFreeSwitch.start(switchs, SimulatorOptions.defaults(clock)).await(60, TimeUnit.SECONDS);
    Settings settings = new Settings(
        new Settings.FreeSwitch("127.0.0.1", freeSwitch.port(), new Secret("ClueCon"), "confab", Duration.ofMinutes(1)),
        new Settings.Answer(Optional.of(URI.create(application.url("/answer"))), "POST", Optional.empty(), "POST", Optional.empty(), "POST",
            true, new Unsupported.Skip(), new LastResort.HangUp()),
        new Settings.Conference(CALLERS, false), new Settings.Operator("127.0.0.1", 0), List.of(Service.FIRST),
        Settings.Sounds.in(folder.resolve("sounds")), new Settings.Callbacks(Duration.ofHours(1), true),
        new Settings.Http(List.of(Network.parse("127.0.0.1/32"))), new Settings.Store(Optional.of(folder.resolve("confab.db"))));
    confab = loop.await(() -> Confab.start(loop.vertx(), settings, settings.accounts(), clock, http -> request -> {
      underWay.incrementAndGet();
      return http.send(request).onComplete(done -> underWay.decrementAndGet());
    }, Optional.empty()));
    Service.until("connected to the switch", confab::isConnected);
    application.on("/answer", request -> Scenario.response("<Conference maxMembers=\"" + CALLERS + "\" callbackUrl=\""
        + callbackUrl(request.parameter("From")) + "\">of " + request.parameter("From") + "</Conference>"));
    application.answer("/callback", request -> down.orElseGet(() -> {
      taken.add(new Taken(request, clock.now()));
      return FakeApplication.Answer.status(200);
    }));
    application.answer("/neighbour", request -> takenElsewhere(request));
    other.answer("/callback", request -> takenElsewhere(request));
  }

  private FakeApplication.Answer takenElsewhere(ReceivedRequest request) {
    elsewhere.add(new Taken(request, clock.now()));
    return FakeApplication.Answer.status(200);
  }

  /** A caller's number says where his conference's callbacks go. */
  private String callbackUrl(String from) {
    return switch (from.substring(0, 1)) {
      case "1" -> application.url("/callback");
      case "2" -> application.url("/neighbour");
      default -> other.url("/callback");
    };
  }

  @AfterEach
  void stop() {
    try {
      loop.run(() -> {
        confab.stop();
      });
      loop.advance(clock, Duration.ofMinutes(1));
    } finally {
      loop.close();
      Loop.result(switchs.close());
      application.close();
      other.close();
    }
  }

  private SimulatedCall call(String from) {
    return freeSwitch.place(new IncomingCall(from, "266322", from, Map.of("confab_answer_url", "default")));
  }

  /** Those of each number come in and go again; the clock stands still. */
  private void comeAndGo(List<String> numbers) {
    List<SimulatedCall> calls = numbers.stream().map(this::call).toList();
    Service.until("in their conferences", () -> calls.stream().allMatch(call -> call.position().startsWith("conference ")));
    Service.until("known to be there", () -> metric("confab_members_current") == calls.size());
    calls.forEach(SimulatedCall::hangUp);
    Service.until("known to be gone", () -> metric("confab_calls_current") == 0);
  }

  private double metric(String name) {
    return new OperatorPort(confab.operatorPort()).metric(name);
  }

  /** Moves the clock; not while a request is under way, whose time would then run, and FreeSWITCH's heartbeats arrive meanwhile. */
  private void pass(Duration time) {
    Instant until = clock.now().plus(time);
    while (clock.now().isBefore(until)) {
      Service.until("no request under way", () -> loop.run(() -> {
        boolean quiet = underWay.get() == 0;
        if (quiet) {
          clock.advance(STEP);
        }
        return quiet;
      }));
      Service.until("alive", () -> metric("confab_heartbeat_age_seconds") <= 20);
    }
  }

  private static Map<String, List<Taken>> byConference(List<Taken> all) {
    Map<String, List<Taken>> lanes = new LinkedHashMap<>();
    all.forEach(each -> lanes.computeIfAbsent(each.conference(), absent -> new ArrayList<>()).add(each));
    return lanes;
  }

  @Test
  void aThousandCallbacksOfTenMinutesArriveInOrderWithinAMinuteOfItsReturnAndNobodyElseWaits() {
    Instant start = clock.now();
    List<FakeApplication.Answer> ways = List.of(FakeApplication.Answer.none(), FakeApplication.Answer.status(503), FakeApplication.Answer.status(502));
    int minutes = 10;
    int before = 0;
    for (int minute = 0; minute < minutes; minute++) {
      down = Optional.of(ways.get(minute % ways.size()));
      int callers = CALLERS * (minute + 1) / minutes - CALLERS * minute / minutes;
      List<String> numbers = new ArrayList<>(List.of("2000", "3000"));
      for (int conference = 0; conference < CONFERENCES; conference++) {
        for (int caller = 0; caller < callers; caller++) {
          numbers.add(Integer.toString(1000 + conference));
        }
      }
      comeAndGo(numbers);
      before += 4;
      int expected = before;
      Service.until("told elsewhere, though no time passed", () -> elsewhere.size() == expected);
      pass(Duration.ofMinutes(1));
    }
    assertThat(Duration.between(start, clock.now())).isEqualTo(Duration.ofMinutes(minutes));
    assertThat(taken).isEmpty();
    assertThat(metric("confab_callbacks_pending")).isEqualTo(CONFERENCES * EACH);

    down = Optional.empty();
    Instant back = clock.now();
    while (taken.size() < CONFERENCES * EACH) {
      assertThat(Duration.between(back, clock.now())).as("taken so far: %d", taken.size()).isLessThan(Duration.ofSeconds(60));
      pass(STEP);
      // a lane whose application is there again goes on without waiting for anything
      Service.until("whole lanes taken", () -> byConference(taken).values().stream().allMatch(lane -> lane.size() == EACH));
    }

    assertThat(taken).allSatisfy(each -> assertThat(Duration.between(back, each.at())).isLessThanOrEqualTo(Duration.ofSeconds(60)));
    assertInOrder(byConference(taken), CONFERENCES, EACH);
    assertInOrder(byConference(elsewhere), 2, 2 * minutes);
    assertThat(elsewhere).allSatisfy(each -> assertThat(each.late()).as("lateness of %s", each.request()).isZero());
    Service.until("nothing left", () -> metric("confab_callbacks_pending") == 0);
    assertThat(metric("confab_callbacks_total{outcome=\"dead\"}")).isZero();
    assertThat(metric("confab_callbacks_total{outcome=\"retried\"}")).isGreaterThan(CONFERENCES * 10);
  }

  /** Each lane: numbered without gaps, each id once, each call's enter before its exit, and in the order in which it happened. */
  private static void assertInOrder(Map<String, List<Taken>> lanes, int conferences, int each) {
    assertThat(lanes).hasSize(conferences);
    lanes.forEach((name, lane) -> {
      assertThat(lane).as(name).hasSize(each);
      assertThat(new HashSet<>(lane.stream().map(one -> one.request().header("X-Confab-Callback-Id")).toList())).as(name).hasSize(each);
      assertThat(lane.stream().map(one -> Long.parseLong(one.request().parameter("EventTimestampMs"))).toList()).as(name).isSorted();
      List<Integer> sequences = lane.stream().map(one -> Integer.parseInt(one.request().header("X-Confab-Sequence"))).toList();
      Map<String, List<String>> calls = new LinkedHashMap<>();
      lane.forEach(one -> calls.computeIfAbsent(one.request().parameter("CallUUID"), absent -> new ArrayList<>())
          .add(one.request().parameter("ConferenceAction")));
      assertThat(calls.values()).as(name).containsOnly(List.of("enter", "exit"));
      // a conference of which everything is sent counts anew when it begins anew: so do those elsewhere, each minute
      assertThat(sequences).as(name).isEqualTo(IntStream.rangeClosed(1, each).map(i -> conferences == CONFERENCES ? i : 2 - i % 2).boxed().toList());
    });
  }
}
