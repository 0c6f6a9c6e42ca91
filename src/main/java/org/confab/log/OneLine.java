package org.confab.log;

/** Text that stays on its line. */
public final class OneLine {

  private OneLine() {}

  /** The text with line breaks as blanks, and other control, line-separating and invisible formatting characters as {@code \}{@code uXXXX}. */
  public static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    plain(text, line);
    return line.toString();
  }

  /** As it is, but line breaks as a blank, and other control, line-separating and invisible formatting characters as {@code \}{@code uXXXX}. */
  static void plain(String text, StringBuilder line) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        if (i == 0 || text.charAt(i - 1) != '\r') {
          line.append(' ');
        }
      } else if (isVisible(c)) {
        line.append(c);
      } else {
        escaped(c, line);
      }
    }
  }

  /** A string of JSON (RFC 8259), in which also those characters are escaped that only some readers take for the end of a line. */
  static void quoted(String text, StringBuilder line) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c == '\n') {
        line.append("\\n");
      } else if (Character.isSurrogate(c)) {
        // half a character has no UTF-8
        boolean whole = Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        line.append(whole ? text.substring(i, i + 2) : "\uFFFD");
        i += whole ? 1 : 0;
      } else if (isVisible(c)) {
        line.append(c);
      } else {
        escaped(c, line);
      }
    }
    line.append('"');
  }

  private static void escaped(char c, StringBuilder line) {
    line.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      line.append(Character.toUpperCase(Character.forDigit(c >> shift & 0xF, 16)));
    }
  }

  private static boolean isVisible(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }
}
