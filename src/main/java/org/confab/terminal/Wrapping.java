package org.confab.terminal;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines of at most so many characters. */
public final class Wrapping {

  private Wrapping() {}

  /**
   * Breaks between words; a word that is longer than a line is broken after a {@code /}, {@code &}, {@code ,} or before a {@code +}, or
   * anywhere. Every line begins with as many blanks as the text.
   */
  public static List<String> of(String text, int width) {
    int blanks = 0;
    while (blanks < text.length() && blanks < width / 2 && text.charAt(blanks) == ' ') {
      blanks++;
    }
    String indent = " ".repeat(blanks);
    return words(text.substring(blanks), width - blanks).stream().map(line -> indent + line).toList();
  }

  private static List<String> words(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && length(line) + 1 + length(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      String rest = word;
      if (line.length() > 0) {
        line.append(' ');
      }
      while (length(rest) > width) {
        int at = breakAt(rest, width);
        lines.add(rest.substring(0, at));
        rest = rest.substring(at);
      }
      line.append(rest);
    }
    lines.add(line.toString());
    return lines;
  }

  private static int breakAt(String word, int width) {
    int most = word.offsetByCodePoints(0, width);
    for (int at = most; at > most - width / 2; at--) {
      if ("/&,".indexOf(word.charAt(at - 1)) >= 0 || word.charAt(at) == '+') {
        return at;
      }
    }
    return most;
  }

  /** How many characters a text has, as people count. */
  public static int length(CharSequence text) {
    return Character.codePointCount(text, 0, text.length());
  }

  /** The text and as many blanks as it takes to fill the column. */
  public static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - length(text)));
  }
}
