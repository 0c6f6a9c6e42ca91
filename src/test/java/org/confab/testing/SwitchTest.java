package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    caller.awaitParked();
    assertThat(caller.isAnswered()).isFalse();
    caller.hangUp();
    assertThat(caller.awaitHangUp()).isEqualTo("ORIGINATOR_CANCEL");
    assertThat(caller.positions()).contains("parked");
  }

  @Test
  void aCallCarriesTheVariablesOfTheDialplanFileAndOfTheTest() throws IOException {
    Caller caller = box.call("491712", Map.of("confab_account", "MA1"));
    caller.awaitParked();
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
    caller.awaitParked();
    try (EventSocket socket = connect()) {
      socket.api("uuid_transfer " + caller.callUuid() + " confab_fallback XML public");
    }
    caller.awaitFallback(Caller.PATIENCE);
    assertThat(caller.reachedFallback()).isTrue();
  }

  @Test
  void aCallThatJoinsARoomByOneInlineExtensionIsParkedAgainAfterIt() throws Exception {
    Caller caller = box.call("491714");
    caller.awaitParked();
    String room = "confab-switchtest-" + caller.callUuid().substring(0, 8);
    List<String> left = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    try (EventSocket socket = EventSocket.connect(box.host(), box.eventSocketPort(), box.password(), event -> {
      left.add(event.get("Application"));
      if (event.get("Application").equals("execute_extension")) {
        done.countDown();
      }
    })) {
      socket.command("filter Unique-ID " + caller.callUuid());
      socket.command("event plain CHANNEL_EXECUTE_COMPLETE");
      socket.api("uuid_setvar_multi " + caller.callUuid() + " hangup_after_conference=false;conference_controls=none");
      socket.command("sendmsg " + caller.callUuid(), Map.of("call-command", "execute", "execute-app-name", "execute_extension",
          "execute-app-arg", "'m:~:verbose_events:~answer:~conference:" + room + "@confab~sched_transfer:+30 confab_fallback XML public' inline"));
      caller.awaitConference();
      caller.awaitAnswered();
      assertThat(caller.position()).isEqualTo("conference " + room);
      socket.api("conference " + room + " hup all");
      assertThat(done.await(60, TimeUnit.SECONDS)).as("left so far: %s", left).isTrue();
      assertThat(left).containsExactly("verbose_events", "answer", "conference", "sched_transfer", "execute_extension");
      caller.awaitParked();
    }
  }

  private EventSocket connect() throws IOException {
    return EventSocket.connect(box.host(), box.eventSocketPort(), box.password(), event -> { });
  }
}
