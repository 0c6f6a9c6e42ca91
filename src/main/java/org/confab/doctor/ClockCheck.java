package org.confab.doctor;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Whether FreeSWITCH, this machine and the application agree what time it is: times of callbacks, of time limits and of signatures rest on it. */
final class ClockCheck {

  private static final String NAME = "clock";
  /** FreeSWITCH tells whole seconds, and the answer takes its time. */
  private static final Duration NEAR = Duration.ofSeconds(3);
  /** A header {@code Date} may be some seconds old. */
  private static final Duration FAR = Duration.ofSeconds(30);
  private static final String REMEDY = "timedatectl set-ntp true, on both machines (timedatectl says whether it is synchronized)";

  private ClockCheck() {}

  /**
   * @param freeswitch what {@code strepoch} prints; empty if it was not asked
   * @param asked      when that was
   * @param date       the header of the application's answer
   * @param answered   when that came
   */
  static Finding examine(Optional<String> freeswitch, Instant asked, Optional<String> date, Instant answered) {
    Optional<Duration> switchs = freeswitch.filter(text -> text.matches("\\d{1,12}")).map(text -> Duration.between(asked, Instant.ofEpochSecond(Long.parseLong(text))));
    if (switchs.filter(off -> off.abs().compareTo(NEAR) > 0).isPresent()) {
      return Finding.wrong(NAME, "FreeSWITCH's clock is " + apart(switchs.get()) + " this one", REMEDY);
    }
    Optional<Duration> applications = date.flatMap(ClockCheck::parse).map(at -> Duration.between(answered, at));
    if (applications.filter(off -> off.abs().compareTo(FAR) > 0).isPresent()) {
      return Finding.doubtful(NAME, "the application's clock is " + apart(applications.get()) + " this one", REMEDY);
    }
    return switchs.isEmpty() && applications.isEmpty() ? Finding.unknown(NAME, "nobody could be asked what time it is")
        : Finding.right(NAME, (switchs.isPresent() ? "FreeSWITCH" : "the application") + (switchs.isPresent() && applications.isPresent() ? ", the application" : "")
            + " and this machine agree on the time");
  }

  private static String apart(Duration off) {
    return off.abs().toSeconds() + " s " + (off.isNegative() ? "behind" : "ahead of");
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }
}
