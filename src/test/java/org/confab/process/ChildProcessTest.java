package org.confab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ChildProcessTest {

  @Test
  void commandSeesTheEnvironmentWithoutOurSettings() throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(Map.of("PATH", "/bin", "CONFAB_ACCOUNTS_0_AUTH_TOKEN", "geheim", "confab_x", "y"));
    ChildProcess.withoutSettings(environment);
    assertThat(environment).isEqualTo(Map.of("PATH", "/bin"));
    ProcessBuilder builder = new ProcessBuilder("/usr/bin/env");
    builder.environment().put("CONFAB_FREESWITCH_PASSWORD", "geheim");
    builder.environment().put("OTHER", "there");
    try (ChildProcess child = ChildProcess.start(builder)) {
      String seen = new String(child.process().getInputStream().readAllBytes());
      assertThat(seen).contains("OTHER=there").doesNotContain("geheim");
      child.process().waitFor();
    }
  }

  @Test
  void closingKillsTheCommandAndWhatItStarted() throws IOException, InterruptedException, ExecutionException, TimeoutException {
    ChildProcess child = ChildProcess.start(new ProcessBuilder("/bin/sh", "-c", "sleep 600 & echo started; wait"));
    byte[] started = child.process().getInputStream().readNBytes("started".length());
    assertThat(new String(started)).isEqualTo("started");
    List<ProcessHandle> children = child.process().descendants().toList();
    assertThat(children).hasSize(1);
    child.close();
    assertThat(child.process().onExit().get(60, TimeUnit.SECONDS).exitValue()).isNotZero();
    children.get(0).onExit().get(60, TimeUnit.SECONDS);
    assertThat(children.get(0).isAlive()).isFalse();
  }
}
