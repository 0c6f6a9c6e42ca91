package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.confab.config.Settings;
import org.confab.testing.LogLines;
import org.confab.testing.SimulatorSwitch;
import org.confab.testing.Switch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** FreeSWITCH is asked what it can do in the directories, and operators are told. */
class AccessScenarios extends Scenario {

  private final HttpClient client = HttpClient.newHttpClient();
  private final LogLines log = LogLines.open();
  /** Its own: another test's Confab may have ended in the middle of its asking. */
  private final Path sounds = Path.of("target", "access", UUID.randomUUID().toString());

  AccessScenarios(Switch box) {
    super(box);
  }

  @AfterEach
  void close() {
    log.close();
    if (box instanceof SimulatorSwitch simulator) {
      simulator.simulated().writable(true);
    }
  }

  @Override
  Settings settings() {
    Settings usual = super.settings();
    return new Settings(usual.freeswitch(), usual.answer(), usual.conference(), usual.operator(), usual.accounts(), Settings.Sounds.in(sounds),
        usual.callbacks(), usual.http());
  }

  private Path recordings() {
    return settings().recordings().directory();
  }

  private HttpResponse<String> get(String url) {
    try {
      return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private String ready() {
    return get("http://127.0.0.1:" + confab.operatorPort() + "/health/ready").body();
  }

  private static List<String> inside(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(each -> each.getFileName().toString()).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void freeSwitchIsAskedAtConnectAndNothingOfItIsLeftBehind() {
    Service.until("asked", () -> ready().split("FreeSWITCH can use it", -1).length == 3);
    assertThat(ready()).contains("\"degraded\":false").contains("MB free");
    assertThat(inside(recordings())).noneMatch(name -> name.startsWith("probe-"));
    assertThat(inside(recordings().resolveSibling("cache"))).noneMatch(name -> name.endsWith(".tmp"));
    Service.until("without the call that asked", () -> !fsCli("show channels").contains("null/confab"));
  }

  @Test
  void publicPortServesRecordingsOnly() {
    assertThat(get(confab.publicUrl() + "/recordings/00000000-0000-0000-0000-000000000000.mp3").statusCode()).isEqualTo(404);
    assertThat(get(confab.publicUrl() + "/metrics").statusCode()).isEqualTo(404);
    assertThat(get("http://127.0.0.1:" + confab.operatorPort() + "/metrics").body())
        .contains("confab_recordings_total{outcome=\"failed\"} 0.0")
        .contains("confab_recordings_free_bytes").contains("confab_recordings_size_bytes").contains("confab_recordings_current 0.0");
  }

  @Test
  void directoryThatFreeSwitchMayNotWriteIsToldWithWhatToDoUntilItMay() {
    Assumptions.assumeTrue(box instanceof SimulatorSwitch, "rights do not bind FreeSWITCH where it runs as root");
    SimulatorSwitch simulator = (SimulatorSwitch) box;
    Service.until("asked", () -> ready().contains("FreeSWITCH can use it"));
    simulator.simulated().writable(false);
    simulator.simulated().dropConnections();
    Service.until("degraded", () -> ready().contains("FreeSWITCH cannot write"));
    assertThat(ready()).contains("\"ready\":true").contains("\"degraded\":true");
    assertThat(log.await("of the directory", line -> line.startsWith("ERROR recordings.directory")))
        .contains(recordings().toAbsolutePath().normalize().toString()).contains("chgrp").contains("chmod 2770").contains("SELinux");
    simulator.simulated().writable(true);
    simulator.simulated().dropConnections();
    Service.until("whole again", () -> ready().contains("\"degraded\":false"));
    log.await("that it is mended", line -> line.equals("INFO recordings.directory: FreeSWITCH can use it now."));
  }
}
