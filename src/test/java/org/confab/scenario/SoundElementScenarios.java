package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.Heard;
import org.confab.testing.Hearing;
import org.confab.testing.LogLines;
import org.confab.testing.Switch;
import org.confab.testing.Tone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Play, Speak and Wait at the top level of a document, before and after a conference, by ear. */
class SoundElementScenarios extends Scenario {

  private static final Duration SECOND = Duration.ofSeconds(1);

  SoundElementScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    return SpokenTone.in(super.settings());
  }

  @BeforeEach
  void sounds() {
    application.on("/prompt.wav", "audio/wav", Tone.PROMPT.wav(SECOND));
    application.on("/music.wav", "audio/wav", Tone.MUSIC.wav(SECOND));
  }

  private String play(String path, String attributes) {
    return "<Play " + attributes + ">" + application.url(path) + "</Play>";
  }

  @Test
  void playSpeakAndWaitAreHeardInTheirOrderBeforeTheConference() {
    answers(play("/prompt.wav", "") + "<Wait length=\"1\"/><Speak>Welcome</Speak>" + conference("after"));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    entered(anna);
    // the first packets after an answer may be lost, and so the beginning of the first sound
    assertThat(heard.heard(Tone.PROMPT)).as(heard::toString).hasSize(1);
    Heard speech = heard.await(SpokenTone.VOICE);
    assertThat(speech.from().minus(heard.heard(Tone.PROMPT).get(0).until())).as(heard::toString).isGreaterThan(SECOND.minus(Hearing.EXACT));
    assertThat(total(heard, SpokenTone.VOICE)).as(heard::toString).isBetween(SECOND.minusMillis(250), SECOND.plusMillis(250));
  }

  @Test
  void theyAreHeardAfterTheConference() {
    answers(conference("first", "hangupOnStar=\"true\"") + "<Speak>Goodbye</Speak>" + play("/prompt.wav", ""));
    Caller anna = enters("4915100001");
    Hearing heard = anna.listens();
    anna.press("*");
    exited(anna);
    Heard speech = heard.await(SpokenTone.VOICE);
    heard.await(Tone.PROMPT, speech.from());
    assertThat(anna.awaitHangUp()).isEqualTo("NORMAL_CLEARING");
  }

  @Test
  void theyAreHeardAsOftenAsTheySay() {
    answers(play("/prompt.wav", "loop=\"3\"") + "<Speak loop=\"2\">Again</Speak>" + conference("after"));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    entered(anna);
    assertThat(total(heard, Tone.PROMPT)).as(heard::toString).isBetween(SECOND.multipliedBy(3).minusMillis(700), SECOND.multipliedBy(3).plusMillis(250));
    assertThat(total(heard, SpokenTone.VOICE)).as(heard::toString)
        .isBetween(SECOND.multipliedBy(2).minusMillis(250), SECOND.multipliedBy(2).plusMillis(250));
  }

  private static Duration total(Hearing heard, Tone tone) {
    return heard.heard(tone).stream().map(Heard::length).reduce(Duration.ZERO, Duration::plus);
  }

  @Test
  void withoutAnEndItIsHeardUntilTheCallerHangsUp() {
    answers(play("/prompt.wav", "loop=\"0\"") + conference("never"));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    heard.listenUntil(heard.await(Tone.PROMPT).from().plus(SECOND.multipliedBy(4)));
    assertThat(total(heard, Tone.PROMPT)).as(heard::toString).isGreaterThan(SECOND.multipliedBy(3));
    anna.hangUp();
    anna.awaitHangUp();
    assertThat(callbacksOf(anna)).isEmpty();
  }

  @Test
  void whatCannotBeHadIsSkippedWithOneWarningAndTheCallGoesOn() {
    application.on("/page.mp3", "text/html", "<html>Not found</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    try (LogLines log = LogLines.open()) {
      answers(play("/missing.wav", "") + play("/page.mp3", "") + "<Play>http://127.0.0.1:1/dead.wav</Play><Play>http://[/broken</Play>" + conference("after"));
      Caller anna = enters("4915100001");
      assertThat(log.lines().stream().filter(line -> line.startsWith("WARN") && line.contains(anna.callUuid()))).hasSize(4);
    }
  }

  @Test
  void aKeyDoesNotEndAWait() {
    answers(play("/prompt.wav", "") + "<Wait length=\"3\"/>" + play("/music.wav", "") + conference("after"));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    Duration end = heard.awaitEnd(Tone.PROMPT, Duration.ZERO).until();
    anna.press("1*#");
    Heard music = heard.await(Tone.MUSIC);
    assertThat(music.from().minus(end)).as(heard::toString).isGreaterThan(SECOND.multipliedBy(3).minus(Hearing.EXACT));
  }

  @Test
  void anUnansweredCallGoesOnRingingWhileItWaits() {
    answers("<Wait length=\"60\"/><Speak>Hello</Speak>");
    Caller anna = box.call("4915100001");
    anna.awaitPosition("waiting", "sleep"::equals, Caller.PATIENCE);
    assertThat(anna.isAnswered()).isFalse();
    anna.hangUp();
    assertThat(anna.awaitHangUp()).isEqualTo("ORIGINATOR_CANCEL");
  }

  @Test
  void ssmlIsSpokenAndShellSyntaxIsOnlyText() {
    answers("<Speak voice=\"Polly.Joanna\" language=\"en-US\"><speak><p>One<break time=\"1s\"/>two</p> $(touch hacked) ; `reboot`</speak></Speak>"
        + conference("after"));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    entered(anna);
    assertThat(heard.heard(SpokenTone.VOICE)).as(heard::toString).hasSize(1);
    assertThat(java.nio.file.Path.of("hacked")).doesNotExist();
  }
}
