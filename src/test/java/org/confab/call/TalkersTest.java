package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.Test;

/** Who talks, and when FreeSWITCH is asked to tell it. */
class TalkersTest {

  private final ManualClock clock = new ManualClock();
  private final List<Boolean> told = new ArrayList<>();
  private final Talkers talkers = new Talkers(told::add, clock);

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  @Test
  void freeSwitchIsAskedOnceWhileSomebodyLooks() {
    assertThat(told).isEmpty();
    for (int i = 0; i < 20; i++) {
      talkers.wanted();
      pass(9);
    }
    assertThat(told).containsExactly(true);
    pass(1);
    assertThat(told).containsExactly(true, false);
    talkers.wanted();
    assertThat(told).containsExactly(true, false, true);
  }

  @Test
  void nothingIsKnownOnceNobodyLooks() {
    talkers.wanted();
    talkers.talked("a", true);
    assertThat(talkers.talks("a")).isTrue();
    pass(10);
    talkers.talked("b", true);
    assertThat(talkers.talks("a")).isFalse();
    assertThat(talkers.talks("b")).as("what was on its way still").isFalse();
  }

  @Test
  void whoStopsOrLeavesTalksNoLonger() {
    talkers.wanted();
    talkers.talked("a", true);
    talkers.talked("b", true);
    talkers.talked("a", false);
    talkers.left("b");
    assertThat(talkers.talks("a")).isFalse();
    assertThat(talkers.talks("b")).isFalse();
  }

  @Test
  void afterALostConnectionNobodyIsSaidToTalk() {
    talkers.wanted();
    talkers.talked("a", true);
    talkers.forget();
    assertThat(talkers.talks("a")).isFalse();
    pass(5);
    talkers.talked("a", true);
    assertThat(talkers.talks("a")).isTrue();
  }
}
