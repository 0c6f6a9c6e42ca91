package org.confab.plivo;

/**
 * {@code <Play>}.
 *
 * @param source what to play, as written: a URL or whatever else the application put there; not checked but for being one line of text
 * @param loop how often; 0: for ever
 */
public record PlayElement(int line, String source, int loop) implements SoundElement {

  static Element read(Attributes a) {
    int loop = a.integer("loop", 1, 0);
    String source = a.body();
    if (source.isEmpty()) {
      return a.invalid("there is nothing to play: the sound is the element's text");
    }
    if (source.codePoints().anyMatch(Character::isISOControl)) {
      return a.invalid("the name of a sound contains a control character: " + Printable.of(source));
    }
    return new PlayElement(a.line(), source, loop);
  }
}
