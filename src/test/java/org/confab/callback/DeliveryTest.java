package org.confab.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.confab.http.Attempts;
import org.confab.http.HttpFailure;
import org.confab.http.HttpRequest;
import org.confab.http.RetryPolicy;
import org.confab.http.RetryPolicy.On;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {

  private static final String URL = "http://app/events?token=geheim#rc=0";
  private static final RetryPolicy ONE_TRY = new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(9), 0,
      Set.of());

  private final ManualClock clock = new ManualClock();
  private final FakeApplication application = new FakeApplication();
  private final Recorder recorder = new Recorder();
  private final MemoryOutbox outbox = new MemoryOutbox(1000);
  private RetryPolicy policy = ONE_TRY;
  private Delivery delivery = delivery(outbox, true);

  @Test
  void requestCarriesParametersSignatureAndItsPlaceInTheLane() {
    Callback callback = add("room", URL, "a");
    add("room", URL, "b");
    HttpRequest first = application.only().request();
    assertThat(first.method()).isEqualTo("POST");
    assertThat(first.parameters()).isEqualTo(Map.of("id", "a"));
    assertThat(first.maxRedirects()).isZero();
    assertThat(first.limits().connect()).isEqualTo(Duration.ofSeconds(2));
    assertThat(first.limits().read()).isEqualTo(Duration.ofSeconds(5));
    assertThat(first.limits().total()).isEqualTo(Duration.ofSeconds(9));
    assertThat(first.signer().sign("POST", first.url(), Map.of())).containsEntry("Signed-By", "MA1");
    assertThat(first.headers()).isEqualTo(
        Map.of("X-Confab-Callback-Id", callback.id().toString(), "X-Confab-Sequence", "1", "X-Confab-Attempt", "1"));
    application.only().reply(200);
    assertThat(application.only().request().headers()).containsEntry("X-Confab-Sequence", "2").containsEntry("X-Confab-Attempt", "1");
  }

  @Test
  void whenACallbackLeavesForTheFirstTimeIsTimedAndEveryAttemptCounted() {
    add("room", URL, "a");
    add("room", URL, "b");
    clock.advance(Duration.ofMillis(5));
    application.only().request().leaves().run();
    // the same request on another connection, since the first was closed
    application.only().request().leaves().run();
    application.only().reply(503);
    clock.advance(Duration.ofSeconds(1));
    application.only().request().leaves().run();
    application.only().reply(200);
    clock.advance(Duration.ofMillis(3));
    application.only().request().leaves().run();
    assertThat(recorder.left).containsExactly("a 5", "b 1008");
    assertThat(recorder.attempted).containsExactly("a", "a", "b");
  }

  @Test
  void aCallbackThatNeverGotAConnectionLeavesWithTheAttemptThatDoes() {
    add("room", URL, "a");
    application.only().fail(HttpFailure.Kind.CONNECT_REFUSED);
    clock.advance(Duration.ofSeconds(1));
    application.only().request().leaves().run();
    assertThat(recorder.left).containsExactly("a 1000");
  }

  @Test
  void whatAnEarlierProcessDecidedIsNotTimed() {
    Callback old = new Callback(UUID.randomUUID(), new Lane("room", URL), "POST", URL, false, Map.of("id", "old"), "MA1",
        clock.now().minusMillis(1));
    delivery.add(old);
    application.only().request().leaves().run();
    assertThat(recorder.left).isEmpty();
    assertThat(recorder.attempted).containsExactly("old");
  }

  @Test
  void withoutExtensionsNoFurtherHeadersAreSent() {
    delivery = delivery(outbox, false);
    add("room", URL, "a");
    assertThat(application.only().request().headers()).isEmpty();
  }

  @Test
  void oneLaneHasOneRequestInFlightAndLanesDoNotWaitForEachOther() {
    add("room", URL, "a1");
    add("room", URL, "a2");
    add("other room", URL, "b1");
    add("room", "http://elsewhere/", "c1");
    assertThat(application.ids()).containsExactly("a1", "b1", "c1");
    application.open().get(1).reply(200);
    assertThat(application.ids()).containsExactly("a1", "b1", "c1");
    application.open().get(0).reply(204);
    assertThat(application.ids()).containsExactly("a1", "b1", "c1", "a2");
  }

  @Test
  void applicationThatIsAwayIsAskedAgainLaterAndLaterAndKeepsTheOrder() {
    add("room", URL, "a");
    add("room", URL, "b");
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      application.only().reply(502);
      assertThat(application.open()).isEmpty();
      clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(application.open()).isEmpty();
      clock.advance(Duration.ofMillis(1));
      assertThat(application.only().id()).isEqualTo("a");
    }
    assertThat(application.only().request().headers()).containsEntry("X-Confab-Attempt", "9");
    application.only().reply(200);
    assertThat(application.only().id()).isEqualTo("b");
    // it is back: the next time away begins with a short wait
    application.only().reply(504);
    clock.advance(Duration.ofSeconds(1));
    application.only().reply(200);
    assertThat(recorder.delivered).containsExactly("a", "b");
    assertThat(recorder.retried).hasSize(9);
  }

  @Test
  void applicationThatStaysAwayGetsDeadLettersAfterTheTimeButEachIsTriedOnce() {
    add("room", URL, "a");
    add("room", URL, "b");
    Instant start = clock.now();
    while (recorder.dead.isEmpty()) {
      application.only().reply(503);
      clock.advance(Duration.ofSeconds(60));
    }
    assertThat(Duration.between(start, clock.now())).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(61));
    assertThat(recorder.dead).containsExactly("a");
    assertThat(application.only().id()).isEqualTo("b");
    application.only().reply(503);
    assertThat(recorder.dead).containsExactly("a", "b");
    assertThat(outbox.pending()).isZero();
    assertThat(clock.pending()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void applicationThatAsksForTimeGetsIt(int status) {
    add("room", URL, "a");
    application.only().reply(status, Map.of("retry-after", "30"));
    clock.advance(Duration.ofMillis(29_999));
    assertThat(application.open()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    application.only().reply(status, Map.of("retry-after", "Sun, 22 Nov 2026 08:01:10 GMT"));
    clock.advance(Duration.ofSeconds(40));
    application.only().reply(status, Map.of("retry-after", "999999"));
    clock.advance(Duration.ofSeconds(299));
    assertThat(application.open()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    application.only().reply(status, Map.of("retry-after", "soon"));
    clock.advance(Duration.ofSeconds(8));
    application.only().reply(200);
    assertThat(recorder.delivered).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 400, 401, 403, 404, 410, 422})
  void applicationThatRefusesIsNotAskedAgainAndTheLaneGoesOn(int status) {
    add("room", URL, "a");
    add("room", URL, "b");
    application.only().reply(status);
    assertThat(recorder.dead).containsExactly("a");
    assertThat(application.only().id()).isEqualTo("b");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 501, 599})
  void applicationThatBreaksGetsThreeTriesWithinThirtySeconds(int status) {
    add("room", URL, "a");
    add("room", URL, "b");
    Instant start = clock.now();
    application.only().reply(status);
    clock.advance(Duration.ofSeconds(5));
    application.only().reply(status);
    clock.advance(Duration.ofSeconds(20));
    application.only().reply(status);
    assertThat(Duration.between(start, clock.now())).isLessThan(Duration.ofSeconds(30));
    assertThat(recorder.dead).containsExactly("a");
    assertThat(application.ids()).containsExactly("a", "a", "a", "b");
  }

  @Test
  void applicationThatBreaksOnceIsToldTheSecondTime() {
    add("room", URL, "a");
    application.only().reply(500);
    clock.advance(Duration.ofSeconds(5));
    application.only().reply(200);
    assertThat(recorder.delivered).containsExactly("a");
    assertThat(recorder.dead).isEmpty();
  }

  @Test
  void quickRetriesOfTheUrlComeFirstAndAreCounted() {
    policy = new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(9), 2, Set.of(On.SERVER_ERROR));
    add("room", URL, "a");
    application.only().reply(502);
    application.only().reply(502);
    assertThat(application.only().request().headers()).containsEntry("X-Confab-Attempt", "3");
    application.only().reply(502);
    assertThat(application.open()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(application.only().request().headers()).containsEntry("X-Confab-Attempt", "4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not a URL", "http://[", "http://app/\r\nX: y"})
  void urlThatCannotBeRequestedIsADeadLetterAtOnce(String url) {
    add("room", url, "a");
    assertThat(recorder.dead).containsExactly("a");
    assertThat(delivery.busyLanes()).isZero();
  }

  @Test
  void idleLaneIsForgottenHereAndItsNumbersLastUntilTheConferenceHasEnded() {
    add("room", URL, "a");
    application.only().reply(200);
    assertThat(delivery.busyLanes()).isZero();
    add("room", URL, "b");
    assertThat(application.only().request().headers()).containsEntry("X-Confab-Sequence", "2");
    delivery.ended("room");
    assertThat(outbox.remembered()).isEqualTo(1);
    application.only().reply(200);
    assertThat(outbox.remembered()).isZero();
    add("room", URL, "c");
    assertThat(application.only().request().headers()).containsEntry("X-Confab-Sequence", "1");
  }

  @Test
  void conferenceThatBeginsAgainBeforeItsCallbacksAreSentGoesOnCounting() {
    add("room", URL, "a");
    delivery.ended("room");
    add("room", URL, "b");
    application.only().reply(200);
    application.only().reply(200);
    add("room", URL, "c");
    assertThat(application.only().request().headers()).containsEntry("X-Confab-Sequence", "3");
  }

  @Test
  void lanesThatNobodyEndsAreForgottenWhenManyOthersHaveFallenIdleSince() {
    MemoryOutbox small = new MemoryOutbox(100, 3);
    delivery = delivery(small, true);
    for (int call = 0; call < 10; call++) {
      add("call " + call, URL, "a");
      application.only().reply(200);
      add("long conference", URL, "b");
      assertThat(application.only().request().headers()).containsEntry("X-Confab-Sequence", Integer.toString(call + 1));
      application.only().reply(200);
    }
    assertThat(small.remembered()).isEqualTo(3);
  }

  @Test
  void fullOutboxRefusesAndSaysSo() {
    MemoryOutbox small = new MemoryOutbox(2);
    delivery = delivery(small, true);
    add("room", URL, "a");
    add("room", URL, "b");
    Future<Void> refused = delivery.add(callback("room", URL, "c"));
    assertThat(refused.cause()).isInstanceOf(OutboxFull.class);
    assertThat(recorder.dropped).containsExactly("c");
    application.only().reply(200);
    add("room", URL, "d");
    application.only().reply(200);
    assertThat(application.only().request().headers()).containsEntry("X-Confab-Sequence", "3");
    assertThat(recorder.delivered).containsExactly("a", "b");
  }

  @Test
  void outboxThatFailsIsAskedAgainAndNothingIsSentTwice() {
    FailingOutbox failing = new FailingOutbox(outbox, 3);
    delivery = delivery(failing, true);
    add("room", URL, "a");
    add("room", URL, "b");
    application.only().reply(200);
    assertThat(application.ids()).containsExactly("a");
    clock.advance(Duration.ofSeconds(1 + 2 + 4));
    assertThat(application.ids()).containsExactly("a", "b");
    assertThat(recorder.delivered).containsExactly("a");
  }

  @Test
  void callbacksOfAnEarlierProcessAreSentAtTheStart() {
    outbox.add(callback("room", URL, "a"));
    outbox.add(callback("room", URL, "b"));
    assertThat(application.open()).isEmpty();
    delivery.start();
    application.only().reply(200);
    application.only().reply(200);
    assertThat(recorder.delivered).containsExactly("a", "b");
  }

  @Test
  void applicationThatHangsDelaysNobodyElse() {
    for (int lane = 0; lane < 100; lane++) {
      add("room " + lane, "http://hangs/", "hangs");
    }
    assertThat(application.open()).hasSize(16);
    add("room", "http://answers/", "a");
    assertThat(application.ids()).endsWith("a");
    application.open().get(16).reply(200);
    assertThat(recorder.delivered).containsExactly("a");
    // whoever waits for a place is not away: nothing is retried, and no time runs
    assertThat(recorder.retried).isEmpty();
    clock.advance(Duration.ofMinutes(10));
    application.open().forEach(open -> open.reply(200));
    assertThat(application.open()).hasSize(16);
  }

  @Test
  void urlThatHangsDelaysAnotherOfItsOriginOnceAtMost() {
    for (int lane = 0; lane < 100; lane++) {
      add("room " + lane, "http://app/hangs", "hangs");
    }
    application.open().get(0).fail(HttpFailure.Kind.READ_TIMEOUT);
    for (int lane = 0; lane < 20; lane++) {
      add("other " + lane, "http://app/answers", "a");
    }
    // the sixteen that began before anybody knew end, too
    application.open().stream().filter(open -> open.id().equals("hangs")).limit(15)
        .forEach(open -> open.fail(HttpFailure.Kind.READ_TIMEOUT));
    for (int answered = 0; answered < 20; answered++) {
      application.open().stream().filter(open -> open.id().equals("a")).findFirst().orElseThrow().reply(200);
    }
    assertThat(recorder.delivered).hasSize(20);
    assertThat(application.open()).hasSize(8);
  }

  @Test
  void whatIsToldAtOnceWaitsForNoPlaceUnlessItFailedOrIsOld() {
    for (int lane = 0; lane < 20; lane++) {
      add("room " + lane, "http://app/hangs", "hangs");
    }
    outbox.add(new Callback(UUID.randomUUID(), Lane.atOnce("http://app/"), "POST", "http://app/", false, Map.of("id", "old"), "MA1", clock.now()));
    delivery.start();
    assertThat(application.ids()).hasSize(16).containsOnly("hangs");
    Callback now = new Callback(UUID.randomUUID(), Lane.atOnce("http://app/"), "POST", "http://app/", false, Map.of("id", "now"), "MA1", clock.now());
    delivery.add(now);
    assertThat(application.ids()).hasSize(17).endsWith("now");
    // it takes nobody's place either
    application.open().get(0).reply(200);
    assertThat(application.ids()).hasSize(18).endsWith("hangs");
    application.open().stream().filter(open -> open.id().equals("now")).findFirst().orElseThrow().reply(503);
    clock.advance(Duration.ofSeconds(1));
    assertThat(application.ids()).as("its second request waits for a place").hasSize(18);
    for (int i = 0; i < 6; i++) {
      application.open().get(0).reply(200);
    }
    assertThat(application.ids()).contains("old").endsWith("now");
    assertThat(application.received.get(application.received.size() - 1).headers()).containsEntry("X-Confab-Attempt", "2")
        .containsEntry("X-Confab-Callback-Id", now.id().toString());
  }

  @Test
  void drainLeavesThoseWhoWaitForAPlaceInTheOutbox() {
    for (int lane = 0; lane < 40; lane++) {
      add("room " + lane, URL, "a");
    }
    Future<Void> drained = delivery.drain(Duration.ofSeconds(10));
    application.open().forEach(open -> open.reply(200));
    assertThat(application.open()).hasSize(16);
    clock.advance(Duration.ofSeconds(10));
    assertThat(drained.succeeded()).isTrue();
    application.open().forEach(open -> open.reply(200));
    assertThat(application.open()).isEmpty();
    assertThat(outbox.pending()).isEqualTo(8);
  }

  @Test
  void drainEndsWhenEverythingIsSent() {
    add("room", URL, "a");
    add("room", URL, "b");
    Future<Void> drained = delivery.drain(Duration.ofSeconds(10));
    add("room", URL, "c");
    application.only().reply(200);
    application.only().reply(200);
    assertThat(drained.isComplete()).isFalse();
    application.only().reply(200);
    assertThat(drained.succeeded()).isTrue();
    assertThat(recorder.delivered).containsExactly("a", "b", "c");
    assertThat(delivery.add(callback("room", URL, "d")).failed()).isTrue();
    assertThat(clock.pending()).isZero();
  }

  @Test
  void drainTriesAWaitingLaneOnceMoreAndDoesNotWaitForAnApplicationThatIsAway() {
    add("room", URL, "a");
    add("room", URL, "b");
    application.only().reply(503);
    Future<Void> drained = delivery.drain(Duration.ofSeconds(10));
    assertThat(application.only().id()).isEqualTo("a");
    application.only().reply(503);
    assertThat(drained.succeeded()).isTrue();
    assertThat(outbox.pending()).isEqualTo(2);
    assertThat(application.open()).isEmpty();
    assertThat(clock.pending()).isZero();
  }

  @Test
  void drainDoesNotWaitLongerThanItWasToldTo() {
    add("room", URL, "a");
    add("room", URL, "b");
    Future<Void> drained = delivery.drain(Duration.ofSeconds(10));
    clock.advance(Duration.ofSeconds(10));
    assertThat(drained.succeeded()).isTrue();
    // the late answer still counts, but nothing follows it
    application.only().reply(200);
    assertThat(application.open()).isEmpty();
    assertThat(outbox.pending()).isEqualTo(1);
  }

  @Test
  void drainOfNothingEndsAtOnce() {
    assertThat(delivery.drain(Duration.ofSeconds(10)).succeeded()).isTrue();
  }

  private Delivery delivery(Outbox of, boolean extended) {
    return new Delivery(of, new Attempts(application, clock), clock, authId -> (method, url, parameters) -> Map.of("Signed-By", authId),
        url -> policy, new Delivery.Options(Duration.ofHours(1), extended), recorder, () -> 0);
  }

  private Callback add(String conference, String url, String id) {
    Callback callback = callback(conference, url, id);
    assertThat(delivery.add(callback).succeeded()).isTrue();
    return callback;
  }

  private Callback callback(String conference, String url, String id) {
    return new Callback(UUID.randomUUID(), new Lane(conference, url), "POST", url, false, Map.of("id", id), "MA1", clock.now());
  }

  /** An outbox whose disk is full for the first few markings. */
  private static final class FailingOutbox implements Outbox {
    private final Outbox outbox;
    private int failures;

    FailingOutbox(Outbox outbox, int failures) {
      this.outbox = outbox;
      this.failures = failures;
    }

    @Override
    public Future<Entry> add(Callback callback) {
      return outbox.add(callback);
    }

    @Override
    public Future<Optional<Entry>> head(Lane lane) {
      return outbox.head(lane);
    }

    @Override
    public Future<List<Lane>> lanes() {
      return outbox.lanes();
    }

    @Override
    public Future<Void> delivered(Entry entry) {
      return failures-- > 0 ? Future.failedFuture("disk full") : outbox.delivered(entry);
    }

    @Override
    public Future<Void> dead(Entry entry, String reason, int attempts) {
      return outbox.dead(entry, reason, attempts);
    }

    @Override
    public Future<Void> ended(String conference) {
      return outbox.ended(conference);
    }

    @Override
    public int pending() {
      return outbox.pending();
    }
  }
}
