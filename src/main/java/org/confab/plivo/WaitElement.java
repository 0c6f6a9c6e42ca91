package org.confab.plivo;

import java.time.Duration;
import java.util.Optional;

/**
 * {@code <Wait>} (docs.plivo.com/docs/voice/xml/wait).
 *
 * @param length at least 1 s
 * @param silence true: go on as soon as it has been silent for minSilence
 * @param minSilence at least 1 ms; 2 s by default
 * @param beep detect an answering machine's beep: {@code true}, or the parameters for it
 */
public record WaitElement(int line, Duration length, boolean silence, Duration minSilence, Optional<String> beep) implements SoundElement {

  static Element read(Attributes a) {
    return new WaitElement(
        a.line(),
        a.seconds("length", 1, 1),
        a.flag("silence", false),
        Duration.ofMillis(a.integer("minSilence", 2000, 1)),
        a.text("beep"));
  }
}
