package org.confab.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.testing.EventSocket;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.confab.testing.Tone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a simulated phone is sent to hear, to the millisecond of the clock. */
class SimulatedHearingTest {

  private final Loop loop = new Loop();
  private final ManualClock clock = new ManualClock();
  private SimulatedFreeSwitch freeSwitch;
  private EventSocket socket;
  private SimulatedCall alice;
  private SimulatedCall bob;
  @TempDir
  private Path sounds;

  @BeforeEach
  void twoCallsAreAnswered() throws IOException {
    freeSwitch = Loop.result(SimulatedFreeSwitch.start(loop.vertx(), SimulatorOptions.defaults(clock)));
    socket = EventSocket.connect("127.0.0.1", freeSwitch.port(), "ClueCon", event -> { });
    alice = call("15550101");
    bob = call("15550102");
  }

  @AfterEach
  void stop() throws IOException {
    socket.close();
    Loop.result(freeSwitch.stop());
    loop.close();
  }

  @Test
  void aSoundOfTwoSecondsEndsAfterTwoSeconds() {
    join(alice, "moderator");
    String file = Tone.ENTER.wav(sounds, Duration.ofSeconds(2)).toString();
    Instant started = clock.now();
    assertThat(api("conference lab play " + file)).startsWith("+OK");
    assertThat(alice.heardSounds()).containsExactly(new HeardSound(file, Duration.ZERO, started, Optional.empty()));
    pass(1990);
    assertThat(alice.heardSounds()).singleElement().satisfies(sound -> assertThat(sound.until()).isEmpty());
    pass(40);
    assertThat(alice.heardSounds()).singleElement()
        .satisfies(sound -> assertThat(sound.until()).contains(started.plusMillis(2020)));
  }

  @Test
  void whoComesInTheMiddleOfASoundHearsItsRest() {
    join(alice, "moderator");
    String file = Tone.ENTER.wav(sounds, Duration.ofSeconds(2)).toString();
    Instant started = clock.now();
    api("conference lab play " + file);
    pass(700);
    join(bob, "moderator");
    assertThat(bob.heardSounds()).singleElement().satisfies(sound -> {
      assertThat(sound.from()).isBetween(started.plusMillis(700), started.plusMillis(720));
      assertThat(sound.skipped()).isEqualTo(Duration.between(started, sound.from()));
    });
  }

  @Test
  void aVoiceIsHeardByTheOthersUntilItMayNoLonger() {
    join(alice, "moderator");
    join(bob, "moderator");
    alice.talk("tone_stream://%(1000,0,300);loops=-1");
    pass(100);
    assertThat(bob.heardSounds()).hasSize(1);
    assertThat(alice.heardSounds()).isEmpty();
    api("conference lab mute all quiet");
    Instant muted = clock.now();
    pass(100);
    assertThat(bob.heardSounds()).singleElement().satisfies(sound -> assertThat(sound.until()).contains(muted));
    api("conference lab unmute all quiet");
    pass(100);
    assertThat(bob.heardSounds()).hasSize(2);
    HeardSound first = bob.heardSounds().get(0);
    HeardSound second = bob.heardSounds().get(1);
    assertThat(second.skipped()).isEqualTo(first.skipped().plus(Duration.between(first.from(), second.from())));
  }

  @Test
  void aRoomThatWaitsMixesNobodysVoice() {
    join(alice, "wait-mod");
    join(bob, "wait-mod");
    alice.talk();
    pass(100);
    assertThat(bob.heardSounds()).isEmpty();
  }

  @Test
  void aPlaybackThatAnotherOneCoversGoesOnWhereItWas() {
    String lower = Tone.MUSIC.wav(sounds, Duration.ofSeconds(2)).toString();
    String upper = Tone.PROMPT.wav(sounds, Duration.ofSeconds(1)).toString();
    run(alice, "playback", lower);
    pass(500);
    run(alice, "playback", upper);
    pass(1100);
    List<HeardSound> heard = alice.heardSounds();
    assertThat(heard).extracting(HeardSound::sound).containsExactly(lower, upper, lower);
    assertThat(heard.get(2).skipped()).isEqualTo(Duration.between(heard.get(0).from(), heard.get(0).until().orElseThrow()));
  }

  private SimulatedCall call(String from) {
    SimulatedCall call = freeSwitch.place(new IncomingCall(from, "266322", from, Map.of()),
        List.of(new Action("set", "hangup_after_conference=false"), new Action("answer", ""), new Action("park", "")));
    pass(10);
    return call;
  }

  private void join(SimulatedCall call, String flags) {
    api("uuid_transfer " + call.uuid() + " conference:lab+flags{" + flags + "} inline");
    pass(20);
  }

  private void run(SimulatedCall call, String application, String argument) {
    assertThat(socket.command("sendmsg " + call.uuid(),
        Map.of("call-command", "execute", "execute-app-name", application, "execute-app-arg", argument))).startsWith("+OK");
    pass(10);
  }

  private String api(String command) {
    return socket.api(command);
  }

  /** Lets time pass in steps of 10 ms, and everything happen that is due. */
  private void pass(int millis) {
    for (int i = 0; i < millis; i += 10) {
      api("echo"); // what was asked for is done
      clock.advance(Duration.ofMillis(10));
      api("echo");
      api("echo");
    }
  }
}
