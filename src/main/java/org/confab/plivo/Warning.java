package org.confab.plivo;

import java.util.Optional;

/**
 * Something in a document that was read differently from how it was written.
 *
 * @param line where, counted from 1
 * @param text one sentence, safe for a log line: what the application wrote is escaped and shortened
 * @param element what it is about, safe for a log line; none where it is about the document, or not only about one element
 * @param attribute of that element, safe for a log line
 */
public record Warning(int line, String text, Optional<String> element, Optional<String> attribute) {

  public Warning(int line, String text) {
    this(line, text, Optional.empty(), Optional.empty());
  }

  @Override
  public String toString() {
    return "line " + line + ": " + text;
  }
}
