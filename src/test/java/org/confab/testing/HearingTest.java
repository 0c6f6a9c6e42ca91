package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers hear, say and hold is alike on both switches. */
@OnEverySwitch
class HearingTest {

  private final Switch box;
  private EventSocket socket;

  HearingTest(Switch box) {
    this.box = box;
  }

  @BeforeEach
  void connects() throws IOException {
    socket = EventSocket.connect(box.host(), box.eventSocketPort(), box.password(), event -> { });
  }

  @AfterEach
  void everybodyHangsUp() throws IOException {
    box.hangUpAll();
    socket.close();
  }

  @Test
  void aCallerHearsWhatIsPlayedToHimForAsLongAsItIsPlayed(@TempDir Path sounds) {
    Caller caller = answered("491721");
    Hearing hearing = caller.listens();
    execute(caller, "playback", "file_string://" + Tone.PROMPT.wav(sounds, Duration.ofSeconds(1)) + "!silence_stream://500!"
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
    Caller caller = answered("491722");
    Hearing hearing = caller.listens();
    execute(caller, "playback", "tone_stream://L=2;%(300,200,700)");
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
    execute(caller, "playback", Tone.PROMPT.stream(Duration.ofMillis(600)));
    Heard prompt = hearing.awaitEnd(Tone.PROMPT, Duration.ZERO);
    assertLength(prompt, 600);
    assertThat(prompt.from()).isLessThan(Duration.ofMillis(200));
    assertThat(caller.isAnswered()).isFalse();
  }

  @Test
  void membersHearEachOtherAndNotThemselvesNorTheMuted() {
    Caller alice = answered("491724");
    Caller bob = answered("491725");
    String room = "confab-hearing-" + alice.callUuid().substring(0, 8);
    join(alice, room, "moderator");
    join(bob, room, "moderator");
    Hearing heardByAlice = alice.listens();
    Hearing heardByBob = bob.listens();
    alice.talks(Tone.VOICE);
    heardByBob.await(Tone.VOICE);
    socket.api("conference " + room + " mute all quiet");
    heardByBob.awaitSilence(heardByBob.now(), Duration.ofMillis(300));
    bob.talks(Tone.SECOND_VOICE);
    socket.api("conference " + room + " unmute all quiet");
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
    Caller caller = answered("491726");
    String room = "confab-hearing-" + caller.callUuid().substring(0, 8);
    join(caller, room, "moderator");
    assertThat(caller.receivedKeys()).isEmpty();
    socket.api("conference " + room + " dtmf " + member(room) + " 159");
    socket.api("conference " + room + " dtmf " + member(room) + " #*");
    caller.awaitReceives("159#*");
  }

  @Test
  void aMemberWhoHoldsHearsNothingAndIsHeardAgainAfterwards() {
    Caller alice = answered("491727");
    Caller bob = answered("491728");
    String room = "confab-hearing-" + alice.callUuid().substring(0, 8);
    join(alice, room, "moderator");
    join(bob, room, "moderator");
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

  private Caller answered(String from) {
    Caller caller = box.call(from);
    caller.awaitParked();
    socket.api("uuid_setvar_multi " + caller.callUuid()
        + " hangup_after_conference=false;conference_controls=none;conference_permanent_wait_mod_moh=true;playback_terminators=none");
    execute(caller, "answer", "");
    caller.awaitAnswered();
    return caller;
  }

  private void join(Caller caller, String room, String flags) {
    execute(caller, "conference", room + "@confab+flags{" + flags + "}");
    caller.awaitNow("in " + room, ("conference " + room)::equals, Caller.PATIENCE);
  }

  private void execute(Caller caller, String application, String argument) {
    String reply = socket.command("sendmsg " + caller.callUuid(), Map.of("call-command", "execute", "execute-app-name", application,
        "execute-app-arg", argument.isEmpty() ? " " : argument));
    assertThat(reply).startsWith("+OK");
  }

  /** The id of the room's only member. */
  private String member(String room) {
    return socket.api("conference " + room + " list delim ,").split(",", 2)[0];
  }

  private static void assertLength(Heard heard, int millis) {
    assertThat(heard.length()).isCloseTo(Duration.ofMillis(millis), Hearing.EXACT);
  }

  private static Heard only(List<Heard> heard) {
    Assertions.assertThat(heard).hasSize(1);
    return heard.get(0);
  }
}
