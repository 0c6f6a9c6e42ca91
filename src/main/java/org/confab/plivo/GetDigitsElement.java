package org.confab.plivo;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * {@code <GetDigits>} (docs.plivo.com/docs/voice/xml/getdigits: attributes, defaults and ranges; nothing pressed: the next element, action is not
 * requested). Wait inside is not on that page, but in Plivo's SDKs. {@code log} has no effect: keys are never logged.
 */
public record GetDigitsElement(int line, KeyInput input) implements InputElement {

  private static final int MOST_DIGITS = 99;

  static GetDigitsElement read(Attributes a) {
    a.alias("digitEndTimeout", "digitTimeout"); // GetInput's name
    KeyRules rules = new KeyRules(
        a.integer("numDigits", MOST_DIGITS, 1, MOST_DIGITS),
        KeyInput.finishOnKey(a),
        a.parsed("validDigits", KeyInput::keys, "it consists of 0-9, *, # and A-D").orElse("1234567890*#"),
        a.seconds("timeout", 5, 1),
        a.seconds("digitTimeout", 2, 1),
        Optional.<Duration>empty(),
        a.integer("retries", 1, 1));
    a.flag("log", true);
    return new GetDigitsElement(a.line(), new KeyInput(a.sounds(), rules, a.flag("playBeep", false), a.url("invalidDigitsSound"),
        KeyInput.action(a), a.method("method"), a.flag("redirect", true)));
  }

  @Override
  public Map<String, String> action(CallParameters call, String digits) {
    return call.toMap("", Map.of("Digits", digits));
  }
}
