package org.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.confab.clock.VertxClock;
import org.confab.store.Store;
import org.confab.testing.Loop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfabCommandTest {

  private final Shell shell = new Shell(false);

  @TempDir
  private Path folder;

  @Test
  void withoutACommandItSaysWhichThereAre() {
    assertThat(shell.confab()).isEqualTo(2);
    assertThat(shell.err()).contains("run", "demo", "check", "deadletters", "trace", "doctor", "test");
  }

  @Test
  void helpIsAnsweredOnStandardOutput() {
    for (String command : new String[] {"run", "demo", "check", "deadletters", "trace", "doctor", "test"}) {
      assertThat(shell.confab(command, "--help")).isZero();
      assertThat(shell.out()).contains("Usage: confab " + command, "Exit codes:", "0 ", "1 ", "2 ");
    }
    assertThat(shell.confab("--version")).isZero();
    assertThat(shell.out()).startsWith("confab ");
  }

  @Test
  void mistypedArgumentsAreUsageErrors() {
    assertThat(shell.confab("chekc")).isEqualTo(2);
    assertThat(shell.err()).contains("chekc", "did you mean check?").doesNotContain("\tat ");
    assertThat(shell.confab("check")).isEqualTo(2);
    assertThat(shell.confab("check", "--method", "PUT", "x")).isEqualTo(2);
    assertThat(shell.confab("demo", "--port", "x")).isEqualTo(2);
    assertThat(shell.confab("demo", "--port", "70000")).isEqualTo(2);
    assertThat(shell.confab("demo", "--app", "ftp://x")).isEqualTo(2);
    assertThat(shell.err()).contains("--app ftp://x");
    assertThat(shell.confab("demo", "--script", "--app", "http://x/")).isEqualTo(2);
    assertThat(shell.confab("run", "surplus")).isEqualTo(2);
  }

  @Test
  void everythingWrongWithTheSettingsIsSaidAtOnceWithItsPlace() throws IOException {
    Path settings = Files.writeString(folder.resolve("confab.yaml"), "freeswitch:\n  port: many\nanswer:\n  method: PUT\n");
    assertThat(shell.confab("run", "--config", settings.toString())).isEqualTo(2);
    assertThat(shell.err()).contains("confab.yaml:2:", "freeswitch.port", "confab.yaml:4:", "answer.method");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void freeSwitchsWellKnownPasswordIsRefusedForAnotherMachineUnderWhateverName() throws IOException {
    for (String freeswitch : new String[] {"{ host: 192.0.2.1 }", "{ host: fs.example, password: ClueCon }", "{ host: 0.0.0.0 }"}) {
      Path settings = Files.writeString(folder.resolve("confab.yaml"), "freeswitch: " + freeswitch + "\n");
      assertThat(shell.confab("run", "--config", settings.toString())).isEqualTo(2);
      assertThat(shell.err()).contains("freeswitch.password", "well-known default", "event_socket.conf.xml").doesNotContain("ClueCon");
    }
  }

  @Test
  void aSettingsFileThatIsNotThereIsNotIgnored() {
    assertThat(shell.confab("run", "--config", folder.resolve("missing.yaml").toString())).isEqualTo(2);
    assertThat(shell.err()).contains("missing.yaml: there is no such file");
    assertThat(shell.confab("run", "--config", folder.toString())).isEqualTo(2);
    assertThat(shell.err()).contains("is a directory");
  }

  @Test
  void aPortThatIsTakenIsSaidWithTheKeyThatSetsIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path settings = Files.writeString(folder.resolve("confab.yaml"), "operator: { port: " + taken.getLocalPort() + ", password: a-password }\n"
          + "store: { path: " + folder.resolve("confab.db") + " }\n"
          + "accounts: [ { authId: MAAAAAAAAAAAAAAAAAAA, authToken: a-token-of-some-length } ]\n");
      assertThat(shell.confab("run", "--config", settings.toString())).isEqualTo(1);
      assertThat(shell.err()).contains("127.0.0.1:" + taken.getLocalPort() + " (operator.bind, operator.port) cannot be used: Address already in use")
          .doesNotContain("\tat ", "…");
    }
  }

  @Test
  void aStoreThatAnotherConfabUsesIsRefused() throws IOException {
    Path file = folder.resolve("confab.db");
    Path settings = Files.writeString(folder.resolve("confab.yaml"), "store: { path: " + file + " }\noperator: { password: a-password }\n"
        + "accounts: [ { authId: MAAAAAAAAAAAAAAAAAAA, authToken: a-token-of-some-length } ]\n");
    try (Loop loop = new Loop()) {
      Store store = Loop.result(Store.open(loop.context(), new VertxClock(loop.vertx()), Optional.of(file),
          new Store.Options(100, 1 << 20, Duration.ofDays(7))));
      assertThat(shell.confab("run", "--config", settings.toString())).isEqualTo(1);
      assertThat(shell.err()).contains("cannot start: Another Confab", file.toString(), "store.path").doesNotContain("\tat ");
      Loop.result(store.close());
    }
  }

  @Test
  void colourIsUsedWhereItIsWanted() {
    Shell colourful = new Shell(true);
    colourful.confab("check", folder.toString());
    assertThat(colourful.out()).contains("\u001b[1;31m");
    shell.confab("check", folder.toString());
    assertThat(shell.out()).doesNotContain("\u001b");
  }
}
