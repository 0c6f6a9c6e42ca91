package org.confab.apptest;

/**
 * A text for a regular expression, which may look at its characters only so often: one that tries every way of splitting a text would not come to an end. Counted and not
 * timed, so that it ends at the same place each time.
 */
final class CountedText implements CharSequence {

  /** Some tenths of a second. */
  private static final int MOST_LOOKS = 20_000_000;

  /** It was looked at too often. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted() {
      super("too many looks at a text", null, false, false);
    }
  }

  private final String text;
  private int looks;

  CountedText(String text) {
    this.text = text;
  }

  @Override
  public char charAt(int index) {
    if (++looks > MOST_LOOKS) {
      throw new Exhausted();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
