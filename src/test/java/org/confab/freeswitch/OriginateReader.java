package org.confab.freeswitch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the arguments of {@code originate} as FreeSWITCH does (switch_utils.c, switch_separate_string; switch_event.c, switch_event_create_brackets;
 * switch_ivr_originate.c), and nothing of ours.
 */
public final class OriginateReader {

  /** What FreeSWITCH would do. */
  public record Read(Map<String, String> variables, List<String> endpoints, String extension, String dialplan) {}

  private OriginateReader() {}

  public static Read read(String arguments) {
    List<String> words = split(arguments, ' ');
    if (words.size() != 3) {
      throw new AssertionError(words.size() + " arguments: " + words);
    }
    String call = words.get(0);
    Map<String, String> variables = new LinkedHashMap<>();
    while (call.startsWith("{") || call.startsWith("<")) {
      char close = call.startsWith("{") ? '}' : '>';
      int depth = 0;
      int end = 0;
      for (; end < call.length(); end++) {
        depth += call.charAt(end) == call.charAt(0) ? 1 : call.charAt(end) == close ? -1 : 0;
        if (depth == 0) {
          break;
        }
      }
      String inside = call.substring(1, end);
      char delimiter = ',';
      if (inside.startsWith("^^")) {
        delimiter = inside.charAt(2);
        inside = inside.substring(3);
      }
      for (String pair : split(inside, delimiter)) {
        List<String> sides = splitAtMost(pair, '=', 2);
        if (sides.size() == 2 && variables.put(sides.get(0), sides.get(1)) != null) {
          throw new AssertionError("twice: " + sides.get(0));
        }
      }
      call = call.substring(end + 1);
    }
    List<String> endpoints = new ArrayList<>();
    for (String enterprise : call.split(":_:")) {
      for (String one : enterprise.split("[|]")) {
        endpoints.addAll(List.of(one.split(",")));
      }
    }
    return new Read(variables, endpoints, words.get(1), words.get(2));
  }

  private static List<String> split(String text, char delimiter) {
    return splitAtMost(text, delimiter, 1000);
  }

  private static List<String> splitAtMost(String text, char delimiter, int most) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        throw new AssertionError("an escape");
      } else if (c == '\'') {
        quoted = !quoted;
      } else if (c == delimiter && !quoted && words.size() < most - 1) {
        if (delimiter != ' ' || word.length() > 0) {
          words.add(word.toString());
        }
        word.setLength(0);
      } else {
        word.append(c);
      }
    }
    if (quoted) {
      throw new AssertionError("a quote that is never closed");
    }
    words.add(word.toString());
    return words;
  }
}
