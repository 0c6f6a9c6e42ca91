package org.confab.apptest;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.confab.clock.Clock;

/** A clock that stands still until it is moved. A task runs on the context that scheduled it, once its time has come. */
final class SimulatedClock implements Clock {

  private record Task(Instant due, long number, Context context, Runnable action, AtomicBoolean over) {}

  private final Vertx vertx;
  private final Stillness stillness;
  private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::number));
  private final Instant start = Instant.now();
  private Instant now = start;
  private long scheduled;

  /** @param stillness told of whatever is scheduled and run */
  SimulatedClock(Vertx vertx, Stillness stillness) {
    this.vertx = vertx;
    this.stillness = stillness;
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  /** How much time has passed on it. */
  synchronized Duration elapsed() {
    return Duration.between(start, now);
  }

  @Override
  public synchronized Timer schedule(Duration delay, Runnable action) {
    stillness.stir();
    AtomicBoolean over = new AtomicBoolean();
    Task task = new Task(now.plus(delay), scheduled++, vertx.getOrCreateContext(), action, over);
    if (delay.isNegative() || delay.isZero()) {
      run(task);
    } else {
      tasks.add(task);
    }
    return () -> {
      over.set(true);
      forget(task);
    };
  }

  private synchronized void forget(Task task) {
    tasks.remove(task);
  }

  private void run(Task task) {
    task.context().runOnContext(ignored -> {
      if (task.over().compareAndSet(false, true)) {
        stillness.stir();
        task.action().run();
      }
    });
  }

  /** When the next task is due. */
  synchronized Optional<Instant> nextDue() {
    return Optional.ofNullable(tasks.peek()).map(Task::due);
  }

  /** Moves it forward, and lets run what is due by then; a clock never goes back. */
  synchronized void moveTo(Instant time) {
    now = time.isAfter(now) ? time : now;
    while (!tasks.isEmpty() && !tasks.peek().due().isAfter(now)) {
      run(tasks.poll());
    }
  }
}
