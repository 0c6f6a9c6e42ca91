package org.confab.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.confab.terminal.Terminal;

/** Somebody who types commands and reads what comes. */
final class Shell {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final boolean colour;

  Shell(boolean colour) {
    this.colour = colour;
  }

  /** Executes a command; its exit code. */
  int confab(String... arguments) {
    out.reset();
    err.reset();
    return ConfabCommand.execute(new Terminal(stream(out), stream(err), colour, false, 80), arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
