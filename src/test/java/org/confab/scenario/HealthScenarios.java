package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.confab.testing.Caller;
import org.confab.testing.SimulatorSwitch;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class HealthScenarios extends Scenario {

  HealthScenarios(Switch box) {
    super(box);
  }

  @Test
  void readyOnceBothConnectionsAreAuthenticatedAndSubscribed() {
    assertThat(operator().get("/health/live").status()).isEqualTo(200);
    OperatorPort.Answer ready = operator().ready();
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.body()).contains("freeswitch").contains(box.version());
    // ready means that the very next call is heard
    answers(conference("ready"));
    enters("1");
  }

  @Test
  void notReadyWithoutFreeSwitchAndReadyAgainWithIt() {
    Assumptions.assumeTrue(box instanceof SimulatorSwitch, "the connection is cut in the simulator");
    ((SimulatorSwitch) box).simulated().reachable(false);
    Service.until("down", () -> operator().ready().status() == 503);
    assertThat(operator().get("/health/live").status()).isEqualTo(200);
    ((SimulatorSwitch) box).simulated().reachable(true);
    Service.until("up again", () -> operator().ready().status() == 200);
    answers(conference("again"));
    enters("1");
  }

  @Test
  void metricsCountCallsAndNameNobody() {
    answers(conference("Secret meeting"));
    Caller anna = enters("4915100001");
    String metrics = operator().metrics();
    assertThat(metrics).contains("confab_calls_total 1.0").contains("confab_members_current 1.0");
    assertThat(metrics).doesNotContain("Secret").doesNotContain("4915100001").doesNotContain(anna.callUuid());
  }
}
