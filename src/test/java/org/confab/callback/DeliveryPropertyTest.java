package org.confab.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.confab.http.Attempts;
import org.confab.http.HttpRequest;
import org.confab.http.RetryPolicy;
import org.confab.http.RetryPolicy.On;
import org.confab.http.Signer;
import org.confab.testing.ManualClock;

/** Whatever applications answer, and in whatever order: a lane keeps its order and loses nothing. */
class DeliveryPropertyTest {

  private static final int[] STATUSES = {200, 204, 302, 404, 429, 500, 502, 503};

  @Property(tries = 500)
  void lanesKeepTheirOrderAndEveryCallbackIsDeliveredOrDead(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int lanes, @ForAll @IntRange(min = 1, max = 200) int steps) {
    Random random = new Random(seed);
    ManualClock clock = new ManualClock();
    FakeApplication application = new FakeApplication();
    Recorder recorder = new Recorder();
    MemoryOutbox outbox = new MemoryOutbox(10_000);
    RetryPolicy policy = new RetryPolicy(
        Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(9), random.nextInt(3), Set.of(On.SERVER_ERROR, On.READ));
    Delivery delivery = new Delivery(outbox, new Attempts(application, clock), clock, id -> Signer.NONE, url -> policy,
        new Delivery.Options(Duration.ofMinutes(5), true), recorder, random::nextDouble);
    List<String> added = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(3)) {
        case 0 -> {
          String lane = "room" + random.nextInt(lanes);
          String id = lane + "/" + added.size();
          added.add(id);
          delivery.add(new Callback(
              UUID.randomUUID(), new Lane(lane, "http://app/"), "POST", "http://app/", false, Map.of("id", id), "MA1", clock.now()));
        }
        case 1 -> answer(application, random);
        default -> clock.advance(Duration.ofMillis(random.nextInt(20_000)));
      }
      oneInFlightPerLane(application);
    }
    for (int rounds = 0; outbox.pending() > 0; rounds++) {
      assertThat(rounds).as("rounds until everything is settled").isLessThan(100_000);
      answer(application, random);
      oneInFlightPerLane(application);
      clock.advance(Duration.ofSeconds(60));
    }
    Set<String> settled = new HashSet<>(recorder.delivered);
    settled.addAll(recorder.dead);
    assertThat(settled).containsExactlyInAnyOrderElementsOf(added);
    assertThat(recorder.delivered.size() + recorder.dead.size()).as("each settled once").isEqualTo(added.size());
    assertThat(delivery.busyLanes()).isZero();
    assertThat(clock.pending()).isZero();
    inOrderAndWithoutGaps(application.received, added);
  }

  private static void answer(FakeApplication application, Random random) {
    List<FakeApplication.Open> open = application.open();
    if (open.isEmpty()) {
      return;
    }
    FakeApplication.Open chosen = open.get(random.nextInt(open.size()));
    int choice = random.nextInt(STATUSES.length + 1);
    if (choice == STATUSES.length) {
      chosen.promise().fail(new IllegalStateException("broken"));
    } else {
      chosen.reply(STATUSES[choice], random.nextBoolean() ? Map.of("retry-after", Integer.toString(random.nextInt(100))) : Map.of());
    }
  }

  private static void oneInFlightPerLane(FakeApplication application) {
    List<String> lanes = application.open().stream().map(open -> open.id().substring(0, open.id().indexOf('/'))).toList();
    assertThat(lanes).doesNotHaveDuplicates();
  }

  /** In each lane: the callbacks as they were added, each with the next number, its requests counted from 1, none after its successor's first. */
  private static void inOrderAndWithoutGaps(List<HttpRequest> received, List<String> added) {
    Map<String, List<String>> sent = new HashMap<>();
    Map<String, Integer> attempts = new HashMap<>();
    for (HttpRequest request : received) {
      String id = request.parameters().get("id");
      List<String> lane = sent.computeIfAbsent(id.substring(0, id.indexOf('/')), ignored -> new ArrayList<>());
      if (lane.isEmpty() || !lane.get(lane.size() - 1).equals(id)) {
        assertThat(lane).doesNotContain(id);
        lane.add(id);
      }
      assertThat(request.headers()).containsEntry("X-Confab-Sequence", Integer.toString(lane.size()))
          .containsEntry("X-Confab-Attempt", Integer.toString(attempts.merge(id, 1, Integer::sum)));
    }
    sent.forEach((lane, ids) -> assertThat(ids).isEqualTo(added.stream().filter(id -> id.startsWith(lane + "/")).toList()));
  }
}
