package org.confab.plivo;

/**
 * Something in a document that was read differently from how it was written.
 *
 * @param line where, counted from 1
 * @param text one sentence, safe for a log line: what the application wrote is escaped and shortened
 */
public record Warning(int line, String text) {
  @Override
  public String toString() {
    return "line " + line + ": " + text;
  }
}
