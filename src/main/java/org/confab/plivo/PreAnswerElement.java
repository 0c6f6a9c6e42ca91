package org.confab.plivo;

import java.util.List;
import java.util.Set;

/**
 * {@code <PreAnswer>} (docs.plivo.com/docs/voice/xml/preanswer): its elements run before the call is answered.
 *
 * @param elements in the document's order; those that cannot be run are among them, as {@link InvalidElement}
 */
public record PreAnswerElement(int line, List<Element> elements) implements Element {

  /** Plivo's page names Speak, Play and Wait; its SDKs allow GetDigits, Redirect and DTMF besides (and Message, which is not run here). */
  static final Set<String> MAY_HOLD = Set.of("DTMF", "GetDigits", "GetInput", "Play", "Redirect", "Speak", "Wait");

  public PreAnswerElement {
    elements = List.copyOf(elements);
  }

  static PreAnswerElement read(Attributes a) {
    return new PreAnswerElement(a.line(), a.elements(MAY_HOLD));
  }
}
