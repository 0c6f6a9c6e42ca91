package org.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

  /** The port of discard, on which nothing listens that would speak Event Socket. */
  private static final String NOBODY = "freeswitch: { port: 9 }\nanswer: { url: \"http://127.0.0.1:9/answer\" }\nhttp: { port: 9 }\noperator: { port: 9 }\n";

  @TempDir
  private Path directory;
  private final Shell shell = new Shell(false);

  private String config() throws Exception {
    return Files.writeString(directory.resolve("confab.yaml"), NOBODY + "store: { path: \"" + directory.resolve("confab.db") + "\" }\nsounds: { directory: \"" + directory.resolve("sounds")
        + "\", speak: [ \"/nowhere\", \"{file}\" ] }\nrecordings: { directory: \"" + directory.resolve("recordings") + "\" }\n").toString();
  }

  @Test
  void whatIsWrongComesWithWhatMendsItOnALineOfItsOwnAndFails() throws Exception {
    assertThat(shell.confab("doctor", "--config", config())).isEqualTo(ConfabCommand.FAILED);
    assertThat(shell.out().lines()).anySatisfy(line -> assertThat(line).startsWith("✗ event-socket").contains("nothing answers at 127.0.0.1:9"))
        .anySatisfy(line -> assertThat(line).matches(" {26}→ does FreeSWITCH run .*"))
        .anySatisfy(line -> assertThat(line).startsWith("? dialplan").contains("not looked at"))
        .anySatisfy(line -> assertThat(line).startsWith("✗ speak"))
        .anySatisfy(line -> assertThat(line).startsWith("✗ answer-url"));
    assertThat(shell.out().lines().reduce((one, last) -> last).orElseThrow()).matches("3 wrong, \\d+ doubtful, 8 not looked at, \\d+ right\\.");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void jsonSaysTheSame() throws Exception {
    assertThat(shell.confab("doctor", "--json", "--config", config())).isEqualTo(ConfabCommand.FAILED);
    JsonNode report = new ObjectMapper().readTree(shell.out());
    assertThat(report.path("wrong").asInt()).isEqualTo(3);
    assertThat(report.path("unknown").asInt()).isEqualTo(8);
    assertThat(report.path("findings").findValuesAsText("check")).contains("event-socket", "dialplan", "answer-url", "open-files");
    for (JsonNode finding : report.path("findings")) {
      boolean mends = finding.path("standing").asText().equals("wrong") || finding.path("standing").asText().equals("doubtful");
      assertThat(finding.has("remedy")).as("%s", finding).isEqualTo(mends);
    }
  }

  @Test
  void settingsThatAreWrongAreToldBeforeAnythingIsLookedAt() throws Exception {
    Path file = Files.writeString(directory.resolve("confab.yaml"), "freeswitch: { port: none }\n");
    assertThat(shell.confab("doctor", "--config", file.toString())).isEqualTo(ConfabCommand.USAGE);
    assertThat(shell.err()).contains("confab.yaml:1:");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void numberWithoutACallIsRefused() {
    assertThat(shell.confab("doctor", "--number", "1")).isEqualTo(ConfabCommand.USAGE);
    assertThat(shell.err()).contains("--call");
  }
}
