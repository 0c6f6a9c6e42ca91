package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.conference.Story.moderator;
import static org.confab.conference.Story.neverAlone;
import static org.confab.conference.Story.settings;
import static org.confab.conference.Story.waiting;

import java.util.List;
import java.util.Optional;
import org.confab.conference.Effect.Moment;
import org.confab.conference.Effect.Mute;
import org.confab.conference.Effect.PlaySound;
import org.confab.conference.Effect.SetWaitSound;
import org.confab.conference.Occurrence.HungUp;
import org.confab.conference.Occurrence.JoinRequested;
import org.confab.conference.Occurrence.TimeLimitReached;
import org.confab.conference.Occurrence.WaitSoundReady;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is played to whom, who is muted for it, and who is told of the floor. */
class RoomHearsTest {

  private static Story requestsWith(Story story, String call, MemberSettings settings, String sound) {
    return story.that(new JoinRequested(call, settings, Optional.of(sound)));
  }

  @Nested
  class EnterAndExitSounds {

    private final MemberSettings sounds = settings().sounds(true, true);

    @Test
    void arePlayedToThoseWhoAreThere() {
      Story story = new Story().joins("a", settings()).joins("b", sounds);
      RoomName room = story.room("b");
      assertThat(story.last(PlaySound.class)).containsExactly(new PlaySound(room, "b", Moment.ENTER));
      assertThat(story.leaves("b").last(PlaySound.class)).containsExactly(new PlaySound(room, "b", Moment.EXIT));
    }

    @Test
    void areNotPlayedInAnEmptyRoom() {
      Story story = new Story().joins("a", sounds).leaves("a");
      assertThat(story.all(PlaySound.class)).isEmpty();
    }

    @Test
    void areTheMembersOwn() {
      Story story = new Story().joins("a", sounds).joins("b", settings()).leaves("b");
      assertThat(story.all(PlaySound.class)).isEmpty();
    }

    @Test
    void areNotPlayedWhenTheRoomEnds() {
      Story story = new Story().joins("a", settings()).joins("b", moderator().sounds(false, true)).leaves("b");
      assertThat(story.all(PlaySound.class)).isEmpty();
      Story limit = new Story().joins("a", sounds).joins("b", sounds);
      limit.that(new TimeLimitReached(limit.room("a"))).leaves("a").leaves("b");
      assertThat(limit.all(PlaySound.class)).extracting(PlaySound::moment).containsExactly(Moment.ENTER);
    }

    @Test
    void areNotPlayedInARoomWhereOneIsLeftToBePulledOut() {
      Story story = new Story().joins("a", settings()).joins("b", sounds).that(new Occurrence.FoundLost(Story.roomNumber(1), "a")).leaves("b");
      assertThat(story.all(PlaySound.class)).extracting(PlaySound::moment).containsExactly(Moment.ENTER);
    }

    @Test
    void areNotPlayedToAMemberWhoIsTakenOutForBeingAlone() {
      Story story = new Story().joins("a", neverAlone()).joins("b", sounds).leaves("b");
      assertThat(story.all(PlaySound.class)).extracting(PlaySound::moment).containsExactly(Moment.ENTER);
    }

    @Test
    void areAlsoPlayedWhileTheRoomWaitsAndToWhoIsLeftBehind() {
      Story story = new Story().joins("a", waiting()).joins("b", waiting().sounds(true, true)).that(new HungUp("b"));
      assertThat(story.all(PlaySound.class)).extracting(PlaySound::moment).containsExactly(Moment.ENTER, Moment.EXIT);
    }
  }

  @Nested
  class WaitSounds {

    @Test
    void comeIntoTheRoomWithItsCreator() {
      Story story = requestsWith(new Story(), "a", waiting(), "/a.wav");
      assertThat(story.last(Effect.Join.class).get(0).waitSound()).contains("/a.wav");
      assertThat(story.enters("a").last(SetWaitSound.class)).isEmpty();
      assertThat(story.conference().current().flatMap(Room::waitSound)).contains("/a.wav");
    }

    @Test
    void ofALaterMemberCountWhereTheRoomHasNone() {
      Story story = requestsWith(new Story().joins("a", waiting()), "b", waiting(), "/b.wav").enters("b");
      assertThat(story.last(SetWaitSound.class)).containsExactly(new SetWaitSound(story.room("b"), "/b.wav"));
      requestsWith(story, "c", waiting(), "/c.wav").enters("c");
      assertThat(story.last(SetWaitSound.class)).isEmpty();
    }

    @Test
    void thatAreLateAreSetWhenTheyAreThere() {
      Story story = new Story().joins("a", waiting()).that(new WaitSoundReady("a", "/a.wav"));
      assertThat(story.last(SetWaitSound.class)).containsExactly(new SetWaitSound(story.room("a"), "/a.wav"));
    }

    @Test
    void thatComeBetweenJoinAndEntryAreSetAtTheEntry() {
      Story story = new Story().requests("a", waiting()).that(new WaitSoundReady("a", "/a.wav"));
      assertThat(story.last(SetWaitSound.class)).isEmpty();
      assertThat(story.enters("a").last(SetWaitSound.class)).hasSize(1);
    }

    @Test
    void thatAreThereByTheNextRoomComeIntoItWithItsCreator() {
      Story story = new Story().joins("mod", moderator()).requests("a", waiting()).that(new WaitSoundReady("a", "/a.wav")).that(new HungUp("mod"));
      assertThat(story.applicationEnds("a").last(Effect.Join.class).get(0).waitSound()).contains("/a.wav");
      assertThat(story.enters("a").last(SetWaitSound.class)).isEmpty();
    }

    @Test
    void areSaidAgainWhereEitherOfTwoMayHaveMadeTheRoom() {
      Story story = requestsWith(new Story().requests("a", waiting()), "b", waiting(), "/b.wav").enters("b");
      assertThat(story.last(SetWaitSound.class)).hasSize(1);
      Story same = requestsWith(requestsWith(new Story(), "a", waiting(), "/x.wav"), "b", waiting(), "/x.wav").enters("b").enters("a");
      assertThat(same.all(SetWaitSound.class)).isEmpty();
    }

    @Test
    void ofACallThatIsGoneAreForgotten() {
      Story story = new Story().joins("a", waiting()).that(new HungUp("a")).that(new WaitSoundReady("a", "/a.wav"));
      assertThat(story.last()).isEmpty();
    }
  }

  @Nested
  class SipHold {

    @Test
    void mutesUntilTheMemberIsBack() {
      Story story = new Story().joins("a", settings());
      assertThat(story.holds("a", true).last(Mute.class)).containsExactly(new Mute(story.room("a"), "id-a", true));
      assertThat(story.holds("a", true).last()).isEmpty();
      assertThat(story.holds("a", false).last(Mute.class)).containsExactly(new Mute(story.room("a"), "id-a", false));
    }

    @Test
    void leavesAMemberAloneWhoIsMutedAnyway() {
      MemberSettings muted = new MemberSettings(true, true, false, true, false, 20, settings().timeLimit());
      assertThat(new Story().joins("a", muted).holds("a", true).holds("a", false).all(Mute.class)).isEmpty();
    }

    @Test
    void beforeTheEntryMutesAtIt() {
      Story story = new Story().requests("a", settings()).holds("a", true);
      assertThat(story.last(Mute.class)).isEmpty();
      assertThat(story.enters("a").last(Mute.class)).containsExactly(new Mute(story.room("a"), "id-a", true));
    }

    @Test
    void lastsIntoTheNextRoom() {
      Story story = new Story().joins("a", settings()).holds("a", true).that(new Occurrence.FoundLost(Story.roomNumber(1), "a")).leaves("a")
          .applicationEnds("a").enters("a");
      assertThat(story.last(Mute.class)).containsExactly(new Mute(Story.roomNumber(2), "id-a", true));
    }

    @Test
    void ofWhoHasLeftMutesNobody() {
      assertThat(new Story().joins("a", settings()).joins("b", settings()).leaves("a").holds("a", true).last()).isEmpty();
    }

    @Test
    void doesNothingWhereTheOperatorDoesNotWantIt() {
      ConferenceRules rules = new ConferenceRules(new ConferenceRules.Options(true, java.time.Duration.ofSeconds(1), false));
      Story story = new Story().joins("a", settings());
      assertThat(rules.apply(story.conference(), new Occurrence.Held("a", true), story.now()).effects()).isEmpty();
    }
  }

  @Nested
  class Floor {

    private final MemberSettings told = settings().floorEvent(true);

    @Test
    void isToldToWhoTakesIt() {
      Story story = new Story().joins("a", settings()).joins("b", told).takesFloor("b", true);
      assertThat(story.last(Effect.TellFloor.class))
          .containsExactly(new Effect.TellFloor("b", story.room("b"), "uuid-1", "id-b", List.of("a", "b"), story.now()));
    }

    @Test
    void isNotToldToWhoDidNotAskOrIsMuted() {
      assertThat(new Story().joins("a", settings()).takesFloor("a", true).all(Effect.TellFloor.class)).isEmpty();
      assertThat(new Story().joins("a", told).takesFloor("a", false).all(Effect.TellFloor.class)).isEmpty();
    }

    @Test
    void isNothingBeforeTheStart() {
      Story story = new Story().joins("a", waiting().floorEvent(true)).takesFloor("a", true);
      assertThat(story.all(Effect.TellFloor.class)).isEmpty();
      story.joins("b", settings()).takesFloor("a", true);
      assertThat(story.all(Effect.TellFloor.class)).hasSize(1);
    }
  }
}
