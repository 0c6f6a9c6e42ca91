package org.confab.plivo;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of SSML, which {@code <Speak>} may hold (docs.plivo.com/docs/voice/concepts/ssml; W3C Speech Synthesis Markup Language 1.1): what is
 * said of how they should sound is left out.
 */
final class Ssml {

  /** At which a sentence or a word ends: without a space their words would run together. */
  private static final Set<String> APART = Set.of("break", "p", "s", "speak");
  /** Within a sentence, or even a word. */
  private static final Set<String> WITHIN = Set.of("cont", "emphasis", "lang", "mark", "phoneme", "prosody", "say-as", "sub", "voice", "w",
      "amazon:auto-breaths", "amazon:breath", "amazon:domain", "amazon:effect");
  /** Their text is not for the ear. */
  private static final Set<String> SILENT = Set.of("audio", "desc", "lexicon", "lookup", "meta", "metadata");

  private Ssml() {
  }

  static String text(RawElement speak, Warnings warnings) {
    StringBuilder text = new StringBuilder();
    append(speak, warnings, text);
    return XmlSpace.collapse(text.toString());
  }

  private static void append(RawElement element, Warnings warnings, StringBuilder text) {
    List<String> around = element.textAroundChildren();
    for (int i = 0; i < element.children().size(); i++) {
      text.append(around.get(i));
      child(element.children().get(i), warnings, text);
    }
    text.append(around.get(around.size() - 1));
  }

  private static void child(RawElement child, Warnings warnings, StringBuilder text) {
    String name = child.name().toLowerCase(Locale.ROOT);
    if (SILENT.contains(name)) {
      warnings.add(child.line(), "<" + name + "> inside <Speak> is not heard");
      return;
    }
    if (!APART.contains(name) && !WITHIN.contains(name)) {
      warnings.add(child.line(), "<" + Printable.of(child.name()) + "> inside <Speak> is not SSML; its text is spoken");
    }
    String space = WITHIN.contains(name) ? "" : " ";
    text.append(space);
    String alias = name.equals("sub") ? child.attributes().getOrDefault("alias", "") : "";
    if (alias.isEmpty()) {
      append(child, warnings, text);
    } else {
      text.append(alias);
    }
    text.append(space);
  }
}
