package org.confab.plivo;

import java.util.List;

/**
 * A document of elements to run from top to bottom, as an answer URL, an action URL or a sound URL returns it.
 *
 * @param elements in the document's order; those that cannot be run are among them, as {@link InvalidElement} or {@link OtherElement}
 * @param warnings in the document's order
 */
public record AnswerDocument(List<Element> elements, List<Warning> warnings) {
  public AnswerDocument {
    elements = List.copyOf(elements);
    warnings = List.copyOf(warnings);
  }
}
