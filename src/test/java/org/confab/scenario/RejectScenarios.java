package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;

class RejectScenarios extends Scenario {

  RejectScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = Service.settings(box, application);
    return new Settings(plain.freeswitch(), plain.answer(), new Settings.Conference(2, true), plain.operator(), plain.accounts(), plain.sounds(),
        plain.callbacks(), plain.http());
  }

  @Test
  void aCallerWhomAFullConferenceRefusedIsReportedWhereTheOperatorWantsIt() {
    answers(conference("duo", "maxMembers=\"20\""));
    Caller anna = enters("1");
    Caller ben = enters("2");
    Caller cleo = box.call("3");
    ReceivedRequest reject = application.awaitCallback("/callback", "reject", cleo.callUuid());
    assertThat(reject.parameter("ConferenceName")).isEqualTo("duo");
    assertThat(reject.parameter("ConferenceSize")).isEqualTo("2");
    assertThat(reject.parameter("ConferenceMembers")).isEqualTo(anna.callUuid() + "," + ben.callUuid());
    cleo.awaitHangUp();
    assertThat(callbacksOf(cleo)).containsExactly("reject");
  }
}
