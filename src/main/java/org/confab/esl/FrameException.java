package org.confab.esl;

/** Bytes that are no Event Socket frame, or one beyond the bounds. The connection that sent them cannot be read any further. */
public final class FrameException extends EslException {

  FrameException(String what) {
    super("FreeSWITCH's Event Socket sent " + what);
  }
}
