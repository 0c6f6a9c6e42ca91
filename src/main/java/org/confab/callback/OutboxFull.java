package org.confab.callback;

/** The outbox has no room for another callback. */
public final class OutboxFull extends RuntimeException {

  /** @param message what it holds, and what an operator can do */
  public OutboxFull(String message) {
    super(message, null, false, false);
  }
}
