package org.confab.transcription;

import java.time.Duration;
import java.util.Optional;

/** What came of asking an engine once. */
sealed interface Outcome {

  /** What was said. */
  record Text(String text) implements Outcome {}

  /**
   * It will never be had.
   *
   * @param error for the application: printable, bounded, and without anything of the operator's own network
   * @param detail for the operator
   */
  record Failed(String error, String detail) implements Outcome {
    Failed(String error) {
      this(error, error);
    }
  }

  /**
   * Perhaps later.
   *
   * @param error as in {@link Failed}, if there is no later
   * @param retryAfter how long the engine asks to be left alone
   */
  record Later(String error, String detail, Optional<Duration> retryAfter) implements Outcome {}

  /** Nobody speaks this long; in characters. */
  int LONGEST_TEXT = 500_000;

  /** A text as it came, as it is told: without white space around it, and without what applications and their databases choke on. */
  static Outcome text(String raw) {
    StringBuilder clean = new StringBuilder(raw.length());
    raw.strip().codePoints().filter(c -> c == '\n' || c == '\t' || c == '\r' || !Character.isISOControl(c))
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\uFFFD' : c).forEach(clean::appendCodePoint);
    return clean.length() > LONGEST_TEXT
        ? new Failed("the transcription has more than " + LONGEST_TEXT + " characters") : new Text(clean.toString());
  }
}
