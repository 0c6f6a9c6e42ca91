package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.conference.Story.leavesByStar;
import static org.confab.conference.Story.settings;

import java.time.Duration;
import java.util.List;
import org.confab.conference.Effect.Relay;
import org.confab.conference.Effect.TellDigits;
import org.confab.conference.Occurrence.DigitPause;
import org.junit.jupiter.api.Test;

class KeysTest {

  private static MemberSettings patterns(boolean relay, String... patterns) {
    return settings().keys(List.of(patterns), relay);
  }

  private static List<String> told(Story story) {
    return story.all(TellDigits.class).stream().map(TellDigits::pattern).toList();
  }

  private static List<String> relayed(Story story) {
    return story.all(Relay.class).stream().map(Relay::keys).toList();
  }

  @Test
  void relayWithoutPatternsIsFreeSwitchs() {
    Story story = new Story().joins("a", settings().keys(List.of(), true)).joins("b", settings()).presses("a", "12");
    assertThat(story.all(Effect.Join.class).get(0).flags()).contains(MemberFlag.DIST_DTMF);
    assertThat(relayed(story)).isEmpty();
  }

  @Test
  void relayWithPatternsIsOursSinceFreeSwitchWouldRelayMatchesToo() {
    Story story = new Story().joins("a", patterns(true, "99")).joins("b", settings()).joins("c", settings()).presses("a", "199");
    assertThat(story.all(Effect.Join.class).get(0).flags()).doesNotContain(MemberFlag.DIST_DTMF);
    assertThat(told(story)).containsExactly("99");
    assertThat(story.all(Relay.class)).containsExactly(new Relay("a", story.room("a"), List.of("id-b", "id-c"), "1"));
  }

  @Test
  void withoutRelayTheOthersHearNothing() {
    Story story = new Story().joins("a", patterns(false, "99")).joins("b", settings()).presses("a", "199");
    assertThat(told(story)).containsExactly("99");
    assertThat(relayed(story)).isEmpty();
  }

  @Test
  void whoIsAloneHasNobodyToRelayTo() {
    assertThat(relayed(new Story().joins("a", patterns(true, "99")).presses("a", "1"))).isEmpty();
  }

  @Test
  void keysThatMayBecomeAPatternAreRelayedAfterAPause() {
    Story story = new Story().joins("a", patterns(true, "99")).joins("b", settings()).presses("a", "9");
    assertThat(relayed(story)).isEmpty();
    assertThat(relayed(story.pauses("a"))).containsExactly("9");
  }

  @Test
  void aPauseThatAKeyEndedIsNone() {
    Story story = new Story().joins("a", patterns(true, "999")).joins("b", settings()).presses("a", "9");
    int presses = story.last(Effect.AwaitPause.class).get(0).presses();
    story.presses("a", "9").that(new DigitPause("a", presses));
    assertThat(story.last()).isEmpty();
  }

  @Test
  void aShortPatternIsToldAfterThePauseThatALongerOneNeeds() {
    Story story = new Story().joins("a", patterns(true, "1", "12")).presses("a", "1");
    assertThat(told(story)).isEmpty();
    assertThat(told(story.pauses("a"))).containsExactly("1");
  }

  @Test
  void eachMemberHasFingersOfItsOwn() {
    Story story = new Story().joins("a", patterns(true, "12")).joins("b", patterns(true, "12")).presses("a", "1").presses("b", "2");
    assertThat(told(story)).isEmpty();
  }

  @Test
  void aMatchSaysWhoAndWhere() {
    Story story = new Story().joins("a", settings()).joins("b", patterns(true, "5")).presses("b", "5");
    assertThat(story.last(TellDigits.class))
        .containsExactly(new TellDigits("b", story.room("b"), "uuid-1", "id-b", "5", List.of("a", "b"), story.now()));
  }

  @Test
  void starAlwaysLeavesWhereHangupOnStarIsSet() {
    Story story = new Story().joins("a", leavesByStar().keys(List.of("*", "1*"), true)).joins("b", settings()).presses("a", "1*");
    assertThat(told(story)).isEmpty();
    assertThat(story.last(Effect.Remove.class)).hasSize(1);
    assertThat(story.leaves("a").exitsOf("a")).containsExactly(ExitReason.STAR);
  }

  @Test
  void starIsAKeyLikeOthersWithoutHangupOnStar() {
    assertThat(told(new Story().joins("a", patterns(true, "*")).presses("a", "*"))).containsExactly("*");
  }

  @Test
  void keysOfWhoIsNotInOrOnHisWayOutDoNothing() {
    Story story = new Story().requests("a", patterns(true, "1")).presses("a", "1");
    assertThat(told(story)).isEmpty();
    story.enters("a").joins("b", settings()).that(new Occurrence.Kicked(story.room("a"), "a")).presses("a", "1");
    assertThat(told(story)).isEmpty();
  }

  @Test
  void thePauseIsAsLongAsTheOperatorSays() {
    Duration second = ConferenceRules.Options.defaults().digitTimeout();
    assertThat(new Story().joins("a", patterns(true, "99")).presses("a", "9").last(Effect.AwaitPause.class).get(0).after()).isEqualTo(second);
  }
}
