package org.confab.apptest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.confab.clock.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedClockTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Stillness stillness = Stillness.create();
  private final SimulatedClock clock = new SimulatedClock(stillness.vertx(), stillness);

  @AfterEach
  void close() {
    stillness.vertx().close();
  }

  @Test
  void timePassesOnlyWhenItIsMoved() {
    Instant before = clock.now();
    clock.moveTo(before.plusSeconds(3600));
    assertThat(clock.now()).isEqualTo(before.plusSeconds(3600));
    clock.moveTo(before);
    assertThat(clock.elapsed()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void whatIsDueRunsInItsOrderOnTheContextThatScheduledIt() throws Exception {
    List<String> ran = new ArrayList<>();
    Instant start = clock.now();
    CountDownLatch scheduled = new CountDownLatch(1);
    stillness.vertx().getOrCreateContext().runOnContext(ignored -> {
      Thread loop = Thread.currentThread();
      clock.schedule(Duration.ofSeconds(2), () -> ran.add("second " + (Thread.currentThread() == loop)));
      clock.schedule(Duration.ofSeconds(1), () -> ran.add("first " + (Thread.currentThread() == loop)));
      clock.schedule(Duration.ofSeconds(3), () -> ran.add("late"));
      scheduled.countDown();
    });
    assertThat(scheduled.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(clock.nextDue()).contains(start.plusSeconds(1));
    clock.moveTo(start.plusSeconds(2));
    assertThat(stillness.await(PATIENCE)).isTrue();
    assertThat(ran).containsExactly("first true", "second true");
  }

  @Test
  void whatIsCancelledDoesNotRun() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    Clock.Timer timer = clock.schedule(Duration.ofSeconds(1), ran::incrementAndGet);
    timer.cancel();
    clock.moveTo(clock.now().plusSeconds(5));
    assertThat(stillness.await(PATIENCE)).isTrue();
    assertThat(ran.get()).isZero();
  }

  @Test
  void stillnessWaitsForWorkersAndForWhatWasBegun() throws Exception {
    CountDownLatch work = new CountDownLatch(1);
    stillness.vertx().executeBlocking(() -> work.await(60, TimeUnit.SECONDS));
    assertThat(stillness.await(Duration.ofMillis(50))).isFalse();
    work.countDown();
    assertThat(stillness.await(PATIENCE)).isTrue();
    stillness.begin();
    assertThat(stillness.await(Duration.ofMillis(50))).isFalse();
    stillness.end();
    assertThat(stillness.await(PATIENCE)).isTrue();
  }

  @Test
  void stillnessWaitsForALoopThatIsBusy() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch work = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    stillness.vertx().getOrCreateContext().runOnContext(ignored -> {
      entered.countDown();
      try {
        work.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException impossible) {
        Thread.currentThread().interrupt();
      }
      done.incrementAndGet();
    });
    assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
    new Thread(work::countDown).start();
    assertThat(stillness.await(PATIENCE)).isTrue();
    assertThat(done.get()).isEqualTo(1);
  }
}
