package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What both switches must have in common before any scenario can say something about Confab. */
@OnEverySwitch
class SwitchTest {

  private final Switch box;

  SwitchTest(Switch box) {
    this.box = box;
  }

  @AfterEach
  void everybodyHangsUp() {
    box.hangUpAll();
  }

  @Test
  void aCallWaitsUnansweredInParkAndEndsWhenTheCallerHangsUp() {
    Caller caller = box.call("491711");
    awaitParked(caller);
    assertThat(caller.isAnswered()).isFalse();
    caller.hangUp();
    assertThat(caller.awaitHangUp()).isEqualTo("ORIGINATOR_CANCEL");
    assertThat(caller.positions()).contains("parked");
  }

  @Test
  void aCallCarriesTheVariablesOfTheDialplanFileAndOfTheTest() throws IOException {
    Caller caller = box.call("491712", Map.of("confab_account", "MA1"));
    awaitParked(caller);
    try (EventSocket socket = connect()) {
      assertThat(socket.api("uuid_getvar " + caller.callUuid() + " confab_answer_url")).isEqualTo("default");
      assertThat(socket.api("uuid_getvar " + caller.callUuid() + " confab_fallback")).isEqualTo("confab_fallback XML public");
      assertThat(socket.api("uuid_getvar " + caller.callUuid() + " confab_account")).isEqualTo("MA1");
      assertThat(socket.api("uuid_getvar " + caller.callUuid() + " last_sched_id")).matches("\\d+");
    }
  }

  @Test
  void aCallThatIsTransferredToItsFallbackLeavesPark() throws IOException {
    Caller caller = box.call("491713");
    awaitParked(caller);
    try (EventSocket socket = connect()) {
      socket.api("uuid_transfer " + caller.callUuid() + " confab_fallback XML public");
    }
    caller.awaitFallback(Caller.PATIENCE);
    caller.awaitAnswered();
    assertThat(caller.reachedFallback()).isTrue();
  }

  private EventSocket connect() throws IOException {
    return EventSocket.connect(box.host(), box.eventSocketPort(), box.password(), event -> { });
  }

  private static void awaitParked(Caller caller) {
    caller.awaitPosition("parked", "parked"::equals, Caller.PATIENCE);
  }
}
