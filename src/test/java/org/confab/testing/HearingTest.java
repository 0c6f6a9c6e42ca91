package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers hear, say and hold is alike on both switches. */
@OnEverySwitch
class HearingTest {

  private final Switch box;
  private Lab lab;

  HearingTest(Switch box) {
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
  void aCallerHearsWhatIsPlayedToHimForAsLongAsItIsPlayed(@TempDir Path sounds) {
    Caller caller = lab.answered("491721");
    Hearing hearing = caller.listens();
    lab.execute(caller, "playback", "file_string://" + Tone.PROMPT.wav(sounds, Duration.ofSeconds(1)) + "!silence_stream://500!"
        + Tone.MUSIC.wav(sounds, Duration.ofMillis(700)));
    Heard music = hearing.awaitEnd(Tone.MUSIC, Duration.ZERO);
    Heard prompt = only(hearing.heard(Tone.PROMPT));
    assertLength(prompt, 1000);
    assertLength(music, 700);
    assertThat(music.from().minus(prompt.until())).isCloseTo(Duration.ofMillis(500), Hearing.EXACT);
    assertThat(hearing.heard(Tone.EXIT)).isEmpty();
    hearing.awaitSilence(music.until(), Duration.ofMillis(300));
  }

  @Test
  void toneStreamsAreHeardAsTheyAreWritten() {
    Caller caller = lab.answered("491722");
    Hearing hearing = caller.listens();
    lab.execute(caller, "playback", "tone_stream://L=2;%(300,200,700)");
    Heard second = hearing.awaitEnd(Tone.BEEP, hearing.awaitEnd(Tone.BEEP, Duration.ZERO).until());
    assertThat(hearing.heard(Tone.BEEP)).hasSize(2).allSatisfy(beep -> assertLength(beep, 300));
    assertThat(second.from().minus(hearing.heard(Tone.BEEP).get(0).from())).isCloseTo(Duration.ofMillis(500), Hearing.EXACT);
  }

  @Test
  void anUnansweredCallerHearsEarlyMediaFromItsFirstMoment() {
    Caller caller = box.call("491723");
    caller.awaitParked();
    Hearing hearing = caller.listens();
    assertThat(hearing.now()).isZero();
    lab.execute(caller, "playback", Tone.PROMPT.stream(Duration.ofMillis(600)));
    Heard prompt = hearing.awaitEnd(Tone.PROMPT, Duration.ZERO);
    assertLength(prompt, 600);
    assertThat(prompt.from()).isLessThan(Hearing.LATE);
    assertThat(caller.isAnswered()).isFalse();
  }

  @Test
  void membersHearEachOtherAndNotThemselvesNorTheMuted() {
    Caller alice = lab.answered("491724");
    Caller bob = lab.answered("491725");
    String room = lab.room(alice);
    lab.join(alice, room, "moderator");
    lab.join(bob, room, "moderator");
    Hearing heardByAlice = alice.listens();
    Hearing heardByBob = bob.listens();
    alice.talks(Tone.VOICE);
    heardByBob.await(Tone.VOICE);
    lab.api("conference " + room + " mute all quiet");
    heardByBob.awaitSilence(heardByBob.now(), Duration.ofMillis(300));
    bob.talks(Tone.SECOND_VOICE);
    lab.api("conference " + room + " unmute all quiet");
    Duration unmuted = heardByBob.now();
    heardByBob.await(Tone.VOICE, unmuted);
    heardByAlice.await(Tone.SECOND_VOICE);
    alice.fallsSilent();
    heardByBob.awaitSilence(heardByBob.now(), Duration.ofMillis(300));
    assertThat(heardByAlice.heard(Tone.VOICE)).isEmpty();
    assertThat(heardByBob.heard(Tone.SECOND_VOICE)).isEmpty();
  }

  @Test
  void keysArriveAtThePhoneInTheirOrder() {
    Caller caller = lab.answered("491726");
    String room = lab.room(caller);
    lab.join(caller, room, "moderator");
    assertThat(caller.receivedKeys()).isEmpty();
    lab.api("conference " + room + " dtmf " + lab.member(caller) + " 159");
    lab.api("conference " + room + " dtmf " + lab.member(caller) + " #*");
    caller.awaitReceives("159#*");
  }

  @Test
  void aMemberWhoHoldsHearsNothingAndIsHeardAgainAfterwards() {
    Caller alice = lab.answered("491727");
    Caller bob = lab.answered("491728");
    String room = lab.room(alice);
    lab.join(alice, room, "moderator");
    lab.join(bob, room, "moderator");
    Hearing heardByAlice = alice.listens();
    Hearing heardByBob = bob.listens();
    bob.talks(Tone.SECOND_VOICE);
    heardByAlice.await(Tone.SECOND_VOICE);
    alice.hold();
    heardByAlice.awaitSilence(heardByAlice.now(), Duration.ofMillis(300));
    alice.unhold();
    heardByAlice.await(Tone.SECOND_VOICE, heardByAlice.now());
    alice.talks(Tone.VOICE);
    heardByBob.await(Tone.VOICE);
  }

  private static void assertLength(Heard heard, int millis) {
    assertThat(heard.length()).isCloseTo(Duration.ofMillis(millis), Hearing.EXACT);
  }

  private static Heard only(List<Heard> heard) {
    Assertions.assertThat(heard).hasSize(1);
    return heard.get(0);
  }
}
