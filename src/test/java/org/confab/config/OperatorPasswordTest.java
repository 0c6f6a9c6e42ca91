package org.confab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorPasswordTest {

  private final Settings none = settings(Map.of());

  @TempDir
  Path directory;

  private static Settings settings(Map<String, String> environment) {
    return ((Loading.Loaded) Settings.load(Optional.empty(), environment)).settings();
  }

  @Test
  void passwordThatIsMadeIsReadByItsOwnerOnlyAndReadAgainAtTheNextStart() throws IOException {
    Path file = directory.resolve("operator.yaml");
    Secret made = OperatorPassword.of(none, file);
    assertThat(made.reveal()).matches("[A-Za-z0-9]{24}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(OperatorPassword.of(none, file)).isEqualTo(made);
    assertThat(OperatorPassword.of(none, directory.resolve("other.yaml"))).isNotEqualTo(made);
  }

  @Test
  void passwordOfTheSettingsNeedsNoFile() throws IOException {
    Path file = directory.resolve("operator.yaml");
    assertThat(OperatorPassword.of(settings(Map.of("CONFAB_OPERATOR_PASSWORD", "long enough")), file).reveal()).isEqualTo("long enough");
    assertThat(file).doesNotExist();
  }

  @Test
  void passwordThatIsTooShortIsAProblemWhichDoesNotRepeatIt() {
    Loading loading = Settings.load(Optional.empty(), Map.of("CONFAB_OPERATOR_PASSWORD", "geheim"));
    assertThat(((Loading.Rejected) loading).problems()).singleElement().asString().contains("operator.password", "at least 8").doesNotContain("geheim");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "operator: {}", "operator: { password: geheim }", "operator: geheimnis", "password: geheimnis", "operator: {"})
  void fileThatHoldsNoPasswordIsLeftAloneAndToldOf(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("operator.yaml"), text);
    assertThatThrownBy(() -> OperatorPassword.of(none, file)).isInstanceOf(IOException.class).hasMessageContaining("operator.yaml")
        .hasMessageNotContaining("geheim");
    assertThat(file).hasContent(text);
  }

  @Test
  void directoryThatCannotBeWrittenIsAnError() {
    assertThatThrownBy(() -> OperatorPassword.of(none, directory.resolve("none").resolve("operator.yaml"))).isInstanceOf(IOException.class)
        .hasMessageContaining("there is no such directory").hasMessageContaining("set operator.password");
  }
}
