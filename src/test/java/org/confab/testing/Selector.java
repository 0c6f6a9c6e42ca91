package org.confab.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric that an expression of Prometheus asks for, with what it wants of its labels.
 *
 * @param matchers as they stand there, {@code outcome=~"dead|dropped"}
 */
public record Selector(String metric, List<String> matchers) {

  private static final Pattern GROUPING = Pattern.compile("\\b(by|on|without|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern NAME = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\s*\\(|\\{[^}]*})?");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|!~|!=|=)\"([^\"]*)\"");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "group_left", "group_right");
  private static final Pattern NUMBER = Pattern.compile("\\b[0-9][0-9.e]*(ms|[smhdwy])?\\b");

  /** All of an expression. */
  public static List<Selector> of(String expression) {
    List<Selector> found = new ArrayList<>();
    // in what is left, letters outside braces are metrics, functions or words
    String plain = NUMBER.matcher(GROUPING.matcher(expression.replaceAll("\\[[^]]*]", "")).replaceAll(" ")).replaceAll(" ");
    Matcher name = NAME.matcher(plain);
    while (name.find()) {
      String rest = name.group(2) == null ? "" : name.group(2);
      if (rest.endsWith("(") || WORDS.contains(name.group(1))) {
        continue;
      }
      List<String> matchers = new ArrayList<>();
      Matcher matcher = MATCHER.matcher(rest);
      while (matcher.find()) {
        matchers.add(matcher.group());
      }
      found.add(new Selector(name.group(1), matchers));
    }
    return found;
  }

  /** Whether a scrape has a series that it asks for; {@code job} and {@code instance} are Prometheus' to add. */
  public boolean isIn(String scrape) {
    return scrape.lines().filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{")).map(Selector::labels)
        .anyMatch(labels -> matchers.stream().allMatch(each -> wants(each, labels)));
  }

  private static boolean wants(String text, Map<String, String> labels) {
    Matcher matcher = MATCHER.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    if (matcher.group(1).equals("instance") || matcher.group(1).equals("job")) {
      return true;
    }
    String value = labels.getOrDefault(matcher.group(1), "");
    return switch (matcher.group(2)) {
      case "=" -> value.equals(matcher.group(3));
      case "=~" -> value.matches(matcher.group(3));
      case "!=" -> labels.containsKey(matcher.group(1)) && !value.equals(matcher.group(3));
      default -> labels.containsKey(matcher.group(1)) && !value.matches(matcher.group(3));
    };
  }

  /** Of a series as it stands in a scrape. */
  public static Map<String, String> labels(String series) {
    Map<String, String> labels = new HashMap<>();
    Matcher label = MATCHER.matcher(series);
    while (label.find()) {
      labels.put(label.group(1), label.group(3));
    }
    return labels;
  }

  /** One for each alternative of a pattern, so that a word that no series has is found. */
  public List<Selector> alternatives() {
    List<Selector> all = new ArrayList<>(List.of(this));
    for (String matcher : matchers) {
      Matcher parts = MATCHER.matcher(matcher);
      if (parts.matches() && parts.group(2).equals("=~") && parts.group(3).matches("[a-z|-]+")) {
        for (String word : parts.group(3).split("\\|")) {
          all.add(new Selector(metric, List.of(parts.group(1) + "=\"" + word + "\"")));
        }
      }
      if (parts.matches() && parts.group(2).equals("!=")) {
        all.add(new Selector(metric, List.of(parts.group(1) + "=\"" + parts.group(3) + "\"")));
      }
    }
    return all;
  }

  @Override
  public String toString() {
    return metric + matchers;
  }
}
