package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;

/** Times as FreeSWITCH writes them. */
final class Times {

  private Times() {}

  static String micros(Instant time) {
    return Long.toString(time.getEpochSecond() * 1_000_000 + time.getNano() / 1000);
  }

  /** {@code 0 years, 0 days, 0 hours, 9 minutes, ...} */
  static String upTime(Duration up) {
    long days = up.toDays();
    return days / 365 + " years, " + days % 365 + " days, " + up.toHoursPart() + " hours, " + up.toMinutesPart() + " minutes, "
        + up.toSecondsPart() + " seconds, " + up.toMillisPart() + " milliseconds, " + up.toNanosPart() / 1000 % 1000 + " microseconds";
  }
}
