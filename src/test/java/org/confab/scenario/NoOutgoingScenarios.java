package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.confab.config.Settings;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;

/** Nobody is called unless the operator has said how. */
class NoOutgoingScenarios extends CallScenario {

  NoOutgoingScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings.Outgoing outgoing() {
    return Settings.Outgoing.OFF;
  }

  @Test
  void itIsOffUntilADialStringIsSet() {
    Reply reply = calls("4930201", Map.of());
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("error")).contains("outgoing.dial");
  }
}
