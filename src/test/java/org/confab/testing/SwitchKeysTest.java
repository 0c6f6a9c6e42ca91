package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What both switches do with keys, breaks, pauses and early media: what collecting keys is built upon. */
@OnEverySwitch
@Timeout(300)
class SwitchKeysTest {

  private final Switch box;
  private final List<String> story = new ArrayList<>();
  private EventSocket socket;
  private Caller caller;

  SwitchKeysTest(Switch box) {
    this.box = box;
  }

  @BeforeEach
  void parked() throws IOException {
    caller = box.call("491721");
    caller.awaitParked();
    socket = EventSocket.connect(box.host(), box.eventSocketPort(), box.password(), event -> {
      synchronized (story) {
        story.add(event.get("Event-Name").equals("DTMF") ? event.get("DTMF-Digit") : event.get("Application") + " is over");
        story.notifyAll();
      }
    });
    socket.command("filter Unique-ID " + caller.callUuid());
    socket.command("event plain CHANNEL_EXECUTE_COMPLETE DTMF");
    socket.api("uuid_setvar " + caller.callUuid() + " playback_terminators none");
  }

  @AfterEach
  void over() throws IOException {
    if (socket != null) {
      socket.close();
    }
    box.hangUpAll();
  }

  private void runs(String steps) {
    socket.command("sendmsg " + caller.callUuid(), Map.of("call-command", "execute", "execute-app-name", "execute_extension",
        "execute-app-arg", "'m:~:" + steps + "' inline"));
  }

  private void breaks() {
    assertThat(socket.api("uuid_break " + caller.callUuid())).isEqualTo("+OK");
  }

  private List<String> await(Predicate<List<String>> wanted) {
    long until = System.nanoTime() + Caller.PATIENCE.toNanos();
    synchronized (story) {
      while (!wanted.test(story)) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("so far: " + story);
        }
        try {
          story.wait(left);
        } catch (InterruptedException interrupted) {
          throw new AssertionError(interrupted);
        }
      }
      return List.copyOf(story);
    }
  }

  private List<String> awaitKeys(String last) {
    return await(all -> all.contains(last));
  }

  private List<String> awaitEnds(int count) {
    return await(all -> all.stream().filter("execute_extension is over"::equals).count() >= count);
  }

  private static String keys(List<String> story) {
    return String.join("", story.stream().filter(each -> each.length() == 1).toList());
  }

  private void answered() {
    runs("answer:");
    awaitEnds(1);
  }

  @Test
  void keysAreReportedOnceAndInOrderWhetherAFilePlaysOrNothingDoes() {
    answered();
    caller.press("1");
    awaitKeys("1");
    runs("playback:silence_stream://600");
    caller.press("23456");
    awaitEnds(2);
    runs("playback:silence_stream://600000");
    caller.press("789*0#");
    assertThat(keys(awaitKeys("#"))).isEqualTo("123456789*0#");
  }

  @Test
  void aBreakEndsAPlaybackAtOnceAndNothingIsLeftOfOneThatCameTooEarly() {
    answered();
    breaks();
    long begun = System.nanoTime();
    runs("playback:silence_stream://700");
    awaitEnds(2);
    assertThat((System.nanoTime() - begun) / 1_000_000).as("the early break did nothing").isGreaterThanOrEqualTo(600);
    runs("playback:file_string://silence_stream://600000!tone_stream://%(300,0,1000)");
    caller.awaitPosition("playing", at -> at.startsWith("playback file_string"), Caller.PATIENCE);
    breaks();
    awaitEnds(3);
  }

  @Test
  void aRepeatedPlaybackKeepsKeysUntilItIsOverAndFlushingDropsThem() {
    answered();
    runs("loop_playback:+2 silence_stream://700");
    caller.awaitNow("looping", "loop_playback"::equals, Caller.PATIENCE);
    caller.press("1");
    List<String> all = awaitKeys("1");
    assertThat(all.indexOf("1")).isGreaterThan(all.indexOf("loop_playback is over"));
    runs("loop_playback:+2 silence_stream://700~flush_dtmf:~sleep:20");
    caller.awaitNow("looping", "loop_playback"::equals, Caller.PATIENCE);
    caller.press("2");
    awaitEnds(3);
    caller.press("3");
    assertThat(keys(awaitKeys("3"))).isEqualTo("13");
  }

  @Test
  void aBreakOfARepeatedPlaybackEndsOneRoundOfIt() {
    answered();
    long begun = System.nanoTime();
    runs("loop_playback:+2 tone_stream://%(6000,0,1100)");
    caller.awaitHears(Tone.PROMPT);
    long broken = System.nanoTime();
    breaks();
    awaitEnds(2);
    long over = System.nanoTime();
    assertThat((over - broken) / 1_000_000).as("the second round was heard").isGreaterThanOrEqualTo(5900);
    assertThat((over - begun) / 1_000_000).as("the first was not heard to its end").isLessThan(11_900);
  }

  @Test
  void aKeyEndsASleepUnlessTheSleepEatsKeys() {
    answered();
    runs("sleep:600000");
    caller.awaitNow("asleep", "sleep"::equals, Caller.PATIENCE);
    caller.press("1");
    List<String> all = awaitKeys("1");
    assertThat(all.indexOf("1")).isGreaterThan(all.indexOf("sleep is over"));
    socket.api("uuid_setvar " + caller.callUuid() + " sleep_eat_digits true");
    runs("sleep:600000");
    caller.awaitNow("asleep", "sleep"::equals, Caller.PATIENCE);
    caller.press("2*");
    assertThat(awaitKeys("*").stream().filter("sleep is over"::equals)).hasSize(1);
    breaks();
    awaitEnds(3);
  }

  @Test
  void keysThatAreSentArriveInOrderAndNobodyWaitsForThem() {
    runs("answer:~send_dtmf:12w3W4#*A~sleep:20");
    awaitEnds(1);
    caller.awaitReceives("1234#*A");
  }

  @Test
  void earlyMediaIsHeardByACallThatIsNotAnswered() {
    runs("pre_answer:~playback:tone_stream://%(1000,0,1100)");
    caller.awaitHears(Tone.PROMPT);
    awaitEnds(1);
    assertThat(caller.isAnswered()).isFalse();
    answered();
    caller.awaitAnswered();
  }
}
