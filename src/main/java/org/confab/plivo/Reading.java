package org.confab.plivo;

/** What became of the bytes that an application returned as an answer document. */
public sealed interface Reading permits Reading.Accepted, Reading.Refused {

  /** A document that can be run; what was wrong in it is in its warnings. */
  record Accepted(AnswerDocument document) implements Reading {
  }

  /**
   * Bytes that cannot be run.
   *
   * @param reason what the application has to mend, one sentence, safe for a log line
   * @param line where, counted from 1; 1 where the whole is meant
   * @param column where, counted from 1
   */
  record Refused(String reason, int line, int column) implements Reading, SoundReading {
    @Override
    public String toString() {
      return reason + " (line " + line + ", column " + column + ")";
    }
  }
}
