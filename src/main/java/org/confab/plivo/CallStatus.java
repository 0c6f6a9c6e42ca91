package org.confab.plivo;

/** Where a call is, as {@code CallStatus} says it (docs.plivo.com/docs/voice/xml/request). The last four only of outbound calls. */
public enum CallStatus {
  RINGING("ringing"), IN_PROGRESS("in-progress"), COMPLETED("completed"),
  BUSY("busy"), FAILED("failed"), TIMEOUT("timeout"), NO_ANSWER("no-answer");

  private final String word;

  CallStatus(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
