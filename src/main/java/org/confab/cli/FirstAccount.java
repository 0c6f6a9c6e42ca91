package org.confab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.confab.config.Account;
import org.confab.config.Accounts;
import org.confab.config.Settings;

/** The account with which the service that is started here signs, for commands that ask the application as it does. */
final class FirstAccount {

  /** What a start makes where the settings name no account; below the directory of the start. */
  static final Path FILE = Path.of("account.yaml");

  private FirstAccount() {}

  /**
   * The first, as at a start; none is made here, where another user may be at work than the one who runs Confab. A file that cannot be used is a {@link Failure}.
   *
   * @param file that of {@link #FILE}
   */
  static Optional<Account> of(Settings settings, Path file) {
    if (settings.accounts().isEmpty() && !Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      return Accounts.of(settings, file).stream().findFirst();
    } catch (IOException unusable) {
      throw new Failure(ConfabCommand.USAGE, unusable.getMessage());
    }
  }
}
