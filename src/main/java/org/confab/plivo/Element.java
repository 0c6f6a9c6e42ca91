package org.confab.plivo;

/** One instruction of a document. A new one is a record with a {@code read} method, named here and in {@link ElementReaders}. */
public sealed interface Element
    permits ConferenceElement, DTMFElement, HangupElement, InputElement, InvalidElement, OtherElement, PreAnswerElement, RedirectElement,
    SoundElement {

  /** The line of the document in which the element begins, counted from 1. */
  int line();
}
