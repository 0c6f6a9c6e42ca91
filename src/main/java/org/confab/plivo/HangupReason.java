package org.confab.plivo;

/** How a call that is not yet answered is refused. */
public enum HangupReason {
  REJECTED, BUSY
}
