package org.confab.plivo;

/** What somebody else wrote, made safe for a log line. */
public final class Printable {

  private static final int LONGEST = 100;

  private Printable() {
  }

  /**
   * {@code text} on one line: control, line-separating and invisible formatting characters as {@code \}{@code uXXXX}, lone surrogates too,
   * a backslash doubled, and no more than 100 code points of it (then {@code …}). Every other character, emoji included, stays.
   */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), 2 * LONGEST));
    int index = 0;
    for (int count = 0; index < text.length() && count < LONGEST; count++) {
      int c = text.codePointAt(index);
      index += Character.charCount(c);
      if (c == '\\') {
        out.append("\\\\");
      } else if (isVisible(c)) {
        out.appendCodePoint(c);
      } else {
        out.append(c > 0xFFFF ? "\\u{%X}".formatted(c) : "\\u%04X".formatted(c));
      }
    }
    return index < text.length() ? out.append('…').toString() : out.toString();
  }

  /** As {@link #of}, of what should be a URL: without its user and password, its query and its options, which may be secret. */
  public static String url(String text) {
    return of(bare(text));
  }

  static String bare(String url) {
    return url.replaceFirst("(?s)[?#].*", "").replaceFirst("(?s)//[^/]*@", "//");
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> false;
      default -> true;
    };
  }
}
