package org.confab.plivo;

import java.util.List;

/** What became of the bytes that a sound URL returned: {@link Accepted}, or {@link Reading.Refused}. */
public sealed interface SoundReading permits SoundReading.Accepted, Reading.Refused {

  /**
   * A document that can be heard.
   *
   * @param sounds in their order, at most 100; there may be none
   * @param warnings of what is left out or read differently from how it is written
   */
  record Accepted(List<SoundElement> sounds, List<Warning> warnings) implements SoundReading {
    public Accepted {
      sounds = List.copyOf(sounds);
      warnings = List.copyOf(warnings);
    }
  }
}
