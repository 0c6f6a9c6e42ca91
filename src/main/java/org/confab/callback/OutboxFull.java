package org.confab.callback;

/** The outbox has no room for another callback. */
public final class OutboxFull extends RuntimeException {

  OutboxFull(int capacity) {
    super("The outbox is full: " + capacity + " callbacks wait to be delivered. Applications do not take them; the log says which.",
        null, false, false);
  }
}
