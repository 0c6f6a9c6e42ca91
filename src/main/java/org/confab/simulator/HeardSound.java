package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A stretch of time in which a phone was sent a sound. Several at once are mixed. The sound itself may be shorter than that: what follows it
 * then is silence.
 *
 * @param sound   as FreeSWITCH names it: a file, {@code tone_stream://…}, {@code file_string://…}
 * @param skipped how much of the sound was over when this stretch began
 * @param from    by the switch's clock
 * @param until   empty while it goes on
 */
public record HeardSound(String sound, Duration skipped, Instant from, Optional<Instant> until) {

  public HeardSound {
    Objects.requireNonNull(sound);
    Objects.requireNonNull(skipped);
    Objects.requireNonNull(from);
    Objects.requireNonNull(until);
  }
}
