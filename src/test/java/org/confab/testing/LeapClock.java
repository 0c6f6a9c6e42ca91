package org.confab.testing;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.confab.clock.Clock;

/**
 * The machine's clock, which a test can make leap ahead: what becomes due by that runs at once, in its order, each on the context that scheduled
 * it, and everything else comes that much earlier. So a running service sees a minute pass that nobody waited for.
 */
public final class LeapClock implements Clock {

  private final class Task implements Timer {
    private final Instant due;
    private final Context context;
    private final Runnable action;
    private long timer = -1;

    Task(Instant due, Context context, Runnable action) {
      this.due = due;
      this.context = context;
      this.action = action;
    }

    /** To be called while the clock is locked. */
    void arm() {
      vertx.cancelTimer(timer);
      long millis = Math.max(1, Duration.between(now(), due).toMillis());
      context.runOnContext(ignored -> {
        synchronized (LeapClock.this) {
          if (waiting.contains(this)) {
            timer = vertx.setTimer(millis, fired -> run());
          }
        }
      });
    }

    void run() {
      synchronized (LeapClock.this) {
        if (!waiting.remove(this)) {
          return;
        }
        vertx.cancelTimer(timer);
      }
      action.run();
    }

    @Override
    public void cancel() {
      synchronized (LeapClock.this) {
        if (waiting.remove(this)) {
          vertx.cancelTimer(timer);
        }
      }
    }
  }

  private final Vertx vertx;
  private final Set<Task> waiting = new LinkedHashSet<>();
  private Duration ahead = Duration.ZERO;

  public LeapClock(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public synchronized Instant now() {
    return Instant.now().plus(ahead);
  }

  @Override
  public synchronized Timer schedule(Duration delay, Runnable task) {
    Task scheduled = new Task(now().plus(delay), vertx.getOrCreateContext(), task);
    waiting.add(scheduled);
    scheduled.arm();
    return scheduled;
  }

  /** Back, if it is negative. Returns when everything that is due has been handed to its context; what has come over the network by now goes before it. */
  public synchronized void leap(Duration by) {
    ahead = ahead.plus(by);
    Instant now = now();
    List<Task> all = waiting.stream().sorted(Comparator.comparing(task -> task.due)).toList();
    for (Task task : all) {
      if (task.due.isAfter(now)) {
        task.arm();
      } else {
        // by a timer, so that the context first reads what has reached its sockets by now
        task.context.runOnContext(ignored -> vertx.setTimer(2, fired -> task.run()));
      }
    }
  }

  /** How many tasks wait for their time. */
  public synchronized int pending() {
    return waiting.size();
  }
}
