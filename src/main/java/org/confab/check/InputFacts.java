package org.confab.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.confab.call.Opening;
import org.confab.call.SoundPlan;
import org.confab.plivo.CallParameters;
import org.confab.plivo.Direction;
import org.confab.plivo.InputElement;
import org.confab.plivo.KeyInput;
import org.confab.plivo.KeyRules;

/** What is heard, collected and requested by an element that asks for keys. */
final class InputFacts {

  private InputFacts() {}

  static List<Fact> of(InputElement element, boolean last, Urls urls, Opening opening) {
    KeyInput input = element.input();
    KeyRules rules = input.rules();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("prompt", input.prompt().isEmpty() ? "none"
        : input.prompt().stream().map(sound -> SoundFacts.heard(sound, urls)).collect(Collectors.joining("; then "))));
    facts.add(new Fact("FreeSWITCH", SoundFacts.words(SoundPlan.prompt(opening,
        Optional.of("PROMPT").filter(it -> !input.prompt().isEmpty()), input.playBeep())).replace("PROMPT", "<prompt>")));
    facts.add(new Fact("keys", "at most " + rules.numDigits() + ", valid are " + rules.validDigits()
        + (rules.finishOnKey().isEmpty() ? "; no key ends them" : "; ended by " + rules.finishOnKey())));
    facts.add(new Fact("time", Durations.words(rules.timeout()) + " after the prompt for the first, " + Durations.words(rules.digitTimeout())
        + " for each further one" + rules.limit().map(limit -> ", " + Durations.words(limit) + " in all").orElse("")));
    facts.add(new Fact("tries", rules.retries() + input.invalidDigitsSound()
        .map(url -> "; after invalid keys is heard " + urls.of(element.line(), url)).orElse("")));
    String next = last ? "the end of the document" : "the next element";
    if (input.action().isEmpty()) {
      facts.add(new Fact("then", next));
      return facts;
    }
    facts.add(new Fact("action", "after valid keys: " + input.method() + " " + urls.of(element.line(), input.action().get())));
    CallParameters call = CallParameters.of("call", Direction.INBOUND).callerName("name").authId("id").sessionStart(Instant.EPOCH).build();
    facts.add(new Fact("  with", String.join(", ", element.action(call, "1").keySet())));
    facts.add(new Fact("then", (input.redirect() ? "the document that the action returns; without keys, " + next
        : next + "; what the action returns is ignored (redirect is false)")));
    return facts;
  }
}
