package org.confab.plivo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code <GetInput>} (docs.plivo.com/docs/voice/xml/getinput: attributes, defaults and ranges; nothing said or pressed: the next element, action
 * is not requested), by keys alone: speech is not understood here. Plivo does not say how long {@code digitEndTimeout="auto"} is; here it is what
 * GetDigits has by default. {@code log} has no effect: keys are never logged.
 */
public record GetInputElement(int line, KeyInput input) implements InputElement {

  private static final int MOST_DIGITS = 32;
  private static final Duration AUTO = Duration.ofSeconds(2);
  /** Whose values are not read, since nothing is made of them. */
  static final List<String> SPEECH = List.of("speechEndTimeout", "speechModel", "hints", "language", "interimSpeechResultsCallback",
      "interimSpeechResultsCallbackMethod", "profanityFilter");

  static GetInputElement read(Attributes a) {
    Duration limit = Duration.ofSeconds(a.integer("executionTimeout", 15, 5, 60));
    Duration digitEnd = a.text("digitEndTimeout").filter("auto"::equals).map(auto -> AUTO)
        .orElseGet(() -> Duration.ofSeconds(a.integer("digitEndTimeout", (int) AUTO.toSeconds(), 2, 10)));
    KeyRules rules = new KeyRules(a.integer("numDigits", MOST_DIGITS, 1, MOST_DIGITS), KeyInput.finishOnKey(a), KeyInput.EVERY_KEY, limit,
        digitEnd, Optional.of(limit), 1);
    a.flag("log", true);
    speech(a);
    return new GetInputElement(a.line(), new KeyInput(a.sounds(), rules, false, Optional.empty(), KeyInput.action(a), a.method("method"),
        a.flag("redirect", true)));
  }

  private static void speech(Attributes a) {
    boolean asked = a.oneOf("inputType", Map.of("dtmf", false, "speech", true, "dtmf speech", true, "speech dtmf", true)).orElse(false);
    List<String> ignored = SPEECH.stream().filter(name -> a.text(name).isPresent()).toList();
    if (asked) {
      a.warn("inputType", "asks for speech, which is not understood here: only keys are" + (ignored.isEmpty() ? "" : "; " + String.join(", ", ignored)
          + (ignored.size() == 1 ? " has" : " have") + " no effect"));
    } else if (!ignored.isEmpty()) {
      a.warn(ignored.get(0), String.join(", ", ignored) + (ignored.size() == 1 ? " has" : " have") + " no effect: speech is not understood here");
    }
  }

  /** {@code Speech} is there, and empty, as for every input by keys. */
  @Override
  public Map<String, String> action(CallParameters call, String digits) {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("InputType", "dtmf");
    own.put("Digits", digits);
    own.put("Speech", "");
    return call.toMap("", own);
  }
}
