package org.confab.testing;

import java.time.Duration;

/**
 * A stretch of time in which something was heard without a break.
 *
 * @param from   on the clock of the {@link Hearing} that says so
 * @param length up to its end, or up to the last that was heard if it goes on
 */
public record Heard(Duration from, Duration length) {

  public Duration until() {
    return from.plus(length);
  }

  @Override
  public String toString() {
    return from.toMillis() + ".." + until().toMillis() + " ms";
  }
}
