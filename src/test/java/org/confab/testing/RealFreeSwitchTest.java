package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The harness itself: what it says of a call is what FreeSWITCH did. */
@OnRealFreeSwitch
class RealFreeSwitchTest {

  private final RealFreeSwitch box;

  RealFreeSwitchTest(RealFreeSwitch box) {
    this.box = box;
  }

  @AfterEach
  void everybodyHangsUp() {
    box.hangUpAll();
  }

  @Test
  void aCallOfTheShippedDialplanWaitsUnansweredInPark() {
    Caller caller = box.call("491701");
    caller.awaitParked();
    assertThat(caller.isAnswered()).isFalse();
    assertThat(caller.isUp()).isTrue();
    assertThat(variable(caller, "confab_answer_url")).isEqualTo("default");
    assertThat(variable(caller, "confab_fallback")).isEqualTo("confab_fallback XML public");
    assertThat(variable(caller, "last_sched_id")).matches("\\d+");
  }

  @Test
  void aTestsChannelVariablesAreOnTheCallAndOnNobodyElses() {
    RealCaller caller = box.call("491702", Map.of("confab_answer_url", "http://127.0.0.1:1/a?b=c&d=%20e", "confab_param_Name", "Zoë, (Ümit) & co"));
    caller.awaitParked();
    assertThat(variable(caller, "confab_answer_url")).isEqualTo("http://127.0.0.1:1/a?b=c&d=%20e");
    assertThat(variable(caller, "confab_param_Name")).isEqualTo("Zoë, (Ümit) & co");
    assertThat(box.fsCli("uuid_getvar " + caller.leg() + " confab_answer_url")).isEqualTo("_undef_");
  }

  @Test
  void aCallerWhoHangsUpAtOnceIsGone() {
    Caller caller = box.call("491703");
    caller.hangUp();
    assertThat(caller.awaitHangUp()).isIn("ORIGINATOR_CANCEL", "NORMAL_CLEARING");
    assertThat(caller.isUp()).isFalse();
  }

  @Test
  void theCallerHearsWhyTheBoxHungUp() {
    Caller caller = box.call("491704");
    caller.awaitParked();
    box.fsCli("uuid_kill " + caller.callUuid() + " USER_BUSY");
    assertThat(caller.awaitHangUp()).isEqualTo("USER_BUSY");
  }

  @Test
  void aConferenceAndTheWayOutAreSeenAsPositions() {
    Caller caller = box.call("491705");
    String uuid = caller.callUuid();
    caller.awaitParked();
    box.fsCli("uuid_transfer " + uuid + " answer,conference:confab-test@confab inline");
    caller.awaitConference();
    caller.awaitAnswered();
    assertThat(caller.position()).isEqualTo("conference confab-test");
    assertThat(box.fsCli("conference confab-test get rate")).isEqualTo("16000");
    box.fsCli("uuid_transfer " + uuid + " confab_fallback XML public");
    caller.awaitFallback(Caller.PATIENCE);
    assertThat(caller.reachedFallback()).isTrue();
    assertThat(caller.awaitHangUp()).isEqualTo("NORMAL_TEMPORARY_FAILURE");
    assertThat(caller.positions()).containsSubsequence("parked", "conference confab-test", "dialplan confab_fallback public");
  }

  @Test
  void aCallThatNobodyTakesReachesTheFallbackAfterThirtySeconds() {
    Caller caller = box.call("491706");
    long called = System.nanoTime();
    caller.awaitFallback(Caller.PATIENCE);
    assertThat(Duration.ofNanos(System.nanoTime() - called)).isBetween(Duration.ofSeconds(28), Caller.PATIENCE);
  }

  @Test
  void keysAndHoldReachTheBox() throws Exception {
    List<String> keys = new CopyOnWriteArrayList<>();
    CountDownLatch held = new CountDownLatch(2);
    CountDownLatch pressed = new CountDownLatch(4);
    Caller caller = box.call("491707");
    String uuid = caller.callUuid();
    caller.awaitParked();
    try (EventSocket watch = EventSocket.connect(box.host(), box.eventSocketPort(), box.password(), event -> {
      switch (event.get("Event-Name")) {
        case "DTMF" -> {
          keys.add(event.get("DTMF-Digit"));
          pressed.countDown();
        }
        default -> held.countDown();
      }
    })) {
      watch.command("filter Unique-ID " + uuid);
      watch.command("event plain DTMF CHANNEL_HOLD CHANNEL_UNHOLD");
      box.fsCli("uuid_transfer " + uuid + " answer,park inline");
      caller.awaitAnswered();
      caller.press("1*#0");
      assertThat(pressed.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(keys).containsExactly("1", "*", "#", "0");
      caller.hold();
      caller.unhold();
      assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anotherConferenceOfTheBoxIsNoneOfOurs() {
    Caller caller = box.callOtherConference("491708", 1);
    caller.awaitConference();
    assertThat(caller.position()).isEqualTo("conference other-1");
    assertThat(variable(caller, "confab_answer_url")).isEqualTo("_undef_");
  }

  @Test
  void aWaitThatIsInVainTellsWhatWasSeen() {
    Caller caller = box.call("491709");
    caller.awaitParked();
    assertThatThrownBy(() -> caller.awaitAnswered(Duration.ofMillis(50))).isInstanceOf(AssertionError.class)
        .hasMessageContaining("491709").hasMessageContaining("parked").hasMessageContaining("never answered");
  }

  private String variable(Caller caller, String name) {
    return box.fsCli("uuid_getvar " + caller.callUuid() + " " + name);
  }
}
