package org.confab.plivo;

import java.util.Optional;

/**
 * {@code <Speak>} (docs.plivo.com/docs/voice/xml/speak).
 *
 * @param text   what to say, not empty: the text of the element and, for SSML, of all that is in it
 * @param voice  as written: {@code WOMAN}, {@code MAN}, {@code Polly.Joanna}; none: the default
 * @param language as written, {@code en-US}; none: the default
 * @param loop   how often; 0: for ever
 */
public record SpeakElement(int line, String text, Optional<String> voice, Optional<String> language, int loop) implements SoundElement {

  static Element read(Attributes a) {
    int loop = a.integer("loop", 1, 0);
    Optional<String> voice = a.text("voice");
    Optional<String> language = a.text("language");
    String text = a.spoken();
    return text.isEmpty() ? a.invalid("there is nothing to say: it is the element's text") : new SpeakElement(a.line(), text, voice, language, loop);
  }
}
