package org.confab.scenario;

import org.confab.testing.Caller;
import org.confab.testing.Hearing;
import org.confab.testing.Switch;
import org.confab.testing.Tone;
import org.junit.jupiter.api.Test;

/** SIP hold: whose phone plays music to the room is muted until he is back. */
class HoldScenarios extends Scenario {

  HoldScenarios(Switch box) {
    super(box);
  }

  @Test
  void whoHoldsUsIsNotHeardUntilHeIsBack() {
    answers(conference("hold"));
    Caller anna = enters("4915100001");
    Caller ben = enters("4915100002");
    Hearing heard = ben.listens();
    anna.talks(Tone.VOICE);
    heard.await(Tone.VOICE);
    anna.hold();
    ben.awaitSilence();
    anna.unhold();
    ben.awaitHears(Tone.VOICE);
  }

  @Test
  void whoIsMutedByHisElementStaysSoAfterAHold() {
    answers(java.util.Map.of("4915100001", conference("hold", "muted=\"true\""), "4915100002", conference("hold"), "4915100003", conference("hold")));
    Caller anna = enters("4915100001");
    Caller ben = enters("4915100002");
    anna.talks(Tone.VOICE);
    anna.hold();
    anna.unhold();
    Hearing heard = ben.listens();
    Caller cleo = enters("4915100003");
    cleo.talks(Tone.SECOND_VOICE);
    heard.await(Tone.SECOND_VOICE);
    org.assertj.core.api.Assertions.assertThat(heard.heard(Tone.VOICE)).as(heard::toString).isEmpty();
  }
}
