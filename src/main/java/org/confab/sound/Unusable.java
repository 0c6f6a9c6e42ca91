package org.confab.sound;

/** A sound that cannot be had. The message says why, to an operator: the end of a sentence, on one line. */
final class Unusable extends RuntimeException {

  private final boolean temporary;

  Unusable(String message) {
    this(message, false);
  }

  /** @param temporary whether the trouble is with who has the sound, and not with the sound */
  Unusable(String message, boolean temporary) {
    super(message, null, false, false);
    this.temporary = temporary;
  }

  boolean isTemporary() {
    return temporary;
  }
}
