package org.confab.apptest;

import java.time.Duration;
import java.util.Locale;

/** Times of a scenario, for people. */
final class Times {

  private Times() {}

  /** As in {@code 1:05.250}. */
  static String of(Duration since) {
    return String.format(Locale.ROOT, "%d:%02d.%03d", since.toMinutes(), since.toSecondsPart(), since.toMillisPart());
  }
}
