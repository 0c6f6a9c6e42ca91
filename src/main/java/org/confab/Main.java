package org.confab;

import org.confab.cli.ConfabCommand;
import org.confab.terminal.Terminal;

/** The command line's entry. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(ConfabCommand.execute(Terminal.ofProcess(System.getenv()), arguments));
  }
}
