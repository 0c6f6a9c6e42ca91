package org.confab.plivo;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Which record reads which element. */
final class ElementReaders {

  /** Those that can be heard. */
  static final Map<String, Function<Attributes, Element>> SOUNDS = Map.of(
      "Play", PlayElement::read,
      "Speak", SpeakElement::read,
      "Wait", WaitElement::read);

  private static final Map<String, Function<Attributes, Element>> READERS = new HashMap<>(SOUNDS);

  static {
    READERS.put("Conference", ConferenceElement::read);
    READERS.put("DTMF", DTMFElement::read);
    READERS.put("GetDigits", GetDigitsElement::read);
    READERS.put("GetInput", GetInputElement::read);
    READERS.put("Hangup", HangupElement::read);
    READERS.put("PreAnswer", PreAnswerElement::read);
    READERS.put("Redirect", RedirectElement::read);
  }

  private ElementReaders() {
  }

  static Set<String> names() {
    return Set.copyOf(READERS.keySet());
  }

  static Element read(RawElement element, Warnings warnings) {
    Function<Attributes, Element> reader = READERS.get(element.name());
    if (reader == null) {
      return OtherElement.read(element, warnings);
    }
    return read(element, reader, warnings);
  }

  static Element read(RawElement element, Function<Attributes, Element> reader, Warnings warnings) {
    Attributes attributes = new Attributes(element, warnings);
    Element read = reader.apply(attributes);
    attributes.warnOfTheRest();
    return read;
  }
}
