package org.confab.scenario;

import org.confab.config.Settings;
import org.confab.testing.BySocket;
import org.confab.testing.Switch;

/** The same, with calls that are handed over by {@code socket}: nothing is otherwise. */
class PageExampleBySocketScenarios extends PageExampleScenarios {

  PageExampleBySocketScenarios(Switch box) {
    super(BySocket.of(box, 1));
  }

  @Override
  Settings settings() {
    return super.settings().withOutbound(((BySocket) box).outbound(0));
  }
}
