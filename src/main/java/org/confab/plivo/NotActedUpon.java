package org.confab.plivo;

import java.util.Map;
import java.util.Optional;

/**
 * Attributes that are read and not yet acted upon, so that whoever sets one is told. The only place that says so: an attribute that comes
 * to work is deleted here.
 */
final class NotActedUpon {

  /** By element and attribute: the value that asks for nothing, and so needs no warning. */
  private static final Map<String, String> VALUES_THAT_ASK_FOR_NOTHING = Map.ofEntries(
      Map.entry("Conference beep", "false"),
      Map.entry("Conference sendDigits", ""),
      Map.entry("Wait beep", "false"),
      Map.entry("Wait minSilence", ""),
      Map.entry("Wait silence", "false"));

  private NotActedUpon() {
  }

  static Optional<String> warning(String element, String attribute, String value) {
    String nothing = VALUES_THAT_ASK_FOR_NOTHING.get(element + " " + attribute);
    return nothing == null || value.isEmpty() || value.equals(nothing)
        ? Optional.empty()
        : Optional.of(attribute + " is read, but not yet acted upon");
  }
}
