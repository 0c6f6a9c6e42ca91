package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.conference.Story.atMost;
import static org.confab.conference.Story.forAtMost;
import static org.confab.conference.Story.leavesByStar;
import static org.confab.conference.Story.moderator;
import static org.confab.conference.Story.neverAlone;
import static org.confab.conference.Story.roomNumber;
import static org.confab.conference.Story.settings;
import static org.confab.conference.Story.waiting;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.confab.conference.Effect.Refusal;
import org.confab.conference.Occurrence.FellSilent;
import org.confab.conference.Occurrence.FoundLost;
import org.confab.conference.Occurrence.HungUp;
import org.confab.conference.Occurrence.Kicked;
import org.confab.conference.Occurrence.LostSearchDue;
import org.confab.conference.Occurrence.Pressed;
import org.confab.conference.Occurrence.TimeLimitReached;
import org.confab.conference.Occurrence.Transferred;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConferenceRulesTest {

  @Nested
  class Flags {

    @ParameterizedTest(name = "muted={0} start={1} end={2}: {3}")
    @CsvSource({
        "false, true,  false, MODERATOR",
        "true,  true,  false, MODERATOR|MUTE",
        "false, false, false, WAIT_MOD",
        "true,  false, false, WAIT_MOD|MUTE",
        "false, true,  true,  MODERATOR|ENDCONF",
        "false, false, true,  WAIT_MOD|ENDCONF",
        "true,  false, true,  WAIT_MOD|ENDCONF|MUTE"})
    void areWhatFreeSwitchKeepsByItself(boolean muted, boolean start, boolean end, String flags) {
      Story story = new Story().requests("a", new MemberSettings(muted, start, end, true, false, 20, Duration.ZERO));
      assertThat(story.last(Effect.Join.class).get(0).flags())
          .isEqualTo(Set.of(flags.split("\\|")).stream().map(MemberFlag::valueOf).collect(java.util.stream.Collectors.toSet()));
    }

    @Test
    void leaveEndconfOutWhereTheSwitchMeansSomethingElseByIt() {
      Story story = new Story(false).requests("a", moderator());
      assertThat(story.last(Effect.Join.class).get(0).flags()).containsExactly(MemberFlag.MODERATOR);
    }
  }

  @Nested
  class Entering {

    @Test
    void isToldOnceWithWhoIsThere() {
      Story story = new Story().joins("a", settings()).joins("b", settings());
      assertThat(story.all(Effect.TellEnter.class)).extracting(Effect.TellEnter::call, Effect.TellEnter::first, Effect.TellEnter::members)
          .containsExactly(org.assertj.core.groups.Tuple.tuple("a", true, List.of("a")),
              org.assertj.core.groups.Tuple.tuple("b", false, List.of("a", "b")));
    }

    @Test
    void isNotToldAgainWhenFreeSwitchRepeatsItself() {
      Story story = new Story().joins("a", settings()).enters("a");
      assertThat(story.entersOf("a")).isEqualTo(1);
    }

    @Test
    void thatIsRepeatedWhileTheRoomEndsBringsNobodyIntoTheNextOne() {
      Story story = new Story().joins("mod", moderator()).joins("a", settings()).hangsUpInRoom("mod").enters("a").leaves("a").applicationEnds("a");
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.MODERATOR_LEFT);
      assertThat(story.last(Effect.Proceed.class)).hasSize(1);
      assertThat(story.last(Effect.Join.class)).isEmpty();
    }

    @Test
    void thatIsRepeatedAfterTheExitIsNone() {
      Story story = new Story().joins("a", settings()).joins("b", settings()).leaves("a").enters("a").applicationEnds("a");
      assertThat(story.exitsOf("a")).hasSize(1);
    }

    @Test
    void ofTwoInOneInstantGoesToOneRoom() {
      Story story = new Story().requests("a", settings()).requests("b", waiting());
      assertThat(story.room("a")).isEqualTo(story.room("b")).isEqualTo(roomNumber(1));
      story.enters("b").enters("a");
      assertThat(story.all(Effect.TellEnter.class)).extracting(Effect.TellEnter::first).containsExactly(true, false);
    }

    @Test
    void ofACallNobodyAskedToBringInIsNotOurs() {
      Story story = new Story().joins("a", settings());
      story.entersRoom("stranger", roomNumber(1));
      assertThat(story.last()).isEmpty();
      assertThat(story.conference().roomOf("stranger")).isEmpty();
    }

    @Test
    void neverHappensForACallerWhoHangsUpBeforeTheJoin() {
      Story story = new Story().requests("a", settings()).that(new HungUp("a"));
      assertThat(story.refusalsOf("a")).containsExactly(Refusal.GONE);
      assertThat(story.all(Effect.TellEnter.class)).isEmpty();
      assertThat(story.all(Effect.TellExit.class)).isEmpty();
      assertThat(story.conference().isOver()).isTrue();
    }

    @Test
    void thatFreeSwitchRefusesLetsTheDocumentGoOn() {
      Story story = new Story().joins("a", settings()).requests("b", settings()).applicationEnds("b");
      assertThat(story.refusalsOf("b")).containsExactly(Refusal.REJECTED);
      assertThat(story.entersOf("b")).isZero();
    }

    @Test
    void againOnTheSameChannelIsASecondStayOfItsOwn() {
      Story story = new Story().joins("other", settings()).joins("a", settings()).leaves("a").applicationEnds("a").joins("a", settings());
      assertThat(story.entersOf("a")).isEqualTo(2);
      story.leaves("a").applicationEnds("a");
      assertThat(story.exitsOf("a")).hasSize(2);
      assertThat(story.all(Effect.Proceed.class)).hasSize(2);
    }
  }

  @Nested
  class MaxMembers {

    @ParameterizedTest(name = "maxMembers={0}, {1} in: admitted={2}")
    @CsvSource({"1, 0, true", "1, 1, false", "2, 1, true", "2, 2, false", "20, 19, true", "20, 20, false"})
    void ofTheJoinerDecides(int maxMembers, int already, boolean admitted) {
      Story story = new Story();
      IntStream.range(0, already).forEach(i -> story.joins("m" + i, settings()));
      story.requests("a", atMost(maxMembers));
      assertThat(story.last(Effect.Join.class)).hasSize(admitted ? 1 : 0);
      assertThat(story.refusalsOf("a")).isEqualTo(admitted ? List.of() : List.of(Refusal.FULL));
    }

    @Test
    void countsThoseOnTheirWayIn() {
      Story story = new Story().requests("a", atMost(1)).requests("b", atMost(1));
      assertThat(story.refusalsOf("b")).containsExactly(Refusal.FULL);
    }

    @Test
    void hasAPlaceAgainOnceSomebodyLeft() {
      Story story = new Story().joins("a", atMost(2)).joins("b", atMost(2)).leaves("a").requests("c", atMost(2));
      assertThat(story.last(Effect.Join.class)).hasSize(1);
    }
  }

  @Nested
  class Leaving {

    @Test
    void byHangingUpIsOneExitAndThenTheAction() {
      Story story = new Story().joins("a", settings()).joins("b", settings()).hangsUpInRoom("a").applicationEnds("a").that(new HungUp("a"));
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.HANGUP);
      assertThat(story.all(Effect.Proceed.class)).hasSize(1);
      assertThat(story.all(Effect.TellExit.class).get(0).members()).containsExactly("b");
      assertThat(story.all(Effect.TellExit.class).get(0).last()).isFalse();
    }

    @Test
    void isToldBeforeTheDocumentGoesOn() {
      Story story = new Story().joins("a", settings()).leaves("a");
      assertThat(story.last(Effect.TellExit.class)).hasSize(1);
      assertThat(story.last(Effect.Proceed.class)).isEmpty();
      story.applicationEnds("a");
      assertThat(story.last(Effect.Proceed.class)).hasSize(1);
    }

    @Test
    void ofTheLastOneSaysSo() {
      Story story = new Story().joins("a", settings()).hangsUpInRoom("a");
      assertThat(story.last(Effect.TellExit.class)).extracting(Effect.TellExit::last).containsExactly(true);
    }

    @Test
    void byStarTakesTheMemberOutAndSaysWhy() {
      Story story = new Story().joins("a", leavesByStar()).that(new Pressed("a", '*'));
      assertThat(story.last()).containsExactly(new Effect.Remove(roomNumber(1), "id-a"));
      story.leaves("a");
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.STAR);
    }

    @Test
    void byStarIsOrderedOnce() {
      Story story = new Story().joins("a", leavesByStar()).that(new Pressed("a", '*')).that(new Pressed("a", '*'));
      assertThat(story.last()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "9", "#", "A"})
    void isNotWhatOtherKeysDo(char key) {
      assertThat(new Story().joins("a", leavesByStar()).that(new Pressed("a", key)).last()).isEmpty();
    }

    @Test
    void isNotWhatStarDoesForWhoDidNotAskForIt() {
      assertThat(new Story().joins("a", settings()).that(new Pressed("a", '*')).last()).isEmpty();
    }

    @Test
    void byAKickOfSomebodyElsesSaysSo() {
      Story story = new Story().joins("a", settings()).joins("b", settings()).that(new Kicked(roomNumber(1), "a")).leaves("a");
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.KICK);
    }

    @Test
    void byATransferEndsOurPartInTheCall() {
      Story story = new Story().joins("a", settings()).joins("b", settings()).leaves("a").that(new Transferred("a"));
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.TRANSFERRED);
      assertThat(story.all(Effect.Proceed.class)).extracting(proceed -> proceed.departure().reason()).containsExactly(ExitReason.TRANSFERRED);
    }

    @Test
    void forNoReasonThatWasSeenIsNoTransferIfTheCallIsStillInOurHands() {
      Story story = new Story().joins("a", settings()).joins("b", settings()).leaves("a").applicationEnds("a");
      assertThat(story.all(Effect.Proceed.class)).extracting(proceed -> proceed.departure().reason()).containsExactly(ExitReason.KICK);
    }

    @Test
    void thatNobodySawIsMadeUpForWhenTheApplicationEnds() {
      Story story = new Story().joins("a", settings()).joins("b", settings()).applicationEnds("a");
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.KICK);
      assertThat(story.all(Effect.Proceed.class)).hasSize(1);
    }

    @Test
    void thatNobodySawIsMadeUpForWhenTheCallIsGone() {
      Story story = new Story().joins("a", settings()).joins("b", settings()).that(new HungUp("a"));
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.HANGUP);
      assertThat(story.all(Effect.Proceed.class)).hasSize(1);
    }

    @Test
    void byAKickOfAnEarlierStayThatIsRepeatedIsNone() {
      Story story = new Story().joins("b", settings()).joins("a", leavesByStar()).that(new Kicked(roomNumber(1), "a")).leaves("a").applicationEnds("a");
      story.requests("a", leavesByStar()).that(new Kicked(roomNumber(1), "a")).enters("a").that(new Pressed("a", '*')).leaves("a");
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.KICK, ExitReason.STAR);
    }

    @Test
    void isToldOnceThoughFreeSwitchRepeatsItself() {
      Story story = new Story().joins("a", settings()).joins("b", settings()).leaves("a");
      story.that(new Occurrence.Left(roomNumber(1), "a", true)).applicationEnds("a").that(new HungUp("a"));
      assertThat(story.exitsOf("a")).hasSize(1);
    }
  }

  @Nested
  class EndConferenceOnExit {

    @Test
    void isLeftToANewSwitchAndTheOthersSayWhy() {
      Story story = new Story().joins("mod", moderator()).joins("a", settings()).joins("b", settings()).hangsUpInRoom("mod");
      assertThat(story.last(Effect.Empty.class)).isEmpty();
      story.leaves("a").leaves("b");
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.MODERATOR_LEFT);
      assertThat(story.exitsOf("b")).containsExactly(ExitReason.MODERATOR_LEFT);
    }

    @Test
    void isDoneByUsForAnOldSwitch() {
      Story story = new Story(false).joins("mod", moderator()).joins("a", settings()).hangsUpInRoom("mod");
      assertThat(story.last(Effect.Empty.class)).containsExactly(new Effect.Empty(roomNumber(1)));
    }

    @Test
    void sendsTheNextCallerToTheNextRoom() {
      Story story = new Story().joins("mod", moderator()).joins("a", settings()).hangsUpInRoom("mod").requests("b", settings());
      assertThat(story.room("b")).isEqualTo(roomNumber(2));
    }

    @Test
    void letsTheOthersGoOnWithTheirDocuments() {
      Story story = new Story().joins("mod", moderator()).joins("a", settings()).hangsUpInRoom("mod").leaves("a").applicationEnds("a");
      assertThat(story.last(Effect.Proceed.class)).extracting(Effect.Proceed::call).containsExactly("a");
    }
  }

  @Nested
  class StayAlone {

    @Test
    void falseSendsTheLastOneHome() {
      Story story = new Story().joins("a", neverAlone()).joins("b", settings()).hangsUpInRoom("b");
      assertThat(story.last(Effect.Remove.class)).containsExactly(new Effect.Remove(roomNumber(1), "id-a"));
      story.leaves("a");
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.ALONE);
    }

    @Test
    void falseLetsTheFirstOneWaitForTheSecond() {
      assertThat(new Story().joins("a", neverAlone()).all(Effect.Remove.class)).isEmpty();
    }

    @Test
    void trueLetsTheLastOneStay() {
      assertThat(new Story().joins("a", settings()).joins("b", neverAlone()).hangsUpInRoom("b").all(Effect.Remove.class)).isEmpty();
    }

    @Test
    void doesNotCountInARoomThatStillWaits() {
      MemberSettings waitsNeverAlone = new MemberSettings(false, false, false, false, false, 20, Duration.ZERO);
      assertThat(new Story().joins("a", waitsNeverAlone).joins("b", waiting()).hangsUpInRoom("b").all(Effect.Remove.class)).isEmpty();
    }

    @Test
    void falseTellsWhoIsOnHisWayOutNothingMore() {
      MemberSettings both = new MemberSettings(false, true, false, false, true, 20, Duration.ofDays(1));
      Story story = new Story().joins("a", both).joins("b", settings()).that(new Pressed("a", '*')).hangsUpInRoom("b");
      assertThat(story.all(Effect.Remove.class)).hasSize(1);
      assertThat(story.leaves("a").exitsOf("a")).containsExactly(ExitReason.STAR);
    }

    @Test
    void doesNotWaitForWhoIsTurnedAway() {
      Story story = new Story().joins("a", neverAlone()).joins("b", settings()).requests("c", settings()).hangsUpInRoom("b").applicationEnds("c");
      assertThat(story.last(Effect.Remove.class)).containsExactly(new Effect.Remove(roomNumber(1), "id-a"));
    }

    @Test
    void waitsForWhoeverIsOnHisWayIn() {
      Story story = new Story().joins("a", neverAlone()).joins("b", settings()).requests("c", settings()).hangsUpInRoom("b");
      assertThat(story.all(Effect.Remove.class)).isEmpty();
      story.that(new HungUp("c"));
      assertThat(story.last(Effect.Remove.class)).hasSize(1);
    }
  }

  @Nested
  class TimeLimit {

    @Test
    void runsFromTheCreationByTheCreatorsValue() {
      Story story = new Story().joins("a", forAtMost(Duration.ofMinutes(10)));
      assertThat(story.last(Effect.ArmTimeLimit.class)).containsExactly(
          new Effect.ArmTimeLimit(roomNumber(1), story.now().plus(Duration.ofMinutes(10))));
      story.passes(Duration.ofMinutes(5)).joins("b", forAtMost(Duration.ofMinutes(1)));
      assertThat(story.last(Effect.ArmTimeLimit.class)).isEmpty();
    }

    @Test
    void ofZeroIsNone() {
      assertThat(new Story().joins("a", forAtMost(Duration.ZERO)).all(Effect.ArmTimeLimit.class)).isEmpty();
    }

    @Test
    void emptiesTheRoomAndEverybodyGoesOn() {
      Story story = new Story().joins("a", settings()).joins("b", settings()).that(new TimeLimitReached(roomNumber(1)));
      assertThat(story.last(Effect.Empty.class)).containsExactly(new Effect.Empty(roomNumber(1)));
      story.leaves("a").leaves("b").applicationEnds("a").applicationEnds("b");
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.TIME_LIMIT);
      assertThat(story.exitsOf("b")).containsExactly(ExitReason.TIME_LIMIT);
      assertThat(story.all(Effect.Proceed.class)).hasSize(2);
    }

    @Test
    void isForgottenWithTheRoom() {
      Story story = new Story().joins("a", settings()).hangsUpInRoom("a");
      assertThat(story.last(Effect.DisarmTimeLimit.class)).isNotEmpty();
    }

    @Test
    void ofARoomThatIsGoneDoesNothing() {
      assertThat(new Story().that(new TimeLimitReached(roomNumber(1))).last()).isEmpty();
    }
  }

  @Nested
  class DyingRooms {

    @Test
    void letNobodyElseIn() {
      Story story = new Story().joins("a", settings()).hangsUpInRoom("a").requests("b", settings());
      assertThat(story.room("b")).isEqualTo(roomNumber(2));
    }

    @Test
    void sendWhoCameTooLateToTheNextOneWithoutAWordToTheApplication() {
      Story story = new Story().joins("mod", moderator()).requests("late", settings()).hangsUpInRoom("mod").enters("late");
      assertThat(story.entersOf("late")).isZero();
      story.leaves("late").applicationEnds("late");
      assertThat(story.exitsOf("late")).isEmpty();
      assertThat(story.last(Effect.Join.class)).extracting(Effect.Join::room).containsExactly(roomNumber(2));
      story.enters("late");
      assertThat(story.entersOf("late")).isEqualTo(1);
    }

    @Test
    void sendWhoWasTurnedAwayToTheNextOne() {
      Story story = new Story().joins("mod", moderator()).requests("late", settings()).hangsUpInRoom("mod").applicationEnds("late");
      assertThat(story.last(Effect.Join.class)).extracting(Effect.Join::room).containsExactly(roomNumber(2));
    }

    @Test
    void thatFreeSwitchMadeAnewUnderTheOldNameAreLeft() {
      Story story = new Story().joins("a", settings()).requests("late", settings()).hangsUpInRoom("a").isDestroyed(roomNumber(1));
      story.that(new Occurrence.Entered(roomNumber(1), "another-uuid", "late", "id-late"));
      assertThat(story.last(Effect.Remove.class)).containsExactly(new Effect.Remove(roomNumber(1), "id-late"));
      story.leaves("late").applicationEnds("late").enters("late");
      assertThat(story.room("late")).isEqualTo(roomNumber(2));
      assertThat(story.entersOf("late")).isEqualTo(1);
    }

    @Test
    void areSearchedOnceAtATimeHoweverManyFallIntoThem() {
      Story story = new Story().joins("mod", moderator()).requests("b", settings()).requests("c", settings()).hangsUpInRoom("mod")
          .applicationEnds("mod").enters("b").enters("c");
      assertThat(story.all(Effect.LookForLost.class)).hasSize(1);
      story.that(new LostSearchDue(roomNumber(1)));
      assertThat(story.last(Effect.AskForLost.class)).extracting(Effect.AskForLost::calls).containsExactly(List.of("b", "c"));
      assertThat(story.last(Effect.LookForLost.class)).hasSize(1);
    }

    @Test
    void thatSwallowACallWhoseEntryWasNotToldAreFoundToo() {
      Story story = new Story().joins("mod", moderator()).requests("lost", settings()).hangsUpInRoom("mod");
      assertThat(story.last(Effect.LookForLost.class)).hasSize(1);
      story.applicationEnds("mod").that(new LostSearchDue(roomNumber(1)));
      assertThat(story.last(Effect.AskForLost.class)).extracting(Effect.AskForLost::calls).containsExactly(List.of("lost"));
      assertThat(story.last(Effect.LookForLost.class)).hasSize(1);
      story.that(new FoundLost(roomNumber(1), "lost"));
      assertThat(story.last()).containsExactly(new Effect.Rescue("lost"));
      story.leaves("lost").applicationEnds("lost").enters("lost");
      assertThat(story.room("lost")).isEqualTo(roomNumber(2));
      assertThat(story.entersOf("lost")).isEqualTo(1);
    }

    @Test
    void letNobodyPressAnythingWhoIsToBePulledOut() {
      MemberSettings keys = leavesByStar().keys(List.of("1", "23"), true);
      Story story = new Story().joins("mod", moderator()).joins("a", settings()).joins("lost", keys).presses("lost", "2").hangsUpInRoom("mod")
          .that(new FoundLost(roomNumber(1), "lost")).pauses("lost");
      assertThat(story.last()).isEmpty();
      assertThat(story.presses("lost", "1").last()).isEmpty();
      assertThat(story.presses("lost", "*").last()).isEmpty();
    }

    @Test
    void thatSwallowACallAreFoundAndTheCallJoinsTheNextOneUnnoticed() {
      Story story = new Story().joins("mod", moderator()).joins("lost", settings()).hangsUpInRoom("mod");
      assertThat(story.last(Effect.LookForLost.class)).hasSize(1);
      story.applicationEnds("mod").that(new LostSearchDue(roomNumber(1)));
      assertThat(story.last(Effect.AskForLost.class))
          .containsExactly(new Effect.AskForLost(roomNumber(1), java.util.Optional.of("uuid-1"), List.of("lost")));
      story.that(new FoundLost(roomNumber(1), "lost"));
      assertThat(story.last()).containsExactly(new Effect.Rescue("lost"));
      story.leaves("lost").isDestroyed(roomNumber(1)).applicationEnds("lost").enters("lost");
      assertThat(story.room("lost")).isEqualTo(roomNumber(2));
      assertThat(story.entersOf("lost")).isEqualTo(1);
      assertThat(story.exitsOf("lost")).isEmpty();
      story.hangsUpInRoom("lost").applicationEnds("lost");
      assertThat(story.exitsOf("lost")).containsExactly(ExitReason.HANGUP);
    }

    @Test
    void thatFallSilentAreLeftToThoseWhoAreInThemUntilTheyAnswerAgain() {
      Story story = new Story().joins("a", settings()).joins("b", settings()).that(new FellSilent(roomNumber(1)));
      assertThat(story.last(Effect.Remove.class)).isEmpty();
      story.joins("c", settings());
      assertThat(story.room("c")).isEqualTo(roomNumber(2));
      assertThat(List.of(story.exitsOf("a"), story.exitsOf("b"))).containsOnly(List.of());
      // said again and again, until somebody hears it
      story.that(new LostSearchDue(roomNumber(1)));
      assertThat(story.last(Effect.Remove.class)).extracting(Effect.Remove::memberId).hasSize(2);
      assertThat(story.last(Effect.LookForLost.class)).hasSize(1);
      story.leaves("a").applicationEnds("a").enters("a").leaves("b").applicationEnds("b").enters("b");
      assertThat(List.of(story.room("a"), story.room("b"))).containsOnly(roomNumber(2));
      assertThat(List.of(story.entersOf("a"), story.entersOf("b"))).containsOnly(1L);
      assertThat(List.of(story.exitsOf("a"), story.exitsOf("b"))).containsOnly(List.of());
      story.hangsUpInRoom("a").applicationEnds("a");
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.HANGUP);
    }

    @Test
    void thatFallSilentKeepNobodyWhoWasAboutToLeave() {
      Story story = new Story().joins("a", leavesByStar()).joins("b", settings()).presses("a", "*").that(new FellSilent(roomNumber(1)));
      story.leaves("a").applicationEnds("a");
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.STAR);
      assertThat(story.last(Effect.Join.class)).isEmpty();
    }

    @Test
    void thatFallSilentTellTheExitOfWhoHangsUpMeanwhileOnce() {
      Story story = new Story().joins("a", settings()).joins("b", settings()).that(new FellSilent(roomNumber(1))).that(new HungUp("a"));
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.HANGUP);
      story.that(new Occurrence.Left(roomNumber(1), "a", true));
      assertThat(story.exitsOf("a")).hasSize(1);
    }

    @Test
    void areNoReasonToEndTheNextOneOfACallThatGotOutByItself() {
      Story story = new Story().joins("mod", moderator()).joins("a", settings()).hangsUpInRoom("mod").leaves("a").applicationEnds("a");
      story.joins("a", settings()).joins("b", settings());
      story.that(new FoundLost(roomNumber(1), "a"));
      assertThat(story.last()).isEmpty();
      assertThat(story.conference().current().map(Room::name)).contains(roomNumber(2));
    }

    @Test
    void areNotSearchedWhenEverybodyIsAccountedFor() {
      Story story = new Story().joins("mod", moderator()).joins("a", settings()).hangsUpInRoom("mod").leaves("a");
      assertThat(story.applicationEnds("mod").applicationEnds("a").that(new LostSearchDue(roomNumber(1))).last()).isEmpty();
    }

    @Test
    void areSearchedForWhoIsSaidToHaveLeftAndIsNotLetGo() {
      Story story = new Story().joins("mod", moderator()).joins("a", settings()).hangsUpInRoom("mod").applicationEnds("mod").leaves("a");
      story.that(new LostSearchDue(roomNumber(1)));
      assertThat(story.last(Effect.AskForLost.class)).extracting(Effect.AskForLost::calls).containsExactly(List.of("a"));
      assertThat(story.last(Effect.Remove.class)).isEmpty();
      assertThat(story.that(new FoundLost(roomNumber(1), "a")).last()).containsExactly(new Effect.Rescue("a"));
      assertThat(story.applicationEnds("a").last(Effect.Proceed.class)).hasSize(1);
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.MODERATOR_LEFT);
    }

    @Test
    void doNotBringBackACallerWhoHangsUpMeanwhile() {
      Story story = new Story().joins("mod", moderator()).joins("lost", settings()).hangsUpInRoom("mod").that(new FoundLost(roomNumber(1), "lost"));
      story.that(new HungUp("lost"));
      assertThat(story.exitsOf("lost")).containsExactly(ExitReason.HANGUP);
      assertThat(story.all(Effect.Join.class)).hasSize(2);
    }

    @Test
    void doNotBringBackACallerWhoHangsUpWhileHeIsPulledOut() {
      Story story = new Story().joins("a", settings()).that(new FoundLost(roomNumber(1), "a")).hangsUpInRoom("a");
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.HANGUP);
      story.applicationEnds("a").that(new HungUp("a"));
      assertThat(story.all(Effect.Proceed.class)).hasSize(1);
      assertThat(story.all(Effect.Join.class)).hasSize(1);
      assertThat(story.exitsOf("a")).hasSize(1);
    }

    @Test
    void oweTheirExitToWhoHangsUpBetweenTwoRooms() {
      Story story = new Story().joins("a", settings()).that(new FoundLost(roomNumber(1), "a")).leaves("a");
      assertThat(story.exitsOf("a")).isEmpty();
      story.that(new HungUp("a"));
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.HANGUP);
      assertThat(story.all(Effect.Proceed.class)).hasSize(1);
    }

    @Test
    void areLeftForGoodByWhomTheNextOneDoesNotTake() {
      Story story = new Story().joins("a", atMost(1)).that(new FoundLost(roomNumber(1), "a")).joins("b", settings()).leaves("a").applicationEnds("a");
      assertThat(story.exitsOf("a")).containsExactly(ExitReason.KICK);
      assertThat(story.last(Effect.Proceed.class)).extracting(proceed -> proceed.departure().reason()).containsExactly(ExitReason.KICK);
      assertThat(story.refusalsOf("a")).isEmpty();
    }

    @Test
    void sendWhomTheyLostToTheNextOneThoughNobodySawHimLeave() {
      Story story = new Story().joins("a", settings()).that(new FoundLost(roomNumber(1), "a")).applicationEnds("a");
      assertThat(story.last(Effect.Join.class)).extracting(Effect.Join::room).containsExactly(roomNumber(2));
      assertThat(story.exitsOf("a")).isEmpty();
    }

    @Test
    void tellNobodyToLeaveWhoHasLeft() {
      Story story = new Story().joins("mod", moderator()).requests("late", settings()).hangsUpInRoom("mod").enters("late").leaves("late")
          .that(new LostSearchDue(roomNumber(1)));
      assertThat(story.last(Effect.Remove.class)).isEmpty();
    }

    @Test
    void thatWeEmptiedThrowOutWhoCameAnInstantTooLate() {
      Story story = new Story().joins("a", settings()).requests("late", settings()).that(new TimeLimitReached(roomNumber(1))).enters("late");
      assertThat(story.last(Effect.Remove.class)).containsExactly(new Effect.Remove(roomNumber(1), "id-late"));
      story.that(new LostSearchDue(roomNumber(1)));
      assertThat(story.last(Effect.Remove.class)).contains(new Effect.Remove(roomNumber(1), "id-late"));
      assertThat(story.last(Effect.LookForLost.class)).hasSize(1);
      story.leaves("a").leaves("late").applicationEnds("late").enters("late");
      assertThat(story.room("late")).isEqualTo(roomNumber(2));
      assertThat(story.entersOf("late")).isEqualTo(1);
      assertThat(story.exitsOf("late")).isEmpty();
    }

    @Test
    void giveUpAfterThreeJoins() {
      Story story = new Story().requests("a", settings());
      for (int i = 1; i <= 3; i++) {
        story.joins("mod" + i, moderator()).hangsUpInRoom("mod" + i).applicationEnds("mod" + i).applicationEnds("a");
      }
      assertThat(story.refusalsOf("a")).containsExactly(Refusal.REJECTED);
      assertThat(story.all(Effect.Join.class).stream().filter(join -> join.call().equals("a"))).hasSize(3);
    }
  }

  @Test
  void aConferenceIsForgottenWhenItsRoomIsGoneAndItsCallsAreFree() {
    Story story = new Story().joins("a", settings()).leaves("a").applicationEnds("a");
    assertThat(story.conference().isOver()).isFalse();
    story.isDestroyed(roomNumber(1));
    assertThat(story.conference().isOver()).isTrue();
  }

  @Test
  void namesOfRoomsHoldNothingThatAUserWroteButLettersAndDigits() {
    assertThat(RoomName.of(new ConferenceKey("MA", "Weekly Call! ${system(rm)} @x+flags{moderator}\n"), 7).text())
        .matches("confab-weeklycallsystemrmxf-[0-9a-f]{16}-7");
    assertThat(RoomName.of(new ConferenceKey("MA", "😀"), 1).text()).startsWith("confab-room-");
  }

  @Test
  void theSameNameInAnotherAccountIsAnotherRoom() {
    assertThat(RoomName.of(new ConferenceKey("one", "n"), 1)).isNotEqualTo(RoomName.of(new ConferenceKey("two", "n"), 1));
  }
}
