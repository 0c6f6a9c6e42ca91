package org.confab.clock;

import java.time.Duration;
import java.time.Instant;

/**
 * The time, and what is to happen later. Everything in Confab that waits for time to pass is given one of these, so that a test can move it.
 */
public interface Clock {

  /** The wall clock's time. */
  Instant now();

  /**
   * Runs {@code task} once, {@code delay} from now (at once if it is not positive), on the context from which this was called where there is
   * one. A task never runs after its {@link Timer#cancel()} returned on that same context.
   */
  Timer schedule(Duration delay, Runnable task);

  /** A task that has been scheduled. */
  @FunctionalInterface
  interface Timer {
    /** Forgets the task; without effect once it ran or was cancelled. */
    void cancel();
  }
}
