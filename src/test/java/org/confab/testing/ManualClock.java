package org.confab.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.confab.clock.Clock;

/** A clock that stands still until a test moves it; due tasks run in {@link #advance}, in order of their time, on the test's thread. */
public final class ManualClock implements Clock {

  private record Task(Instant at, long number, Runnable action) {}

  private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::number));
  private Instant now = Instant.parse("2026-11-22T08:00:00Z");
  private long scheduled;

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized Timer schedule(Duration delay, Runnable action) {
    Task task = new Task(now.plus(delay.isNegative() ? Duration.ZERO : delay), scheduled++, action);
    tasks.add(task);
    return () -> remove(task);
  }

  private synchronized void remove(Task task) {
    tasks.remove(task);
  }

  /** Moves the time forward and runs everything that became due, tasks scheduled meanwhile included. */
  public void advance(Duration by) {
    Instant until = now().plus(by);
    for (Task task = due(until); task != null; task = due(until)) {
      task.action().run();
    }
    synchronized (this) {
      now = until;
    }
  }

  /** How many tasks wait for their time. */
  public synchronized int pending() {
    return tasks.size();
  }

  private synchronized Task due(Instant until) {
    if (tasks.isEmpty() || tasks.peek().at().isAfter(until)) {
      return null;
    }
    Task task = tasks.poll();
    if (task.at().isAfter(now)) {
      now = task.at();
    }
    return task;
  }
}
