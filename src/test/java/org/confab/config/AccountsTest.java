package org.confab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {

  private final Settings none = ((Loading.Loaded) Settings.load(Optional.empty(), Map.of())).settings();

  @TempDir
  Path directory;

  @Test
  void accountThatIsMadeIsReadByItsOwnerOnlyAndReadAgainAtTheNextStart() throws IOException {
    Path file = directory.resolve("account.yaml");
    List<Account> made = Accounts.of(none, file);
    assertThat(made).singleElement().satisfies(account -> {
      assertThat(account.authId()).matches("MA[A-Z0-9]{18}");
      assertThat(account.authTokens()).singleElement().satisfies(token -> assertThat(token.reveal()).matches("[A-Za-z0-9]{40}"));
    });
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(Accounts.of(none, file)).isEqualTo(made);
    assertThat(Accounts.of(none, directory.resolve("other.yaml"))).isNotEqualTo(made);
  }

  @Test
  void accountsOfTheSettingsNeedNoFile() throws IOException {
    Settings settings = ((Loading.Loaded) Settings.load(Optional.empty(),
        Map.of("CONFAB_ACCOUNTS_0_AUTH_ID", "MAAAAAAAAAAAAAAAAAA1", "CONFAB_ACCOUNTS_0_AUTH_TOKEN", "x"))).settings();
    assertThat(Accounts.of(settings, directory.resolve("account.yaml"))).isEqualTo(settings.accounts());
    assertThat(directory.resolve("account.yaml")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "accounts: []", "accounts: [ { authId: MA1, authToken: geheim } ]", "freeswitch: {}", "accounts: [ {"})
  void fileThatHoldsNoAccountIsLeftAloneAndToldOf(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("account.yaml"), text);
    assertThatThrownBy(() -> Accounts.of(none, file)).isInstanceOf(IOException.class).hasMessageContaining("account.yaml")
        .hasMessageNotContaining("geheim");
    assertThat(file).hasContent(text);
  }

  @Test
  void directoryThatCannotBeWrittenIsAnError() {
    assertThatThrownBy(() -> Accounts.of(none, directory.resolve("none").resolve("account.yaml"))).isInstanceOf(IOException.class)
        .hasMessageContaining("account.yaml").hasMessageContaining("there is no such directory").hasMessageContaining("set accounts");
  }
}
