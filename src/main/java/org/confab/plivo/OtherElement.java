package org.confab.plivo;

import java.util.Optional;
import java.util.Set;

/**
 * An element that is not run here.
 *
 * @param name its name in XML; anything the application wrote, so not for a log line as it is ({@link Printable})
 * @param known whether Plivo has it
 */
public record OtherElement(int line, String name, boolean known) implements Element {

  /** Plivo's top-level elements that are not run here (docs.plivo.com/docs/voice/xml). One that comes to be run leaves this list. */
  static final Set<String> PLIVOS = Set.of("Dial", "Message", "MultiPartyCall", "Record", "Stream");

  static OtherElement read(RawElement element, Warnings warnings) {
    boolean known = PLIVOS.contains(element.name());
    String text = known
        ? "<" + element.name() + "> is not run here; what happens instead is set by answer.unsupported"
        : "<" + Printable.of(element.name()) + "> is not an element of Plivo's" + hint(element.name());
    warnings.add(new Warning(element.line(), text, Optional.of(Printable.of(element.name())), Optional.empty()));
    return new OtherElement(element.line(), element.name(), known);
  }

  private static String hint(String name) {
    for (Set<String> names : Set.of(PLIVOS, ElementReaders.names())) {
      for (String candidate : names) {
        if (candidate.equalsIgnoreCase(name)) {
          return "; did you mean <" + candidate + ">?";
        }
      }
    }
    return "";
  }
}
