package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.confab.plivo.PlayElement;
import org.confab.sound.Script;
import org.confab.sound.Sound;
import org.confab.testing.FakeEventSocket.Received;
import org.confab.testing.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GetDigits, GetInput and the others beside Conference: what FreeSWITCH is given, and what becomes of it when keys, breaks and ends cross. */
class InputRunTest {

  private static final String PROMPT = "<Speak>PIN?</Speak>";
  private static final String NEXT = "<Wait length=\"9\"/>";

  /** A prompt is heard for some time; what is over at once is another matter. */
  private static final Duration A_WHILE = Duration.ofMillis(300);

  private final List<Script> scripts = new CopyOnWriteArrayList<>();
  private TestedBox box;

  @BeforeEach
  void open() {
    box = new TestedBox();
    box.rendering = script -> {
      scripts.add(script);
      return Future.succeededFuture(Optional.of(new Sound(Path.of("/sounds/" + scripts.size() + ".wav"), Duration.ofSeconds(1))));
    };
  }

  @AfterEach
  void close() {
    box.close();
  }

  private void answers(String elements) {
    box.application = request -> TestedBox.replies(request,
        request.url().getPath().equals("/answer") ? "<Response>" + elements + "</Response>" : "<Response><Wait length=\"7\"/></Response>");
  }

  private static String getDigits(String attributes, String prompt) {
    return "<GetDigits action=\"/pin\" " + attributes + ">" + prompt + "</GetDigits>";
  }

  private Received asks(String attributes) {
    answers(getDigits(attributes, PROMPT) + NEXT);
    box.parks("a", "5");
    Received prompt = box.awaitChain("a", 1);
    box.advance(A_WHILE);
    return prompt;
  }

  private void presses(String keys) {
    for (char key : keys.toCharArray()) {
      box.event("a", "DTMF", Map.of("DTMF-Digit", Character.toString(key)));
    }
  }

  private Received ends(Received chain, int next) {
    box.chainEnds(chain, true, Map.of("variable_last_sched_id", "6"));
    return box.awaitChain("a", next);
  }

  private static String body(Received chain) {
    return chain.command().body();
  }

  private long breaks() {
    return box.lines().stream().filter("api uuid_break a"::equals).count();
  }

  @Test
  void thePromptIsOneFileAfterTheAnswerAndOldKeysAreDropped() {
    assertThat(body(asks(""))).startsWith("'m:~:verbose_events:~answer:~flush_dtmf:~playback:/sounds/1.wav~sched_transfer:+30 " + TestedBox.WAY_OUT);
    assertThat(scripts).hasSize(1);
    assertThat(scripts.get(0).whose()).hasToString("call a");
  }

  @Test
  void afterThePromptSilenceFlowsUntilTheKeysAreThere() {
    Received silence = ends(asks("numDigits=\"2\" timeout=\"5\""), 2);
    assertThat(body(silence)).startsWith("'m:~:playback:silence_stream://6000~sched_transfer:");
    presses("4");
    assertThat(breaks()).isZero();
    presses("7");
    assertThat(breaks()).isEqualTo(1);
    assertThat(box.requests("/pin")).as("not while anything plays").isEmpty();
    Received after = ends(silence, 3);
    assertThat(box.requests("/pin")).hasSize(1);
    assertThat(box.requests("/pin").get(0).parameters()).containsEntry("Digits", "47").containsEntry("CallUUID", "a");
    assertThat(body(after)).as("the document that the action returned").contains("sleep:7000");
  }

  @Test
  void theFirstKeyEndsThePromptAndAllThatArePressedMeanwhileCount() {
    Received prompt = asks("numDigits=\"3\"");
    presses("1");
    assertThat(breaks()).isEqualTo(1);
    presses("2");
    assertThat(breaks()).isEqualTo(1);
    Received silence = ends(prompt, 2);
    assertThat(body(silence)).as("2 s for the next key, from the last one").contains("silence_stream://3000");
    presses("3");
    ends(silence, 3);
    assertThat(box.requests("/pin").get(0).parameters()).containsEntry("Digits", "123");
  }

  @Test
  void aBreakThatWasLostIsSaidAgainUntilItIsOver() {
    Received prompt = asks("numDigits=\"1\"");
    presses("1");
    box.advance(Duration.ofMillis(250));
    box.advance(Duration.ofMillis(250));
    assertThat(breaks()).isEqualTo(3);
    ends(prompt, 2);
    box.advance(Duration.ofSeconds(2));
    assertThat(breaks()).isEqualTo(3);
    assertThat(box.requests("/pin")).hasSize(1);
  }

  @Test
  void silenceThatEndsTooEarlyIsFollowedByMoreOfIt() {
    Received silence = ends(asks("numDigits=\"2\""), 2);
    box.advance(Duration.ofSeconds(1));
    Received more = ends(silence, 3);
    assertThat(body(more)).contains("silence_stream://5000");
    presses("12");
    ends(more, 4);
    assertThat(box.requests("/pin").get(0).parameters()).containsEntry("Digits", "12");
  }

  @Test
  void silenceThatIsOverAtOnceIsNotAskedForAgainAtOnce() {
    Received silence = ends(asks(""), 2);
    box.chainEnds(silence, true, Map.of());
    assertThat(box.chains("a")).hasSize(2);
    presses("12#");
    box.settle();
    assertThat(box.requests("/pin").get(0).parameters()).as("keys count in between, too").containsEntry("Digits", "12");
  }

  @Test
  void nobodyIsLeftInSilenceForLongIfWeAreGone() {
    assertThat(body(ends(asks("timeout=\"3600\""), 2))).contains("silence_stream://60000");
  }

  @Test
  void withoutAKeyTheNextElementFollowsAndTheActionIsNotRequested() {
    Received silence = ends(asks("timeout=\"5\""), 2);
    box.advance(Duration.ofSeconds(5));
    assertThat(breaks()).isEqualTo(1);
    assertThat(body(ends(silence, 3))).contains("sleep:9000");
    assertThat(box.requests("/pin")).isEmpty();
  }

  @Test
  void withRetriesThePromptIsHeardAgain() {
    Received silence = ends(asks("timeout=\"5\" retries=\"2\" numDigits=\"1\""), 2);
    box.advance(Duration.ofSeconds(5));
    Received again = ends(silence, 3);
    assertThat(body(again)).startsWith("'m:~:playback:/sounds/1.wav~sched_transfer");
    assertThat(scripts).as("it is made once").hasSize(1);
    presses("1");
    assertThat(body(ends(again, 4))).contains("sleep:7000");
    assertThat(box.requests("/pin").get(0).parameters()).containsEntry("Digits", "1");
  }

  @Test
  void afterInvalidKeysTheirSoundAndThePromptAreOnePlayback() {
    Received silence = ends(asks("numDigits=\"1\" validDigits=\"12\" retries=\"2\" playBeep=\"true\" invalidDigitsSound=\"http://app/bad.mp3\""), 2);
    assertThat(scripts.get(1).elements()).containsExactly(new PlayElement(1, "http://app/bad.mp3", 1));
    presses("9");
    Received again = ends(silence, 3);
    assertThat(body(again)).startsWith("'m:~:playback:file_string:///sounds/2.wav!/sounds/1.wav!tone_stream://%(250,0,1000)~sched_transfer");
    box.advance(A_WHILE);
    Received last = ends(again, 4);
    presses("8");
    assertThat(body(ends(last, 5))).as("no more retries").contains("sleep:9000");
    assertThat(box.requests("/pin")).isEmpty();
  }

  @Test
  void withoutAPromptItBeginsAtOnce() {
    answers(getDigits("numDigits=\"1\" timeout=\"1\" retries=\"2\"", "") + NEXT);
    box.parks("a", "5");
    Received first = box.awaitChain("a", 1);
    assertThat(body(first)).contains("answer:~flush_dtmf:~sched_transfer");
    box.chainEnds(first, true, Map.of());
    box.advance(Duration.ofMillis(250));
    Received silence = box.awaitChain("a", 2);
    box.advance(Duration.ofSeconds(1));
    Received second = ends(silence, 3);
    assertThat(body(second)).contains("silence_stream");
    box.advance(Duration.ofSeconds(1));
    assertThat(body(ends(second, 4))).contains("sleep:9000");
  }

  @Test
  void aPromptThatCannotBeHadIsLeftOut() {
    box.rendering = script -> Future.succeededFuture(Optional.empty());
    assertThat(body(asks(""))).contains("answer:~flush_dtmf:~sched_transfer");
  }

  @Test
  void redirectFalseTellsTheActionAndGoesOn() {
    Received silence = ends(asks("numDigits=\"1\" redirect=\"false\" method=\"GET\""), 2);
    presses("1");
    assertThat(body(ends(silence, 3))).contains("sleep:9000");
    assertThat(box.requests("/pin").get(0).method()).isEqualTo("GET");
    assertThat(box.requests("/pin").get(0).parameters()).containsEntry("Digits", "1");
  }

  @Test
  void getInputSaysWhatKindOfInputItWas() {
    answers("<GetInput action=\"/pin\" numDigits=\"1\" inputType=\"dtmf speech\"/>");
    box.parks("a", "5");
    presses("1");
    box.chainEnds(box.awaitChain("a", 1), true, Map.of());
    box.awaitChain("a", 2);
    assertThat(box.requests("/pin").get(0).parameters()).containsEntry("InputType", "dtmf").containsEntry("Digits", "1").containsEntry("Speech", "");
  }

  @Test
  void aCallerWhoHangsUpIsAskedNothingMore() {
    Received silence = ends(asks("timeout=\"5\""), 2);
    presses("1");
    box.event("a", "CHANNEL_EXECUTE_COMPLETE", Map.of("Application", "execute_extension", "Application-UUID",
        silence.command().headers().get("event-uuid"), "Answer-State", "hangup", "Hangup-Cause", "NORMAL_CLEARING"));
    box.hangsUp("a");
    box.advance(Duration.ofMinutes(1));
    assertThat(box.requests("/pin")).isEmpty();
    assertThat(box.chains("a")).hasSize(2);
    assertThat(breaks()).isZero();
  }

  @Test
  void aCallerWhoHangsUpWhileNothingPlaysIsAskedNothingMore() {
    Received silence = ends(asks("timeout=\"5\""), 2);
    box.chainEnds(silence, true, Map.of());
    box.hangsUp("a");
    box.advance(Duration.ofMinutes(1));
    assertThat(box.chains("a")).hasSize(2);
    assertThat(box.requests("/pin")).isEmpty();
  }

  @Test
  void aCallThatSomebodyTransfersIsLeftAlone() {
    Received silence = ends(asks("numDigits=\"1\""), 2);
    box.chainEnds(silence, false, Map.of());
    presses("1");
    box.advance(Duration.ofMinutes(1));
    assertThat(box.requests("/pin")).isEmpty();
    assertThat(box.chains("a")).hasSize(2);
  }

  @Test
  void keysOfAnEarlierElementDoNotCount() {
    answers("<Wait length=\"3\"/>" + getDigits("numDigits=\"1\"", PROMPT));
    box.parks("a", "5");
    Received waiting = box.awaitChain("a", 1);
    presses("1");
    Received prompt = ends(waiting, 2);
    assertThat(body(prompt)).contains("flush_dtmf");
    box.advance(A_WHILE);
    ends(prompt, 3);
    assertThat(breaks()).isZero();
    assertThat(box.requests("/pin")).isEmpty();
  }

  @Test
  void keysThatArePressedWhileThePromptIsMadeDoNotCount() {
    Promise<Optional<Sound>> made = Promise.promise();
    box.rendering = script -> made.future();
    answers(getDigits("numDigits=\"1\"", PROMPT));
    box.parks("a", "5");
    box.settle();
    presses("1");
    box.loop.run(() -> made.complete(Optional.empty()));
    box.awaitChain("a", 1);
    assertThat(breaks()).isZero();
  }

  @Test
  void aConnectionThatBreaksMeanwhileLosesKeysAndNotTheCaller() {
    Received silence = ends(asks("timeout=\"5\" numDigits=\"1\""), 2);
    box.disconnects();
    box.channels.get("a").put("variable_confab_step", silence.command().headers().get("event-uuid"));
    box.reconnects(Duration.ofSeconds(5));
    box.settle();
    assertThat(body(box.awaitChain("a", 1))).as("what was sent before is forgotten: the next element").contains("sleep:9000");
  }

  @Test
  void keysAreNeverLogged() {
    try (LogLines log = LogLines.open()) {
      Received silence = ends(asks("numDigits=\"6\" redirect=\"false\" method=\"GET\""), 2);
      box.application = request -> Future.succeededFuture(new org.confab.http.HttpReply(500, Map.of(), new byte[0], request.url(), false));
      presses("471108");
      ends(silence, 3);
      box.settle();
      assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("471108"));
    }
  }

  @Test
  void speakIsMadeOnceAndFreeSwitchRepeatsIt() {
    answers("<Speak loop=\"3\" voice=\"MAN\">Hello</Speak><Play loop=\"0\">http://app/a.mp3</Play>");
    box.parks("a", "5");
    Received speak = box.awaitChain("a", 1);
    assertThat(body(speak)).contains("answer:~loop_playback:+3 /sounds/1.wav~");
    assertThat(scripts.get(0).elements()).extracting("loop").containsExactly(1);
    assertThat(scripts.get(0).forever()).isZero();
    assertThat(body(ends(speak, 2))).contains("answer:~endless_playback:/sounds/2.wav~");
  }

  @Test
  void whatCannotBeHadIsSkipped() {
    box.rendering = script -> Future.succeededFuture(Optional.empty());
    answers("<Speak>Hello</Speak><Play>http://app/a.mp3</Play>" + NEXT);
    box.parks("a", "5");
    assertThat(body(box.awaitChain("a", 1))).contains("sleep:9000");
  }

  @Test
  void nothingIsPlayedToACallThatEndedMeanwhile() {
    Promise<Optional<Sound>> made = Promise.promise();
    box.rendering = script -> made.future();
    answers("<Speak>Hello</Speak>");
    box.parks("a", "5");
    box.settle();
    box.hangsUp("a");
    box.loop.run(() -> made.complete(Optional.of(new Sound(Path.of("/sounds/1.wav"), Duration.ofSeconds(1)))));
    box.settle();
    assertThat(box.chains("a")).isEmpty();
  }

  @Test
  void aSoundsDirectoryWithSyntaxInItsNameIsNotPlayedFrom() {
    box.rendering = script -> Future.succeededFuture(Optional.of(new Sound(Path.of("/so!unds/1.wav"), Duration.ofSeconds(1))));
    try (LogLines log = LogLines.open()) {
      answers("<Speak>Hello</Speak>" + NEXT);
      box.parks("a", "5");
      assertThat(body(box.awaitChain("a", 1))).contains("sleep:9000");
      assertThat(log.lines()).anyMatch(line -> line.contains("set sounds.directory to another"));
    }
  }

  @Test
  void preAnswerDoesNotAnswer() {
    answers("<PreAnswer><Speak>Hello</Speak><Play>tone_stream://%(100,0,400)</Play><Wait length=\"2\"/><DTMF>1</DTMF>"
        + getDigits("numDigits=\"1\"", "") + "</PreAnswer><Speak>Answered</Speak>");
    box.parks("a", "5");
    Received speak = box.awaitChain("a", 1);
    assertThat(body(speak)).contains("pre_answer:~playback:/sounds/1.wav").doesNotContain("~answer:");
    Received play = ends(speak, 2);
    assertThat(body(play)).startsWith("'m:~:pre_answer:~playback:tone_stream");
    Received waiting = ends(play, 3);
    assertThat(body(waiting)).startsWith("'m:~:sleep:2000");
    Received dtmf = ends(waiting, 4);
    assertThat(body(dtmf)).startsWith("'m:~:pre_answer:~send_dtmf:1~sched");
    Received digits = ends(dtmf, 5);
    assertThat(body(digits)).startsWith("'m:~:pre_answer:~flush_dtmf:~sched");
    presses("#");
    assertThat(body(ends(digits, 6))).startsWith("'m:~:answer:~playback:/sounds/2.wav");
  }

  @Test
  void aDocumentThatPreAnswerLeadsToTakesThePlaceOfTheRest() {
    answers("<PreAnswer><Redirect>/other</Redirect><Speak>never</Speak></PreAnswer><Speak>never</Speak>");
    box.parks("a", "5");
    assertThat(body(box.awaitChain("a", 1))).contains("sleep:7000");
    assertThat(scripts).isEmpty();
  }

  @Test
  void aThousandSkippedElementsInPreAnswerAreNoDeepRecursion() {
    answers("<PreAnswer>" + "<Play/>".repeat(990) + "</PreAnswer>" + NEXT);
    box.parks("a", "5");
    assertThat(body(box.awaitChain("a", 1))).contains("sleep:9000");
  }

  @Test
  void keysAreSentAndWaitedForIfTheyAreToBe() {
    answers("<DTMF>12wW#</DTMF><DTMF async=\"false\">1w2W</DTMF>");
    box.parks("a", "5");
    Received first = box.awaitChain("a", 1);
    assertThat(body(first)).contains("answer:~send_dtmf:12wW#~sched_transfer");
    assertThat(body(ends(first, 2))).contains("answer:~send_dtmf:1w2W~sleep:2540~sched_transfer");
  }

  @Test
  void anAnsweredCallWaitsInSilenceAndNotWithoutAnySound() {
    answers("<Wait length=\"2\"/><Wait length=\"3\"/><Wait length=\"99999\"/>");
    box.parks("a", "5");
    Received ringing = box.awaitChain("a", 1);
    assertThat(body(ringing)).contains("verbose_events:~sleep:2000~");
    box.event("a", "CHANNEL_ANSWER", Map.of());
    Received silent = ends(ringing, 2);
    assertThat(body(silent)).contains("playback:silence_stream://3000~");
    assertThat(body(ends(silent, 3))).as("longer than FreeSWITCH can count").contains("sleep:99999000~");
  }

  @Test
  void aKeyDoesNotEndAWait() {
    answers(NEXT);
    box.parks("a", "5");
    box.awaitChain("a", 1);
    assertThat(box.lines()).anyMatch(line -> line.startsWith("api uuid_setvar_multi a ") && line.contains("sleep_eat_digits=true"));
  }
}
