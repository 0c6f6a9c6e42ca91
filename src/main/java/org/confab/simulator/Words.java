package org.confab.simulator;

import java.util.ArrayList;
import java.util.List;

/** How FreeSWITCH splits arguments: at a delimiter outside {@code '...'}, with backslash escapes (switch_separate_string). */
final class Words {

  private Words() {}

  /** At most {@code limit} words; the last one holds the rest. Runs of blanks count as one delimiter, others do not. */
  static List<String> split(String text, char delimiter, int limit) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (words.size() < limit && at <= text.length()) {
      if (delimiter == ' ') {
        while (at < text.length() && text.charAt(at) == ' ') {
          at++;
        }
        if (at >= text.length()) {
          break;
        }
      }
      if (words.size() == limit - 1) {
        words.add(clean(text.substring(at)));
        break;
      }
      int end = end(text, at, delimiter);
      words.add(clean(text.substring(at, end)));
      at = end + 1;
    }
    return words;
  }

  /** {@code ^^<c>} in front chooses another delimiter, as it does for {@code multiset} and the inline dialplan. */
  static List<String> splitWithChoice(String text, char delimiter) {
    if (text.length() > 3 && text.startsWith("^^")) {
      return split(text.substring(3), text.charAt(2), 1000);
    }
    return split(text, delimiter, 1000);
  }

  private static int end(String text, int from, char delimiter) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
      } else if (c == '\'' && (quoted || text.indexOf('\'', i + 1) > 0)) {
        quoted = !quoted;
      } else if (c == delimiter && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  private static String clean(String word) {
    StringBuilder out = new StringBuilder(word.length());
    boolean quoted = false;
    String text = word.strip();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(i + 1);
        switch (next) {
          case '\'', '"', '\\' -> out.append(next);
          case 'n' -> out.append('\n');
          case 'r' -> out.append('\r');
          case 't' -> out.append('\t');
          case 's' -> out.append(' ');
          default -> out.append(c).append(next);
        }
        i++;
      } else if (c == '\'' && (quoted || text.indexOf('\'', i + 1) > 0)) {
        quoted = !quoted;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
