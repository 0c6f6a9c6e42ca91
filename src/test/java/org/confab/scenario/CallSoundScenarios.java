package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.confab.testing.Caller;
import org.confab.testing.Heard;
import org.confab.testing.Hearing;
import org.confab.testing.Switch;
import org.confab.testing.Tone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Play, Speak and DTMF on a call, by REST, by ear. */
class CallSoundScenarios extends CallScenario {

  private static final Duration SECOND = Duration.ofSeconds(1);

  CallSoundScenarios(Switch box) {
    super(box);
  }

  @BeforeEach
  void sounds() {
    application.on("/prompt.wav", "audio/wav", Tone.PROMPT.wav(SECOND));
    application.on("/music.wav", "audio/wav", Tone.MUSIC.wav(SECOND));
  }

  @Test
  void whatIsPlayedIsHeardByThatMemberAloneAndHeHearsTheOthersStill() {
    answers(conference("heard"));
    Caller anna = enters("1");
    Caller ben = enters("2");
    ben.talks(Tone.MUSIC);
    anna.awaitHears(Tone.MUSIC);
    Hearing others = ben.listens();
    Hearing heard = anna.listens();
    Reply reply = ordered("POST", "Call/" + anna.callUuid() + "/Play/", Map.of("urls", application.url("/prompt.wav"), "loop", "true"));
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.text("message")).isEqualTo("play started");
    heard.await(Tone.PROMPT);
    anna.awaitHears(Tone.MUSIC);
    ordered("DELETE", "Call/" + anna.callUuid() + "/Play/", Map.of());
    ben.fallsSilent();
    anna.awaitSilence();
    assertThat(others.heard(Tone.PROMPT)).isEmpty();
    assertThat(callbacksOf(anna)).containsExactly("enter");
  }

  @Test
  void whatIsNotMixedIsHeardInPlaceOfTheCall() {
    answers("<Play loop=\"0\">" + application.url("/music.wav") + "</Play>");
    Caller anna = box.call("1");
    anna.awaitHears(Tone.MUSIC);
    Hearing heard = anna.listens();
    ordered("POST", "Call/" + anna.callUuid() + "/Play/", Map.of("urls", application.url("/prompt.wav"), "mix", false, "length", 1, "loop", true));
    Heard prompt = heard.await(Tone.PROMPT);
    heard.await(Tone.MUSIC, prompt.until());
  }

  @Test
  void severalAreHeardOneAfterTheOther() {
    answers(conference("several"));
    Caller anna = enters("1");
    enters("2");
    Hearing heard = anna.listens();
    ordered("POST", "Call/" + anna.callUuid() + "/Play/", Map.of("urls", application.url("/prompt.wav") + "," + application.url("/music.wav")));
    Heard first = heard.await(Tone.PROMPT);
    heard.await(Tone.MUSIC, first.from());
  }

  @Test
  void whatIsSpokenIsHeard() {
    answers(conference("spoken"));
    Caller anna = enters("1");
    enters("2");
    Reply reply = ordered("POST", "Call/" + anna.callUuid() + "/Speak/", Map.of("text", "Hello, \"Anna\"; $" + "{x}", "voice", "WOMAN", "language", "en-GB"));
    assertThat(reply.text("message")).isEqualTo("speak started");
    anna.awaitHears(SpokenTone.VOICE);
    ordered("DELETE", "Call/" + anna.callUuid() + "/Speak/", Map.of());
  }

  @Test
  void keysArriveInAConferenceAndOutOfOne() {
    answers(Map.of("1", conference("keys"), "2", "<Play>tone_stream://%(100,0,400)</Play><Wait length=\"60\"/>"));
    Caller anna = enters("1");
    Caller ben = box.call("2");
    ben.awaitAnswered();
    assertThat(ordered("POST", "Call/" + anna.callUuid() + "/DTMF/", Map.of("digits", "1#w2")).text("message")).isEqualTo("digits sent");
    ordered("POST", "Call/" + ben.callUuid() + "/DTMF/", Map.of("digits", "9"));
    ordered("POST", "Call/" + ben.callUuid() + "/DTMF/", Map.of("digits", "9"));
    anna.awaitReceives("1#2");
    ben.awaitReceives("99");
  }

  @Test
  void whatCannotBeIsRefused() {
    answers(conference("wrong"));
    Caller anna = enters("1");
    String call = "Call/" + anna.callUuid() + "/";
    assertThat(rest("POST", call + "Play/", Map.of("urls", application.url("/prompt.wav"), "legs", "both")).status()).isEqualTo(400);
    assertThat(rest("POST", call + "Play/", Map.of("urls", "/etc/passwd")).status()).isEqualTo(400);
    assertThat(rest("POST", call + "Play/", Map.of("urls", application.url("/nothing.wav"))).status()).isEqualTo(400);
    assertThat(rest("POST", call + "Speak/", Map.of()).status()).isEqualTo(400);
    assertThat(rest("POST", call + "DTMF/", Map.of("digits", "12;3")).status()).isEqualTo(400);
    assertThat(rest("POST", "Call/nobody/Play/", Map.of("urls", application.url("/prompt.wav"))).status()).isEqualTo(404);
  }
}
