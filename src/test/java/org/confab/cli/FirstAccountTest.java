package org.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.confab.config.Account;
import org.confab.config.Accounts;
import org.confab.config.Settings;
import org.confab.terminal.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstAccountTest {

  @TempDir
  private Path folder;

  private final Terminal terminal = new Terminal(System.out, System.err, false, false, 80);

  private Settings settings(String yaml) throws IOException {
    return SettingsFile.load(terminal, java.util.Optional.of(Files.writeString(folder.resolve("confab.yaml"), yaml)), Map.of());
  }

  @Test
  void accountThatAStartHasMadeIsUsedWhereTheSettingsNameNone() throws IOException {
    Settings settings = settings("answer: { url: \"http://127.0.0.1/answer\" }\n");
    Path file = folder.resolve("account.yaml");
    Account made = Accounts.of(settings, file).get(0);
    assertThat(FirstAccount.of(settings, file)).hasValueSatisfying(account -> assertThat(account.authId()).isEqualTo(made.authId()));
  }

  @Test
  void noAccountIsMadeWhereThereIsNone() throws IOException {
    Path file = folder.resolve("account.yaml");
    assertThat(FirstAccount.of(settings("answer: { url: \"http://127.0.0.1/answer\" }\n"), file)).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void accountOfTheSettingsComesFirst() throws IOException {
    Path file = folder.resolve("account.yaml");
    Accounts.of(settings("answer: { url: \"http://127.0.0.1/answer\" }\n"), file);
    Settings settings = settings("accounts: [ { authId: MA000000000000000000, authToken: secret-token } ]\n");
    assertThat(FirstAccount.of(settings, file)).hasValueSatisfying(account -> assertThat(account.authId()).isEqualTo("MA000000000000000000"));
  }

  @Test
  void fileThatIsBrokenIsSaid() throws IOException {
    Settings settings = settings("answer: { url: \"http://127.0.0.1/answer\" }\n");
    Path file = Files.writeString(folder.resolve("account.yaml"), "accounts: [ {");
    assertThatThrownBy(() -> FirstAccount.of(settings, file)).isInstanceOf(Failure.class).hasMessageContaining("account.yaml");
  }
}
