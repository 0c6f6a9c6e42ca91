package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.confab.testing.Caller;
import org.confab.testing.SimulatorSwitch;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class HealthScenarios extends Scenario {

  private final HttpClient client = HttpClient.newHttpClient();

  HealthScenarios(Switch box) {
    super(box);
  }

  private HttpResponse<String> get(String path) {
    try {
      return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + confab.operatorPort() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void readyOnceBothConnectionsAreAuthenticatedAndSubscribed() {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).contains("freeswitch").contains(box.version());
    // ready means that the very next call is heard
    answers(conference("ready"));
    enters("1");
  }

  @Test
  void notReadyWithoutFreeSwitchAndReadyAgainWithIt() {
    Assumptions.assumeTrue(box instanceof SimulatorSwitch, "the connection is cut in the simulator");
    ((SimulatorSwitch) box).simulated().reachable(false);
    Service.until("down", () -> get("/health/ready").statusCode() == 503);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    ((SimulatorSwitch) box).simulated().reachable(true);
    Service.until("up again", () -> get("/health/ready").statusCode() == 200);
    answers(conference("again"));
    enters("1");
  }

  @Test
  void metricsCountCallsAndNameNobody() {
    answers(conference("Secret meeting"));
    Caller anna = enters("4915100001");
    String metrics = get("/metrics").body();
    assertThat(metrics).contains("confab_calls_total 1.0").contains("confab_members_current 1.0");
    assertThat(metrics).doesNotContain("Secret").doesNotContain("4915100001").doesNotContain(anna.callUuid());
  }
}
