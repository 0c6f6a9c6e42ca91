package org.confab.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.confab.yaml.Place;
import org.confab.yaml.Problems;

/** How the log is written. Of the environment alone, since there are lines before the settings are read; logback.xml takes them from there. */
final class LogVariables {

  private static final Map<String, List<String>> WORDS = Map.of("CONFAB_LOG_FORMAT", List.of("text", "json"),
      "CONFAB_LOG_LEVEL", List.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE"));

  private LogVariables() {}

  /** Whether that variable is one of them; a value that none of them has is a problem. */
  static boolean take(String variable, String text, Problems problems) {
    List<String> words = WORDS.getOrDefault(variable, List.of());
    if (!words.isEmpty() && words.stream().noneMatch(text::equalsIgnoreCase)) {
      problems.add(Place.whole(variable), "", "must be one of " + String.join(", ", words).toLowerCase(Locale.ROOT));
    }
    return !words.isEmpty();
  }
}
