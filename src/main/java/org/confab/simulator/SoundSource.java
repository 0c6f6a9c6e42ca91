package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Something that can be heard, from one moment on; each one is itself. */
final class SoundSource {

  private final String sound;
  private final Instant since;
  private final Duration skipped;

  SoundSource(String sound, Instant since, Duration skipped) {
    this.sound = sound;
    this.since = since;
    this.skipped = skipped;
  }

  /** For whom it is heard from now on, or from its own beginning if that is to come. */
  HeardSound heardFrom(Instant now) {
    return now.isBefore(since) ? new HeardSound(sound, skipped, since, Optional.empty())
        : new HeardSound(sound, skipped.plus(Duration.between(since, now)), now, Optional.empty());
  }
}
