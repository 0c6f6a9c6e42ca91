package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What mod_conference plays to a room, and to whom: the same on both switches, by ear. */
@OnEverySwitch
class RoomSoundTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  /** What mod_conference waits before each round of music on hold. */
  private static final Duration LEAD_IN = Duration.ofMillis(400);
  private static final Duration SILENCE = Duration.ofMillis(400);

  private final Switch box;
  @TempDir
  private Path sounds;
  private Lab lab;

  RoomSoundTest(Switch box) {
    this.box = box;
  }

  @BeforeEach
  void opens() {
    lab = new Lab(box);
  }

  @AfterEach
  void everybodyHangsUp() {
    box.hangUpAll();
    Optional.ofNullable(lab).ifPresent(Lab::close); // none where the test was skipped
  }

  @Test
  void waitersHearMusicWithoutAGapWhileOthersJoinThemAndUntilTheModeratorIsThere() {
    Caller first = lab.answered("491731");
    String room = lab.room(first);
    lab.music(first, Tone.MUSIC.wav(sounds, Duration.ofSeconds(20)).toString());
    Hearing heardByFirst = first.listens();
    lab.join(first, room, "wait-mod");
    Heard music = heardByFirst.await(Tone.MUSIC);
    Caller second = lab.answered("491732");
    Hearing heardBySecond = second.listens();
    lab.join(second, room, "wait-mod");
    heardBySecond.await(Tone.MUSIC);
    heardByFirst.listenUntil(heardByFirst.now().plusMillis(700));
    assertThat(heardByFirst.longestGap(Tone.MUSIC, music.from(), heardByFirst.now())).isLessThan(Hearing.EXACT);
    Caller moderator = lab.answered("491733");
    Hearing heardByModerator = moderator.listens();
    Duration before = heardByFirst.now();
    lab.join(moderator, room, "moderator");
    Duration joined = heardByFirst.now();
    assertThat(heardByFirst.awaitSilence(before, SILENCE)).isBetween(before, joined.plus(Hearing.LATE));
    heardBySecond.awaitSilence(heardBySecond.now().minusMillis(100), SILENCE);
    heardByFirst.listenUntil(heardByFirst.now().plusMillis(700));
    assertThat(heardByFirst.heard(Tone.MUSIC)).hasSize(1);
    assertThat(heardByModerator.heard(Tone.MUSIC)).isEmpty();
    assertThat(lab.awaitAction("play-file-done")).containsEntry("Async", "true");
  }

  @Test
  void aMemberWhoIsAloneHearsMusicUntilTheSecondOneComesAndAgainWhenHeHasLeft() {
    Caller alone = lab.answered("491734");
    String room = lab.room(alone);
    lab.music(alone, Tone.MUSIC.wav(sounds, Duration.ofSeconds(20)).toString());
    Hearing hearing = alone.listens();
    lab.join(alone, room, "moderator");
    hearing.await(Tone.MUSIC);
    Caller second = lab.answered("491735");
    lab.join(second, room, "moderator");
    Duration together = hearing.now();
    hearing.awaitSilence(together, SILENCE);
    Duration left = hearing.now();
    second.hangUp();
    second.awaitHangUp();
    assertThat(hearing.await(Tone.MUSIC, left).from().minus(left)).isBetween(Duration.ofMillis(200), LEAD_IN.plus(Hearing.LATE));
  }

  @Test
  void musicThatIsOverBeginsAnewAfterABreakAndLoopsDoWithoutOne() {
    Caller alone = lab.answered("491736");
    String room = lab.room(alone);
    String file = Tone.MUSIC.wav(sounds, SECOND).toString();
    lab.music(alone, file);
    Hearing hearing = alone.listens();
    lab.join(alone, room, "moderator");
    Heard first = hearing.awaitEnd(Tone.MUSIC, Duration.ZERO);
    Heard second = hearing.awaitEnd(Tone.MUSIC, first.until());
    assertThat(first.length()).isCloseTo(SECOND, Hearing.EXACT);
    assertThat(second.from().minus(first.until())).isBetween(LEAD_IN, LEAD_IN.plus(Hearing.LATE));
    assertThat(lab.api("conference " + room + " moh {loops=inf}" + file)).isEqualTo("+OK moh");
    Heard looping = hearing.await(Tone.MUSIC, hearing.now().plus(Hearing.LATE));
    hearing.listenUntil(looping.from().plusMillis(2500));
    assertThat(hearing.longestGap(Tone.MUSIC, looping.from(), hearing.now())).isLessThan(Hearing.EXACT);
    assertThat(lab.api("conference " + room + " moh off")).isEqualTo("+OK moh");
    hearing.awaitSilence(hearing.now(), SECOND);
  }

  @Test
  void musicThatIsNamedLaterIsHeardAtOnceByAllWhoWait() {
    Caller first = lab.answered("491737");
    String room = lab.room(first);
    lab.join(first, room, "wait-mod");
    Caller second = lab.answered("491738");
    lab.join(second, room, "wait-mod");
    Hearing heardByFirst = first.listens();
    Hearing heardBySecond = second.listens();
    lab.api("conference " + room + " moh " + Tone.MUSIC.wav(sounds, Duration.ofSeconds(10)));
    assertThat(heardByFirst.await(Tone.MUSIC).from()).isLessThan(LEAD_IN.plus(Hearing.LATE));
    heardBySecond.await(Tone.MUSIC);
    lab.api("conference " + room + " moh " + Tone.PROMPT.wav(sounds, Duration.ofSeconds(10)));
    Duration changed = heardByFirst.now();
    assertThat(heardByFirst.await(Tone.PROMPT, changed).from().minus(changed)).isLessThan(LEAD_IN.plus(Hearing.LATE));
    assertThat(heardByFirst.heard(Tone.MUSIC, heardByFirst.now().minusMillis(150), heardByFirst.now())).isEmpty();
  }

  @Test
  void soundsOfTheRoomAreQueuedAndMixedOverTheMusicAndTheVoices() {
    Caller alone = lab.answered("491739");
    String room = lab.room(alone);
    lab.music(alone, Tone.MUSIC.wav(sounds, Duration.ofSeconds(20)).toString());
    Hearing hearing = alone.listens();
    lab.join(alone, room, "wait-mod");
    Heard music = hearing.await(Tone.MUSIC);
    String enter = Tone.ENTER.wav(sounds, SECOND).toString();
    assertThat(lab.api("conference " + room + " play " + enter)).isEqualTo("+OK (play) Playing file " + enter);
    assertThat(lab.api("conference " + room + " play tone_stream://%(500,0,850)"))
        .isEqualTo("+OK (play) Playing file tone_stream://%(500,0,850)");
    Heard exit = hearing.awaitEnd(Tone.EXIT, Duration.ZERO);
    assertThat(hearing.heard(Tone.ENTER)).singleElement().satisfies(heard -> {
      assertThat(heard.length()).isCloseTo(SECOND, Hearing.EXACT);
      assertThat(exit.from().minus(heard.until())).isBetween(Hearing.EXACT.negated(), Hearing.LATE);
    });
    assertThat(exit.length()).isCloseTo(Duration.ofMillis(500), Hearing.EXACT);
    assertThat(hearing.longestGap(Tone.MUSIC, music.from(), hearing.now())).isLessThan(Hearing.EXACT);
    assertThat(files("play-file")).containsExactly(enter + " async=false", "tone_stream://%(500,0,850) async=false");
    assertThat(files("play-file-done")).containsExactly(enter + " async=null", "tone_stream://%(500,0,850) async=null");
  }

  @Test
  void voicesAndSoundsAreHeardTogether() {
    Caller alice = lab.answered("491740");
    Caller bob = lab.answered("491741");
    String room = lab.room(alice);
    lab.join(alice, room, "moderator");
    lab.join(bob, room, "moderator");
    alice.talks(Tone.VOICE);
    Hearing hearing = bob.listens();
    hearing.await(Tone.VOICE);
    lab.api("conference " + room + " play " + Tone.ENTER.wav(sounds, SECOND));
    Heard enter = hearing.awaitEnd(Tone.ENTER, Duration.ZERO);
    assertThat(hearing.longestGap(Tone.VOICE, enter.from(), enter.until())).isLessThan(Hearing.EXACT);
  }

  @Test
  void aFileThatIsMissingIsAnErrorAndAnEventAndNothingIsHeard() {
    Caller alone = lab.answered("491742");
    String room = lab.room(alone);
    lab.join(alone, room, "moderator");
    Hearing hearing = alone.listens();
    String missing = sounds.resolve("missing.wav").toString();
    assertThat(lab.api("conference " + room + " play " + missing)).isEqualTo("-ERR (play) File: " + missing + " not found.");
    assertThat(lab.awaitAction("play-file")).containsEntry("File", missing).containsEntry("Async", "false")
        .containsEntry("Error", "File could not be played");
    hearing.listenUntil(Duration.ofMillis(500));
    assertThat(hearing.sounds()).isEmpty();
  }

  @Test
  void soundsThatAreStoppedAreHeardNoLonger() {
    Caller alone = lab.answered("491743");
    String room = lab.room(alone);
    lab.join(alone, room, "moderator");
    Hearing hearing = alone.listens();
    lab.api("conference " + room + " play " + Tone.ENTER.wav(sounds, Duration.ofSeconds(10)));
    lab.api("conference " + room + " play " + Tone.EXIT.wav(sounds, Duration.ofSeconds(10)));
    hearing.await(Tone.ENTER);
    assertThat(lab.api("conference " + room + " stop current")).isEqualTo("+OK Stopped 1 files.");
    Duration stopped = hearing.now();
    hearing.await(Tone.EXIT, stopped);
    assertThat(hearing.heard(Tone.ENTER)).singleElement().satisfies(heard ->
        assertThat(heard.until()).isLessThan(stopped.plus(Hearing.LATE)));
    assertThat(lab.api("conference " + room + " stop all")).isEqualTo("+OK Stopped 1 files.");
    hearing.awaitSilence(hearing.now(), SILENCE);
  }

  @Test
  void aSoundForOneMemberIsHeardByHimOnly() {
    Caller alice = lab.answered("491744");
    Caller bob = lab.answered("491745");
    String room = lab.room(alice);
    lab.join(alice, room, "moderator");
    lab.join(bob, room, "moderator");
    Hearing heardByAlice = alice.listens();
    Hearing heardByBob = bob.listens();
    lab.api("conference " + room + " play " + Tone.PROMPT.wav(sounds, SECOND) + " " + lab.member(bob));
    assertThat(heardByBob.awaitEnd(Tone.PROMPT, Duration.ZERO).length()).isCloseTo(SECOND, Hearing.EXACT);
    assertThat(heardByAlice.sounds()).isEmpty();
    lab.api("conference " + room + " deaf " + lab.member(alice));
    lab.api("conference " + room + " play " + Tone.ENTER.wav(sounds, SECOND));
    heardByBob.awaitEnd(Tone.ENTER, Duration.ZERO);
    assertThat(heardByAlice.sounds()).isEmpty();
  }

  @Test
  void uuidBreakEndsAPlaybackAndLeavesAMembersRoomAlone() {
    Caller caller = lab.answered("491746");
    Hearing hearing = caller.listens();
    lab.execute(caller, "playback", Tone.PROMPT.wav(sounds, Duration.ofSeconds(10)).toString());
    hearing.await(Tone.PROMPT);
    assertThat(lab.api("uuid_break " + caller.callUuid())).isEqualTo("+OK");
    lab.await("playback's end", event -> event.getOrDefault("Application", "").equals("playback"));
    Duration broken = hearing.now();
    assertThat(hearing.awaitSilence(broken, SILENCE)).isLessThan(broken.plus(Hearing.LATE));
    String room = lab.room(caller);
    lab.join(caller, room, "moderator");
    lab.api("conference " + room + " play " + Tone.ENTER.wav(sounds, SECOND));
    hearing.await(Tone.ENTER);
    assertThat(lab.api("uuid_break " + caller.callUuid())).isEqualTo("+OK");
    assertThat(hearing.awaitEnd(Tone.ENTER, Duration.ZERO).length()).isCloseTo(SECOND, Hearing.EXACT);
    assertThat(caller.position()).isEqualTo("conference " + room);
  }

  @Test
  void whoLeavesHearsNothingMoreOfTheRoom() {
    Caller alice = lab.answered("491747");
    Caller bob = lab.answered("491748");
    String room = lab.room(alice);
    lab.join(alice, room, "moderator");
    lab.join(bob, room, "moderator");
    Hearing heardByAlice = alice.listens();
    Hearing heardByBob = bob.listens();
    lab.api("conference " + room + " hup " + lab.member(bob));
    lab.awaitAction("del-member");
    lab.api("conference " + room + " play " + Tone.EXIT.wav(sounds, SECOND));
    heardByAlice.awaitEnd(Tone.EXIT, Duration.ZERO);
    bob.awaitParked();
    assertThat(heardByBob.sounds()).isEmpty();
  }

  private List<String> files(String action) {
    lab.await("two " + action, event -> lab.actions().stream().filter(action::equals).count() >= 2);
    return lab.events().stream().filter(event -> action.equals(event.get("Action")) && !event.get("File").contains("440-"))
        .map(event -> event.get("File") + " async=" + event.get("Async")).toList();
  }
}
