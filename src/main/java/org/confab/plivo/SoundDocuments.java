package org.confab.plivo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads what an enterSound, exitSound or waitSound URL returned: a {@code <Response>} of Play, Speak and Wait. The bytes may be anything, and
 * are refused for what {@link AnswerDocuments} refuses.
 */
public final class SoundDocuments {

  /** Elements that can be heard; those after them are not read. */
  static final int MOST = 100;

  private SoundDocuments() {
  }

  /**
   * As {@link AnswerDocuments#read}, for a document of sounds: every other element, and every sound that cannot be had as it is written, is left
   * out, with a warning. Never throws.
   */
  public static SoundReading read(byte[] body) {
    Warnings warnings = new Warnings();
    try {
      RawElement root = DocumentParser.parse(body, warnings);
      return new SoundReading.Accepted(sounds(root.children(), warnings), warnings.toList());
    } catch (DocumentText.Unreadable e) {
      return e.refused();
    }
  }

  private static List<SoundElement> sounds(List<RawElement> elements, Warnings warnings) {
    List<SoundElement> sounds = new ArrayList<>();
    for (RawElement element : elements) {
      if (sounds.size() == MOST) {
        warnings.add(element.line(), "there are more than " + MOST + " sounds; from here on they are ignored");
        break;
      }
      Function<Attributes, Element> reader = ElementReaders.SOUNDS.get(element.name());
      if (reader == null) {
        warnings.add(element.line(), "<" + Printable.of(element.name()) + "> has no place in a sound document and is ignored");
        continue;
      }
      Element read = ElementReaders.read(element, reader, warnings);
      if (read instanceof SoundElement sound) {
        sounds.add(sound);
      } else if (read instanceof InvalidElement invalid) {
        warnings.add(invalid.line(), "<" + invalid.name() + "> is skipped: " + invalid.reason());
      }
    }
    return sounds;
  }
}
