package org.confab.config;

/** What becomes of a call whose answer document has an element that Plivo has and Confab does not: {@code answer.unsupported}. */
public sealed interface Unsupported {

  /** The element is skipped. */
  record Skip() implements Unsupported {}

  /** The fallback URL is asked. */
  record Fallback() implements Unsupported {}

  /** The call is given back to the dialplan. @param extension letters, digits and {@code _ . + * # -} */
  record Dialplan(String extension) implements Unsupported {}
}
