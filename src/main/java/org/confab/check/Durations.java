package org.confab.check;

import java.time.Duration;

/** Times as people say them. */
final class Durations {

  private Durations() {}

  static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds > 0 && seconds % 3600 == 0) {
      return seconds / 3600 + " h";
    }
    return seconds >= 120 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
