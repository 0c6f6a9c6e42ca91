package org.confab.esl;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: doubling from {@code initial} to {@code max}, then up to {@code jitter} of it less or more, so that
 * many clients do not come back in one instant.
 *
 * @param jitter 0 to 1
 * @param random gives numbers from 0 to 1
 */
public record Backoff(Duration initial, Duration max, double jitter, DoubleSupplier random) {

  /** From 0.2 s to 30 s, with a fifth of jitter. */
  public static Backoff standard(DoubleSupplier random) {
    return new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), 0.2, random);
  }

  /** The same, but never longer than that between two attempts. */
  public Backoff atMost(Duration longest) {
    return new Backoff(initial, longest.compareTo(max) < 0 ? longest : max, jitter, random);
  }

  /** The time to wait after that many failed attempts (1 or more). Never more than {@code max}. */
  public Duration delay(int failures) {
    double doubled = initial.toMillis() * Math.pow(2, Math.min(failures, 40) - 1.0);
    double bounded = Math.min(max.toMillis(), doubled);
    double shifted = bounded * (1 + jitter * (2 * random.getAsDouble() - 1));
    return Duration.ofMillis(Math.round(Math.min(max.toMillis(), shifted)));
  }
}
