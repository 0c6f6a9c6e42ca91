package org.confab.store;

/**
 * The file is none that Confab may use, and an operator has to decide what to do about it; the message says what is wrong and what to do.
 */
public final class StoreRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  StoreRefused(String message) {
    super(message, null, false, false);
  }
}
