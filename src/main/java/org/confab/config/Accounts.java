package org.confab.config;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.confab.yaml.Problem;
import org.confab.yaml.Problems;
import org.confab.yaml.Tree;
import org.confab.yaml.YamlTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The account that is made where the settings name none. */
public final class Accounts {

  private static final Logger log = LoggerFactory.getLogger(Accounts.class);
  private static final String CAPITALS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private Accounts() {}

  /**
   * The accounts of the settings; without any, the one in {@code file}, which is made (mode 0600) if it is not there. Blocking.
   *
   * @throws IOException the file cannot be read or written, or holds no account; the message says what to do
   */
  public static List<Account> of(Settings settings, Path file) throws IOException {
    if (!settings.accounts().isEmpty()) {
      return settings.accounts();
    }
    if (Files.exists(file)) {
      return read(file);
    }
    try {
      return make(file);
    } catch (FileSystemException refused) {
      throw new IOException("The settings name no account, and " + file + " with a new one cannot be written in "
          + file.toAbsolutePath().getParent() + " (" + PrivateFile.reason(refused)
          + "). Start Confab in a directory that it may write to, or set accounts", refused);
    }
  }

  private static List<Account> read(Path file) throws IOException {
    Problems problems = new Problems();
    Tree.Section root = YamlTree.read(file, Settings.FILE, problems);
    AccountsReader reader = new AccountsReader(problems);
    root.entries().forEach((key, value) -> {
      if (key.equals(Keys.ACCOUNTS)) {
        reader.file(value);
      } else {
        problems.add(root.keys().get(key), key, "is no key of this file");
      }
    });
    List<Account> accounts = reader.accounts();
    if (problems.any() || accounts.isEmpty()) {
      String what = problems.any()
          ? problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n")) : file + ": holds no account";
      throw new IOException(what + "\nMend it, or delete it: a new account is then made");
    }
    if (PrivateFile.readableByOthers(file)) {
      log.warn("{} holds a token and can be read by others; chmod 600 it", file);
    }
    return accounts;
  }

  private static List<Account> make(Path file) throws IOException {
    Account account = new Account("MA" + PrivateFile.random(CAPITALS_AND_DIGITS, 18), List.of(new Secret(PrivateFile.random(PrivateFile.LETTERS_AND_DIGITS, 40))));
    String yaml = "# Made at the first start, since the settings name no account. Requests to your application are signed with the token.\n"
        + "accounts:\n  - { authId: " + account.authId() + ", authToken: " + account.authTokens().get(0).reveal() + " }\n";
    PrivateFile.write(file, yaml);
    log.info("The settings name no account; {} was made and written to {}", account.authId(), file);
    return List.of(account);
  }
}
