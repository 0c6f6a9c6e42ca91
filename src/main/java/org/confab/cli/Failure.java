package org.confab.cli;

/** Why a command cannot go on, in words for the person who typed it; no defect of ours. */
final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int exitCode;

  Failure(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
