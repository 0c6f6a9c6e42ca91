package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.Hearing;
import org.confab.testing.LogLines;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.confab.testing.Tone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** waitSound, enterSound and exitSound, by ear: what callers hear is recorded, and the sounds' tones are looked for in it. */
class RoomSoundScenarios extends Scenario {

  private static final Duration SECOND = Duration.ofSeconds(1);

  RoomSoundScenarios(Switch box) {
    super(box);
  }

  @BeforeEach
  void sounds() {
    application.on("/music.wav", "audio/wav", Tone.MUSIC.wav(SECOND.multipliedBy(4)));
    application.on("/enter.wav", "audio/wav", Tone.ENTER.wav(SECOND));
    application.on("/exit.wav", "audio/wav", Tone.EXIT.wav(SECOND));
    application.on("/music.xml", request -> response("<Play loop=\"0\">/music.wav</Play>"));
    application.on("/enter.xml", request -> response("<Play>/enter.wav</Play>"));
    application.on("/exit.xml", request -> response("<Play>/exit.wav</Play>"));
  }

  private String waiting(String name) {
    return conference(name, "startConferenceOnEnter=\"false\"", "waitSound=\"/music.xml\"");
  }

  @Test
  void aWaitingCallerHearsMusicFromTheFirstMomentUntilTheConferenceStarts() {
    answers(Map.of("4915100001", waiting("moderated"), "4915100002", conference("moderated")));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    entered(anna);
    Duration begun = heard.await(Tone.MUSIC).from();
    assertThat(begun).as(heard::toString).isLessThan(Hearing.LATE);
    heard.listenUntil(begun.plus(SECOND));
    Duration before = heard.now();
    Caller ben = box.call("4915100002");
    entered(ben);
    Duration started = heard.now();
    Duration silence = heard.awaitSilence(begun, Duration.ofMillis(500));
    assertThat(silence).as(heard::toString).isBetween(before, started.plus(Hearing.LATE));
    ben.talks(Tone.VOICE);
    heard.await(Tone.VOICE);
    assertThat(heard.heard(Tone.MUSIC, silence, heard.now())).as(heard::toString).isEmpty();
  }

  @Test
  void theMusicGoesOnWhenOtherWaitersComeAndGo() {
    answers(waiting("moderated"));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    Duration from = heard.await(Tone.MUSIC).from();
    Caller ben = enters("4915100002");
    ben.awaitHears(Tone.MUSIC);
    ben.hangUp();
    exited(ben);
    heard.listenUntil(from.plus(SECOND.multipliedBy(3)));
    assertThat(heard.longestGap(Tone.MUSIC, from, heard.now())).as(heard::toString).isLessThan(Duration.ofMillis(200));
  }

  @Test
  void whoIsAloneHearsItAndWhoGetsCompanyDoesNot() {
    answers(conference("bridge", "waitSound=\"/music.xml\""));
    Caller anna = enters("4915100001");
    anna.awaitHears(Tone.MUSIC);
    Caller ben = enters("4915100002");
    anna.awaitSilence();
    ben.hangUp();
    exited(ben);
    anna.awaitHears(Tone.MUSIC);
  }

  @Test
  void theFirstThatNamesAWaitSoundDecides() {
    application.on("/other.xml", request -> response("<Play>/enter.wav</Play>"));
    answers(Map.of("4915100001", conference("late", "startConferenceOnEnter=\"false\""), "4915100002", waiting("late"),
        "4915100003", conference("late", "startConferenceOnEnter=\"false\" waitSound=\"/other.xml\"")));
    Caller anna = enters("4915100001");
    enters("4915100002");
    anna.awaitHears(Tone.MUSIC);
    Caller cleo = enters("4915100003");
    Hearing heard = cleo.listens();
    heard.await(Tone.MUSIC);
    assertThat(heard.heard(Tone.ENTER)).as(heard::toString).isEmpty();
  }

  @Test
  void aSoundThatTakesLongerThanASecondIsHeardWhenItIsThere() {
    java.util.concurrent.CountDownLatch gate = new java.util.concurrent.CountDownLatch(1);
    application.on("/music.xml", request -> {
      try {
        gate.await();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
      return response("<Play loop=\"0\">/music.wav</Play>");
    });
    answers(waiting("slow"));
    Caller anna = enters("4915100001");
    gate.countDown();
    anna.awaitHears(Tone.MUSIC);
  }

  @Test
  void enterAndExitSoundsAreHeardByThoseInTheRoomAndNotByTheLeaver() {
    answers(Map.of("4915100001", conference("doors"),
        "4915100002", conference("doors", "enterSound=\"/enter.xml\"", "exitSound=\"/exit.xml\"", "hangupOnStar=\"true\"") + "<Wait length=\"4\"/>"));
    Caller anna = enters("4915100001");
    Hearing inside = anna.listens();
    Caller ben = enters("4915100002");
    inside.awaitEnd(Tone.ENTER, Duration.ZERO);
    Hearing leaver = ben.listens();
    ben.press("*");
    exited(ben);
    inside.awaitEnd(Tone.EXIT, Duration.ZERO);
    assertThat(inside.heard(Tone.ENTER)).as(inside::toString).singleElement()
        .satisfies(once -> assertThat(once.length()).isBetween(Duration.ofMillis(800), Duration.ofMillis(1200)));
    assertThat(inside.heard(Tone.EXIT)).as(inside::toString).hasSize(1);
    assertThat(leaver.heard(Tone.EXIT)).as(leaver::toString).isEmpty();
  }

  @Test
  void nobodyHearsThemInAnEmptyRoom() {
    answers(conference("empty", "enterSound=\"/enter.xml\"", "exitSound=\"/exit.xml\""));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    entered(anna);
    heard.listenUntil(heard.now().plus(SECOND));
    assertThat(heard.sounds()).as(heard::toString).isEmpty();
    anna.hangUp();
    exited(anna);
    assertThat(application.requests("/exit.xml")).isEmpty();
  }

  @Test
  void beepsAreShortOnesAndTwo() {
    answers(Map.of("4915100001", conference("beeps"), "4915100002", conference("beeps", "enterSound=\"beep:1\"", "exitSound=\"beep:2\"")));
    Caller anna = enters("4915100001");
    Hearing heard = anna.listens();
    Caller ben = enters("4915100002");
    Duration after = heard.awaitEnd(Tone.BEEP, Duration.ZERO).until();
    ben.hangUp();
    exited(ben);
    Duration second = heard.awaitEnd(Tone.BEEP, after).until();
    heard.awaitEnd(Tone.BEEP, second);
    assertThat(heard.heard(Tone.BEEP)).as(heard::toString).hasSize(3);
  }

  @Test
  void theDocumentIsRequestedAsPlivoDoesAndTheSoundOnce() {
    answers(conference("many", "enterSound=\"/enter.xml\"", "waitSound=\"/music.xml\""));
    for (int n = 1; n <= 5; n++) {
      enters("491510000" + n);
    }
    ReceivedRequest request = application.awaitRequest("/enter.xml");
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.parameter("Event")).isEqualTo("ConferenceRemoteSounds");
    assertThat(request.parameter("ConferenceAction")).isEqualTo("enterSound");
    assertThat(request.parameter("ConferenceName")).isEqualTo("many");
    assertThat(request.parameter("From")).isEqualTo("4915100001");
    assertSigned(request, "first-token");
    assertThat(application.requests("/music.xml")).hasSize(5);
    assertThat(application.requests("/enter.wav")).hasSize(1);
    assertThat(application.requests("/music.wav")).hasSize(1);
  }

  @Test
  void soundsThatCannotBeHadAreSkippedWithOneWarningEachAndTheCallGoesOn() {
    application.on("/html", request -> "<html><body>Not found</body></html>");
    application.on("/nothing.wav", "audio/wav", "no audio at all".getBytes());
    application.on("/text.xml", request -> response("<Play>/nothing.wav</Play><Dial>1</Dial><Play>/enter.wav</Play>"));
    application.answer("/gone", request -> FakeApplication.Answer.status(404));
    try (LogLines log = LogLines.open()) {
      answers(Map.of("4915100001", conference("bad", "waitSound=\"/html\"", "enterSound=\"/gone\""),
          "4915100002", conference("bad", "enterSound=\"/text.xml\"", "waitSound=\"http://127.0.0.1:1/dead\"")));
      Caller anna = enters("4915100001");
      Hearing heard = anna.listens();
      enters("4915100002");
      heard.awaitEnd(Tone.ENTER, Duration.ZERO);
      for (String once : List.of("/html", "/gone", "/nothing.wav", "127.0.0.1:1")) {
        assertThat(log.lines().stream().filter(line -> line.startsWith("WARN") && line.contains(once))).as(once).hasSize(1);
      }
    }
  }
}
