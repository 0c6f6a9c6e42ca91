package org.confab.plivo;

/** Who called whom, as {@code Direction} says it. */
public enum Direction {
  INBOUND("inbound"), OUTBOUND("outbound");

  private final String word;

  Direction(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
