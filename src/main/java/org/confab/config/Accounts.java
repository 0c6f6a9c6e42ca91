package org.confab.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The account that is made where the settings name none. */
public final class Accounts {

  private Accounts() {}

  /**
   * The accounts of the settings; without any, the one in {@code file}, which is made (mode 0600) if it is not there. Blocking.
   *
   * @throws IOException the file cannot be read or written, or holds no account; the message says what to do
   */
  public static List<Account> of(Settings settings, Path file) throws IOException {
    throw new UnsupportedOperationException("being written");
  }
}
