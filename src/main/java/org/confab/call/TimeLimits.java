package org.confab.call;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.confab.clock.Clock;
import org.confab.conference.RoomName;

/** The timers of {@code timeLimit}, by room. */
final class TimeLimits {

  private final Clock clock;
  private final Map<RoomName, Clock.Timer> timers = new HashMap<>();

  TimeLimits(Clock clock) {
    this.clock = clock;
  }

  /** At once if the deadline has passed. */
  void arm(RoomName room, Instant deadline, Runnable reached) {
    disarm(room);
    Duration left = Duration.between(clock.now(), deadline);
    timers.put(room, clock.schedule(left.isNegative() ? Duration.ZERO : left, reached));
  }

  void disarm(RoomName room) {
    Optional.ofNullable(timers.remove(room)).ifPresent(Clock.Timer::cancel);
  }
}
