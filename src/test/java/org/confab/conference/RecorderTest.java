package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.conference.Story.moderator;
import static org.confab.conference.Story.settings;
import static org.confab.conference.Story.waiting;

import java.time.Duration;
import java.util.Optional;
import org.confab.conference.Effect.FindRecording;
import org.confab.conference.Effect.OtherFormat;
import org.confab.conference.Effect.PauseRecording;
import org.confab.conference.Effect.Proceed;
import org.confab.conference.Effect.RecordAsOrdered;
import org.confab.conference.Effect.ShareRecording;
import org.confab.conference.Effect.StartRecording;
import org.confab.conference.Effect.StopRecording;
import org.confab.conference.Effect.TellRecorded;
import org.confab.conference.Occurrence.RecordOrdered;
import org.confab.conference.Occurrence.RecordingFailed;
import org.confab.conference.Occurrence.RecordingMissing;
import org.confab.conference.Occurrence.RecordingSeen;
import org.confab.conference.Occurrence.RecordingStarted;
import org.confab.conference.Occurrence.RecordingStopped;
import org.confab.conference.Occurrence.StopOrdered;
import org.confab.conference.Occurrence.TimeLimitReached;
import org.confab.conference.RecordSettings.Format;
import org.junit.jupiter.api.Test;

/** record, recordFileFormat and recordWhenAlone. */
class RecorderTest {

  private static final RecordSettings MP3 = new RecordSettings(Format.MP3, false);
  private static final RecordSettings WAV = new RecordSettings(Format.WAV, false);
  private static final RecordSettings ALSO_ALONE = new RecordSettings(Format.MP3, true);
  private static final RoomName ROOM = Story.roomNumber(1);

  private static Story recorded() {
    Story story = new Story().joins("a", settings().recording(MP3)).joins("b", settings());
    return story.that(new RecordingStarted(ROOM, story.now()));
  }

  @Test
  void startsWhenTheSecondMemberEnters() {
    Story story = new Story().joins("a", settings().recording(MP3));
    assertThat(story.all(StartRecording.class)).isEmpty();
    assertThat(story.joins("b", settings()).last(StartRecording.class)).containsExactly(new StartRecording(ROOM, "a", Format.MP3));
    assertThat(story.joins("c", settings().recording(MP3)).last(StartRecording.class)).isEmpty();
  }

  @Test
  void startsAlsoWhenTheSecondOrALaterMemberAsks() {
    Story second = new Story().joins("a", settings()).joins("b", settings().recording(WAV));
    assertThat(second.last(StartRecording.class)).containsExactly(new StartRecording(ROOM, "b", Format.WAV));
    Story third = new Story().joins("a", settings()).joins("b", settings()).joins("c", settings().recording(WAV));
    assertThat(third.last(StartRecording.class)).containsExactly(new StartRecording(ROOM, "c", Format.WAV));
  }

  @Test
  void doesNotStartWhileTheConferenceWaits() {
    Story story = new Story().joins("a", waiting().recording(MP3)).joins("b", waiting());
    assertThat(story.all(StartRecording.class)).isEmpty();
    assertThat(story.joins("m", moderator()).last(StartRecording.class)).containsExactly(new StartRecording(ROOM, "a", Format.MP3));
  }

  @Test
  void doesNotStartForAMemberWhoHasLeft() {
    Story story = new Story().joins("a", waiting().recording(MP3)).joins("b", waiting()).leaves("a").joins("m", moderator());
    assertThat(story.all(StartRecording.class)).isEmpty();
  }

  @Test
  void pausesWhileOneIsAloneSoThatMusicIsNeverRecorded() {
    Story story = recorded();
    assertThat(story.leaves("b").last(PauseRecording.class)).containsExactly(new PauseRecording(ROOM, true));
    assertThat(story.joins("c", settings()).last(PauseRecording.class)).containsExactly(new PauseRecording(ROOM, false));
    assertThat(story.joins("d", settings()).last(PauseRecording.class)).isEmpty();
    assertThat(story.leaves("a").leaves("c").last(PauseRecording.class)).containsExactly(new PauseRecording(ROOM, true));
    assertThat(story.all(StartRecording.class)).hasSize(1);
  }

  /** FreeSWITCH knows no recording to pause before it has opened the file, and may take long for that. */
  @Test
  void isPausedOnceMoreWhenItStartsAfterOneWasLeftAlone() {
    Story story = new Story().joins("a", settings().recording(MP3)).joins("b", settings()).leaves("b");
    assertThat(story.last(PauseRecording.class)).containsExactly(new PauseRecording(ROOM, true));
    assertThat(story.that(new RecordingStarted(ROOM, story.now())).last()).containsExactly(new PauseRecording(ROOM, true));
    assertThat(story.that(new RecordingStarted(ROOM, story.now())).last()).isEmpty();
  }

  @Test
  void doesNotPauseWhereItIsToGoOnAlone() {
    Story story = new Story().joins("a", settings().recording(ALSO_ALONE));
    assertThat(story.last(StartRecording.class)).hasSize(1);
    assertThat(story.joins("b", settings()).leaves("b").all(PauseRecording.class)).isEmpty();
    assertThat(new Story().joins("a", waiting().recording(ALSO_ALONE)).all(StartRecording.class)).isEmpty();
  }

  @Test
  void firstWhoAsksDecidesTheFormat() {
    Story story = new Story().joins("a", settings().recording(MP3)).joins("b", settings().recording(WAV));
    assertThat(story.last(OtherFormat.class)).containsExactly(new OtherFormat(ROOM, "b", Format.WAV, Format.MP3));
    assertThat(story.last(StartRecording.class)).containsExactly(new StartRecording(ROOM, "a", Format.MP3));
    assertThat(story.joins("c", settings().recording(MP3)).last(OtherFormat.class)).isEmpty();
  }

  @Test
  void isToldWhenItsFileIsClosed() {
    Story story = recorded();
    story.passes(Duration.ofMinutes(2)).that(new TimeLimitReached(ROOM)).leaves("a").leaves("b");
    story.that(new RecordingStopped(ROOM, story.now(), Duration.ofSeconds(90)));
    assertThat(story.last()).containsExactly(
        new TellRecorded(ROOM, story.now().minus(Duration.ofMinutes(2)), story.now(), Duration.ofSeconds(90)));
    assertThat(story.isDestroyed(ROOM).that(new RecordingStopped(ROOM, story.now(), Duration.ZERO)).all(TellRecorded.class)).hasSize(1);
    assertThat(story.all(FindRecording.class)).isEmpty();
  }

  @Test
  void isLookedForWhenItsEndWasNotSeen() {
    Story story = recorded();
    story.leaves("a").leaves("b").applicationEnds("a").applicationEnds("b").isDestroyed(ROOM);
    assertThat(story.last(FindRecording.class)).containsExactly(new FindRecording(ROOM, Optional.of(story.now()), story.now()));
    Story missing = recorded().that(new RecordingMissing(ROOM));
    assertThat(missing.last(FindRecording.class)).hasSize(1);
    assertThat(missing.that(new RecordingMissing(ROOM)).last()).isEmpty();
  }

  @Test
  void isStartedAgainWhereFreeSwitchNeverHeardOfIt() {
    Story story = new Story().joins("a", settings().recording(MP3)).joins("b", settings()).leaves("b").that(new RecordingMissing(ROOM));
    assertThat(story.last()).containsExactly(new StartRecording(ROOM, "a", Format.MP3), new PauseRecording(ROOM, true));
  }

  @Test
  void isPausedAgainWhereFreeSwitchDidNotHearIt() {
    Story story = recorded().leaves("b").that(new RecordingSeen(ROOM, false));
    assertThat(story.last()).containsExactly(new PauseRecording(ROOM, true));
    assertThat(story.that(new RecordingSeen(ROOM, true)).last()).isEmpty();
  }

  @Test
  void everyMemberWhoLeavesFromThenOnIsToldOfIt() {
    Story story = new Story().joins("early", settings()).leaves("early").applicationEnds("early");
    assertThat(story.last(Proceed.class)).extracting(proceed -> proceed.departure().recorded()).containsExactly(false);
    story.isDestroyed(ROOM).joins("a", settings().recording(MP3)).joins("b", settings()).joins("c", settings());
    assertThat(story.leaves("b").applicationEnds("b").last(Proceed.class)).extracting(proceed -> proceed.departure().recorded()).containsExactly(true);
    RoomName second = story.room("a");
    story.that(new RecordingStarted(second, story.now())).that(new RecordingStopped(second, story.now(), Duration.ZERO));
    assertThat(story.leaves("a").applicationEnds("a").last(Proceed.class)).extracting(proceed -> proceed.departure().recorded()).containsExactly(true);
  }

  @Test
  void nobodyIsToldOfOneThatFailed() {
    Story story = new Story().joins("a", settings().recording(MP3)).joins("b", settings()).that(new RecordingFailed(ROOM))
        .that(new RecordingStopped(ROOM, java.time.Instant.EPOCH, Duration.ZERO));
    assertThat(story.leaves("b").applicationEnds("b").last(Proceed.class)).extracting(proceed -> proceed.departure().recorded()).containsExactly(false);
    story.leaves("a").applicationEnds("a").isDestroyed(ROOM);
    assertThat(story.all(TellRecorded.class)).isEmpty();
    assertThat(story.all(FindRecording.class)).isEmpty();
    assertThat(story.all(StartRecording.class)).hasSize(1);
  }

  @Test
  void anOrderRecordsAtOnceAlsoWhoIsAloneInARoomThatWaits() {
    Story story = new Story().joins("a", waiting());
    assertThat(story.that(new RecordOrdered(Format.WAV)).last()).containsExactly(new RecordAsOrdered(ROOM, Format.WAV));
    story.that(new RecordingStarted(ROOM, story.now())).joins("b", settings()).leaves("b");
    assertThat(story.all(PauseRecording.class)).isEmpty();
    assertThat(new Story().that(new RecordOrdered(Format.WAV)).last()).isEmpty();
  }

  @Test
  void anOrderOfWhatIsRecordedAlreadyOnlyEndsItsPauses() {
    Story story = recorded().leaves("b");
    assertThat(story.last(PauseRecording.class)).containsExactly(new PauseRecording(ROOM, true));
    assertThat(story.that(new RecordOrdered(Format.WAV)).last()).containsExactly(new PauseRecording(ROOM, false));
  }

  @Test
  void whoAsksForWhatWasOrderedSharesIt() {
    Story story = new Story().joins("a", settings()).that(new RecordOrdered(Format.WAV)).joins("b", settings().recording(MP3));
    assertThat(story.last(ShareRecording.class)).containsExactly(new ShareRecording(ROOM, "b"));
    assertThat(story.all(StartRecording.class)).isEmpty();
    assertThat(story.joins("c", settings().recording(MP3)).last(ShareRecording.class)).isEmpty();
  }

  @Test
  void afterItWasOrderedToStopOnlyAnOrderRecordsTheRoomAgain() {
    Story story = recorded();
    assertThat(story.that(new StopOrdered()).last()).containsExactly(new StopRecording(ROOM));
    story.that(new RecordingStopped(ROOM, story.now(), Duration.ofSeconds(2)));
    assertThat(story.last(TellRecorded.class)).hasSize(1);
    assertThat(story.joins("c", settings().recording(MP3)).last(StartRecording.class)).isEmpty();
    assertThat(story.that(new StopOrdered()).last()).isEmpty();
    assertThat(story.that(new RecordOrdered(Format.MP3)).last())
        .containsExactly(new RecordAsOrdered(ROOM, Format.MP3), new ShareRecording(ROOM, "a"));
  }

  @Test
  void anOrderThatFreeSwitchNeverHeardIsSaidAgain() {
    Story story = new Story().joins("a", settings()).that(new RecordOrdered(Format.WAV));
    assertThat(story.that(new RecordingMissing(ROOM)).last()).containsExactly(new RecordAsOrdered(ROOM, Format.WAV));
  }
}
