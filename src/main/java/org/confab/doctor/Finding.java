package org.confab.doctor;

import java.util.Optional;

/**
 * What the doctor says of one thing, in one line each.
 *
 * @param check  what was looked at: a short name that stays the same, for scripts
 * @param text   what is right, or wrong
 * @param remedy the command or the line that mends it; empty if there is nothing to mend
 */
public record Finding(String check, Standing standing, String text, Optional<String> remedy) {

  /** How it stands with it. */
  public enum Standing {
    RIGHT,
    /** Works, but perhaps not as somebody expects. */
    DOUBTFUL,
    /** Calls or callbacks fail by it. */
    WRONG,
    /** Could not be looked at; another finding says why. */
    UNKNOWN
  }

  static Finding right(String check, String text) {
    return new Finding(check, Standing.RIGHT, text, Optional.empty());
  }

  static Finding doubtful(String check, String text, String remedy) {
    return new Finding(check, Standing.DOUBTFUL, text, Optional.of(remedy));
  }

  static Finding wrong(String check, String text, String remedy) {
    return new Finding(check, Standing.WRONG, text, Optional.of(remedy));
  }

  static Finding unknown(String check, String text) {
    return new Finding(check, Standing.UNKNOWN, text, Optional.empty());
  }
}
