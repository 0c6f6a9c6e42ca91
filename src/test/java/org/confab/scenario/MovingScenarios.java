package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.Map;
import org.confab.testing.Caller;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.SimulatorSwitch;
import org.confab.testing.Switch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dialplans that were written for plivoframework or Eqivo, and transfer to the shipped one: their variables are what they were. */
class MovingScenarios extends Scenario {

  MovingScenarios(Switch box) {
    super(box);
  }

  @BeforeEach
  void onlyWithAnXmlDialplan() {
    assumeFalse(box instanceof SimulatorSwitch, "the simulator has no XML dialplan");
    application.on("/theirs", request -> response(conference("theirs")));
  }

  @Test
  void plivoframeworksVariablesAreAnswerUrlHangupUrlAndTo() {
    Caller anna = box.call("1", Map.of(Switch.TRANSFERRED, "true", "plivo_answer_url", application.url("/theirs?line=2"),
        "plivo_hangup_url", application.url("/over"), "plivo_destination_number", "+4930123456"));
    entered(anna);
    ReceivedRequest asked = application.awaitRequest("/theirs");
    assertThat(asked.parameter("To")).isEqualTo("4930123456");
    assertThat(asked.parameter("line")).isEqualTo("2");
    anna.hangUp();
    assertThat(application.awaitRequest("/over").parameter("CallUUID")).isEqualTo(anna.callUuid());
    assertThat(application.requests("/answer")).isEmpty();
  }

  @Test
  void eqivosVariablesAreAnswerUrlItsMethodHangupUrlAndTo() {
    Caller anna = box.call("1", Map.of(Switch.TRANSFERRED, "true", "eqivo_answer_seq", "GET:" + application.url("/theirs"),
        "eqivo_hangup_attn", "POST:" + application.url("/over"), "eqivo_destination_number", "4930123456"));
    entered(anna);
    ReceivedRequest asked = application.awaitRequest("/theirs");
    assertThat(asked.method()).isEqualTo("GET");
    assertThat(asked.parameter("To")).isEqualTo("4930123456");
    anna.hangUp();
    application.awaitRequest("/over");
  }

  @Test
  void withoutAnyOfThemAllIsAsItWas() {
    answers(conference("plain"));
    Caller anna = box.call("1", Map.of(Switch.TRANSFERRED, "true"));
    entered(anna);
    assertThat(application.awaitRequest("/answer").parameter("To")).isEqualTo("266324");
  }
}
