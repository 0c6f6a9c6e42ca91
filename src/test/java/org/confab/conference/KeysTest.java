package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.conference.Story.leavesByStar;
import static org.confab.conference.Story.settings;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
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

  @Provide
  Arbitrary<List<String>> codes() {
    return Arbitraries.strings().withChars("12#*").ofMinLength(1).ofMaxLength(4).list().uniqueElements().ofMinSize(1).ofMaxSize(4);
  }

  /** Two who press at the same time: what either presses in one go is told or heard by the others, all of it, once, in its order. */
  @Property(edgeCases = EdgeCasesMode.NONE)
  void everyKeyIsToldOrRelayedInItsOrder(@ForAll("codes") List<String> ofA, @ForAll("codes") List<String> ofB,
      @ForAll @Size(max = 40) List<@From("presses") String> presses) {
    Story story = new Story().joins("a", settings().keys(ofA, true)).joins("b", settings().keys(ofB, true)).joins("c", settings());
    presses.forEach(press -> story.presses(press.substring(0, 1), press.substring(1)));
    for (String call : List.of("a", "b")) {
      if (story.all(Effect.AwaitPause.class).stream().anyMatch(each -> each.call().equals(call))) {
        story.pauses(call);
      }
      String pressed = presses.stream().filter(press -> press.startsWith(call)).map(press -> press.substring(1)).collect(Collectors.joining());
      List<Effect> effects = story.all(Effect.class);
      String came = effects.stream().map(effect -> effect instanceof TellDigits told && told.call().equals(call) ? told.pattern()
          : effect instanceof Relay relay && relay.call().equals(call) ? relay.keys() : "").collect(Collectors.joining());
      assertThat(came).isEqualTo(pressed);
      assertThat(effects).filteredOn(Relay.class::isInstance).extracting(effect -> (Relay) effect)
          .allSatisfy(relay -> assertThat(relay.memberIds()).doesNotContain("id-" + relay.call()).hasSize(2));
    }
  }

  @Provide
  Arbitrary<String> presses() {
    return Combinators.combine(Arbitraries.of("a", "b"), Arbitraries.of("1", "2", "#", "*")).as(String::concat);
  }
}
