package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.Heard;
import org.confab.testing.Hearing;
import org.confab.testing.LogLines;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.confab.testing.Tone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GetDigits, GetInput, PreAnswer and DTMF: callers are asked for keys, hear and get what they should, and the application hears of it. */
class InputScenarios extends Scenario {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String PROMPT = "<Play>/prompt.wav</Play>";

  InputScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    return SpokenTone.in(super.settings());
  }

  @BeforeEach
  void sounds() {
    application.on("/prompt.wav", "audio/wav", Tone.PROMPT.wav(SECOND));
    application.on("/long.wav", "audio/wav", Tone.PROMPT.wav(SECOND.multipliedBy(30)));
    application.on("/music.wav", "audio/wav", Tone.MUSIC.wav(SECOND));
    application.on("/bad.wav", "audio/wav", Tone.EXIT.wav(SECOND));
    application.on("/keys", request -> response(conference("after")));
  }

  private static String getDigits(String attributes, String prompt) {
    return "<GetDigits action=\"/keys\" " + attributes + ">" + prompt + "</GetDigits>";
  }

  /** Calls, and waits until the prompt is heard. */
  private Caller isAsked(String from) {
    Caller caller = box.call(from);
    caller.awaitHears(Tone.PROMPT);
    return caller;
  }

  /** What the application was told of that call's keys, in order. */
  private List<String> keysOf(Caller caller) {
    return application.requests("/keys").stream().filter(request -> request.parameter("CallUUID").equals(caller.callUuid()))
        .map(request -> request.parameter("Digits")).toList();
  }

  @Test
  void theRightPinLeadsToTheConferenceAndAWrongOneIsAskedForAgain() {
    String document = getDigits("numDigits=\"4\"", "<Play>/long.wav</Play>") + "<Hangup/>";
    answers(document);
    application.on("/keys", request -> response(request.parameter("Digits").equals("4711") ? conference("secret") : document));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    heard.await(Tone.PROMPT);
    anna.press("1234");
    application.awaitRequest("/keys");
    heard.await(Tone.PROMPT, heard.now());
    anna.press("4711");
    entered(anna);
    assertThat(keysOf(anna)).containsExactly("1234", "4711");
    ReceivedRequest told = application.requests("/keys").get(0);
    assertThat(told.method()).isEqualTo("POST");
    assertThat(told.find("InputType")).isEmpty();
    assertThat(told.parameter("From")).isEqualTo("4915100001");
    assertThat(told.parameter("CallStatus")).isEqualTo("in-progress");
    assertSigned(told, "first-token");
  }

  @Test
  void keysOfTheWholePromptOfTheSilenceAndOfWhatIsBetweenAreAllSeenOnceAndInOrder() {
    answers(getDigits("numDigits=\"12\" finishOnKey=\"none\"", PROMPT));
    Caller anna = isAsked("4915100001");
    anna.press("123456789*0#");
    entered(anna);
    assertThat(keysOf(anna)).containsExactly("123456789*0#");
  }

  @Test
  void theFirstKeyEndsThePrompt() {
    answers(getDigits("", "<Play>/long.wav</Play>"));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    heard.await(Tone.PROMPT);
    anna.press("5");
    heard.awaitSilence(Duration.ZERO, SECOND.dividedBy(2));
    entered(anna);
    assertThat(keysOf(anna)).as("2 s after the last key it is complete").containsExactly("5");
  }

  @Test
  void whoPressesNothingComesToTheNextElementAndTheActionIsNotRequested() {
    answers(getDigits("timeout=\"1\"", PROMPT) + conference("without"));
    Caller anna = enters("4915100001");
    assertThat(keysOf(anna)).isEmpty();
  }

  @Test
  void withRetriesThePromptIsHeardAgain() {
    answers(getDigits("timeout=\"1\" retries=\"2\"", PROMPT) + conference("without"));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    entered(anna);
    assertThat(heard.heard(Tone.PROMPT)).as(heard::toString).hasSize(2);
  }

  @Test
  void theFinishingKeyEndsTheEntryAndIsNoPartOfIt() {
    answers(getDigits("finishOnKey=\"*\" digitTimeout=\"60\"", PROMPT));
    Caller anna = isAsked("4915100001");
    anna.press("12#*");
    entered(anna);
    assertThat(keysOf(anna)).containsExactly("12#");
  }

  @Test
  void afterInvalidKeysTheirSoundAndThePromptAreHeard() {
    answers(getDigits("numDigits=\"1\" validDigits=\"12\" retries=\"2\" invalidDigitsSound=\"/bad.wav\"", PROMPT));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    heard.await(Tone.PROMPT);
    anna.press("9");
    Heard bad = heard.await(Tone.EXIT);
    heard.await(Tone.PROMPT, bad.from());
    anna.press("2");
    entered(anna);
    assertThat(keysOf(anna)).containsExactly("2");
  }

  @Test
  void withRedirectFalseTheNextElementRuns() {
    answers(getDigits("numDigits=\"1\" redirect=\"false\" method=\"GET\"", PROMPT) + conference("next"));
    Caller anna = isAsked("4915100001");
    anna.press("7");
    assertThat(entered(anna).parameter("ConferenceName")).isEqualTo("next");
    assertThat(application.awaitRequest("/keys").method()).isEqualTo("GET");
    assertThat(keysOf(anna)).containsExactly("7");
  }

  @Test
  void speakPlayAndWaitInItAreOnePromptAndTheBeepFollows() {
    answers(getDigits("timeout=\"1\" playBeep=\"true\"", "<Speak>Press a key</Speak><Wait length=\"1\"/><Play loop=\"2\">/music.wav</Play>")
        + conference("without"));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    entered(anna);
    List<Heard> speech = heard.heard(SpokenTone.VOICE);
    List<Heard> music = heard.heard(Tone.MUSIC);
    assertThat(speech).as(heard::toString).hasSize(1);
    assertThat(music).as(heard::toString).hasSize(1);
    assertThat(music.get(0).from().minus(speech.get(0).until())).as(heard::toString).isBetween(SECOND.minusMillis(250), SECOND.plusMillis(250));
    assertThat(music.get(0).length()).as(heard::toString).isBetween(SECOND.multipliedBy(2).minusMillis(250),
        SECOND.multipliedBy(2).plusMillis(250));
    assertThat(heard.heard(new Tone(1000))).as(heard::toString).hasSize(1);
  }

  @Test
  void whoHangsUpInTheMiddleIsAskedNothingMoreAndNobodyIsTold() {
    answers(Map.of("4915100001", getDigits("numDigits=\"4\" digitTimeout=\"1\"", "<Play>/long.wav</Play>") + conference("never"),
        "4915100002", getDigits("numDigits=\"1\"", PROMPT)));
    Caller anna = isAsked("4915100001");
    anna.press("12");
    anna.hangUp();
    anna.awaitHangUp();
    Caller ben = isAsked("4915100002");
    ben.press("1");
    entered(ben);
    assertThat(keysOf(anna)).isEmpty();
    assertThat(callbacksOf(anna)).isEmpty();
  }

  @Test
  void keysOfAnEarlierElementDoNotCount() {
    answers(conference("first", "hangupOnStar=\"true\"") + "<Play loop=\"5\">/music.wav</Play>" + getDigits("numDigits=\"1\" timeout=\"2\"", PROMPT)
        + conference("last"));
    Caller anna = enters("4915100001");
    anna.press("7*");
    anna.awaitHears(Tone.MUSIC);
    anna.press("8");
    application.awaitRequest(request -> request.path().equals("/callback") && request.parameter("ConferenceName").equals("last"));
    assertThat(keysOf(anna)).isEmpty();
  }

  @Test
  void keysAreNeverLogged() {
    answers(getDigits("log=\"true\" method=\"GET\" numDigits=\"9\"", PROMPT));
    try (LogLines log = LogLines.open()) {
      Caller anna = isAsked("4915100001");
      anna.press("918273645");
      entered(anna);
      assertThat(keysOf(anna)).containsExactly("918273645");
      assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("918273645"));
    }
  }

  @Test
  void getInputTakesKeysWhereSpeechIsAskedForToo() {
    answers("<GetInput action=\"/keys\" inputType=\"dtmf speech\" numDigits=\"2\" executionTimeout=\"5\" language=\"en-US\">" + PROMPT + "</GetInput>");
    Caller anna = isAsked("4915100001");
    anna.press("42");
    entered(anna);
    ReceivedRequest told = application.requests("/keys").get(0);
    assertThat(told.parameter("InputType")).isEqualTo("dtmf");
    assertThat(told.parameter("Digits")).isEqualTo("42");
    assertThat(told.parameter("Speech")).isEmpty();
  }

  @Test
  void getInputWithoutInputIsFollowedByTheNextElement() {
    answers("<GetInput action=\"/keys\" executionTimeout=\"5\"/>" + conference("without"));
    Caller anna = enters("4915100001");
    assertThat(keysOf(anna)).isEmpty();
  }

  @Test
  void aSpeakOf100KilobytesDoesNotKeepACallerFromPressingKeys() {
    String text = "five o'clock; $(reboot) `reboot` | reboot ".repeat(2400);
    answers(getDigits("numDigits=\"1\"", "<Speak>" + text + "</Speak>" + PROMPT));
    Caller anna = isAsked("4915100001");
    anna.press("1");
    entered(anna);
    assertThat(keysOf(anna)).containsExactly("1");
  }

  @Test
  void preAnswerIsHeardByACallThatIsNotAnswered() {
    answers("<PreAnswer>" + PROMPT + "<Speak>Please hold</Speak><Play>/long.wav</Play></PreAnswer>" + conference("never"));
    Caller anna = box.call("4915100001");
    Hearing heard = anna.listens();
    heard.await(Tone.PROMPT);
    Heard speech = heard.await(SpokenTone.VOICE);
    heard.await(Tone.PROMPT, speech.until());
    assertThat(anna.isAnswered()).isFalse();
    anna.hangUp();
    assertThat(anna.awaitHangUp()).as("what a phone says that was never answered").isEqualTo("ORIGINATOR_CANCEL");
  }

  @Test
  void whatFollowsPreAnswerAnswers() {
    answers("<PreAnswer>" + PROMPT + "<Wait length=\"1\"/>" + getDigits("timeout=\"1\"", "") + "</PreAnswer>" + conference("after"));
    Caller anna = enters("4915100001");
    anna.awaitAnswered();
    assertThat(keysOf(anna)).isEmpty();
  }

  @Test
  void aCallThatEndsInPreAnswerWasNeverAnswered() {
    answers("<PreAnswer>" + PROMPT + "</PreAnswer><Hangup reason=\"busy\"/>");
    Caller anna = box.call("4915100001");
    assertThat(anna.awaitHangUp()).isEqualTo("USER_BUSY");
    assertThat(anna.isAnswered()).isFalse();
  }

  @Test
  void keysThatAreSentArriveAtTheCallersPhone() {
    answers("<DTMF async=\"false\">12w3#</DTMF>" + conference("after"));
    Caller anna = box.call("4915100001");
    entered(anna);
    anna.awaitReceives("123#");
  }

  @Test
  void asyncKeysAreSentWhileTheNextElementRuns() {
    answers("<DTMF>1234567890*#</DTMF>" + conference("after"));
    Caller anna = enters("4915100001");
    anna.awaitReceives("1234567890*#");
  }
}
