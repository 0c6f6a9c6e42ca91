package org.confab.plivo;

import java.util.List;
import java.util.Optional;

/**
 * What {@code <GetDigits>} and {@code <GetInput>} have in common: a prompt, keys, and a request that tells which.
 *
 * @param prompt heard first, ended by the first key
 * @param rules which keys, and for how long
 * @param playBeep after the prompt
 * @param invalidDigitsSound URL of a sound, heard after an invalid entry
 * @param action requested with the keys, if there are any
 * @param redirect true: run the document that action returns; false: ignore it, and go on with the next element
 */
public record KeyInput(List<SoundElement> prompt, KeyRules rules, boolean playBeep, Optional<String> invalidDigitsSound,
    Optional<String> action, HttpMethod method, boolean redirect) {

  static final String EVERY_KEY = "0123456789*#ABCD";

  public KeyInput {
    prompt = List.copyOf(prompt);
  }

  /** One key, as Plivo has it, or several, as its predecessor plivoframework had it; {@code none} and nothing: no key at all. */
  static String finishOnKey(Attributes a) {
    if (a.isEmpty("finishOnKey")) {
      return "";
    }
    return a.parsed("finishOnKey", value -> switch (value) {
      case "none", "None" -> Optional.of("");
      case "any" -> Optional.of(EVERY_KEY);
      default -> keys(value);
    }, "it consists of 0-9, *, # and A-D, or is any or none").orElse("#");
  }

  /** The text if it consists of keys; commas and blanks between them are left out. */
  static Optional<String> keys(String text) {
    String keys = text.replaceAll("[ ,]", "");
    return keys.matches("[0-9*#A-D]+") ? Optional.of(keys) : Optional.empty();
  }

  static Optional<String> action(Attributes a) {
    Optional<String> action = a.url("action");
    if (action.isEmpty()) {
      a.warn("action", "has no action: nobody is told which keys were pressed");
    }
    return action;
  }
}
