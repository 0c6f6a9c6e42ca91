package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.LogLines;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;

class DocumentScenarios extends Scenario {

  DocumentScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = Service.settings(box, application);
    application.on("/fallback", request -> response("<Hangup/>"));
    application.on("/hangup", request -> "");
    return Service.with(plain, new Settings.Answer(plain.answer().url(), "POST", Optional.of(URI.create(application.url("/fallback"))), "POST",
        Optional.of(URI.create(application.url("/hangup"))), "POST", true, new Unsupported.Skip()));
  }

  @Test
  void theAnswerUrlIsToldOfTheCall() {
    answers("<Hangup/>");
    Caller caller = box.call("4915100001", Map.of("confab_param_Tenant", "acme & söhne", "confab_to", "+4930123", "confab_param_From", "forged"));
    caller.awaitHangUp();
    ReceivedRequest asked = application.awaitRequest("/answer");
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.parameter("CallUUID")).isEqualTo(caller.callUuid());
    assertThat(asked.parameter("From")).isEqualTo("4915100001");
    assertThat(asked.parameter("To")).isEqualTo("4930123");
    assertThat(asked.parameter("Direction")).isEqualTo("inbound");
    assertThat(asked.parameter("CallStatus")).isEqualTo("ringing");
    assertThat(asked.parameter("Event")).isEqualTo("StartApp");
    assertThat(asked.parameter("Tenant")).isEqualTo("acme & söhne");
    assertSigned(asked, "first-token");
  }

  @Test
  void theDialplanCanChooseTheAnswerUrlAndItsMethod() {
    application.on("/mine", request -> response("<Hangup/>"));
    box.call("1", Map.of("confab_answer_url", application.url("/mine"), "confab_answer_method", "GET")).awaitHangUp();
    ReceivedRequest asked = application.awaitRequest("/mine");
    assertThat(asked.method()).isEqualTo("GET");
    assertSigned(asked, "first-token");
    assertThat(application.requests("/answer")).isEmpty();
  }

  @Test
  void httpRedirectsOfTheAnswerUrlAreFollowed() {
    application.answer("/answer", request -> FakeApplication.Answer.redirect(302, "/moved"));
    application.answer("/moved", request -> FakeApplication.Answer.redirect(307, "/there"));
    application.on("/there", request -> response(conference("moved")));
    enters("1");
  }

  @Test
  void aRedirectElementLeadsToAnotherDocument() {
    answers("<Redirect method=\"GET\">/second?step=2</Redirect><Hangup/>");
    application.on("/second", request -> response(conference("second")));
    enters("1");
    assertThat(application.requests("/second").get(0).parameter("step")).isEqualTo("2");
  }

  @Test
  void aCircleOfRedirectsEndsAfterTwenty() {
    try (LogLines log = LogLines.open()) {
      answers("<Redirect>/answer</Redirect>");
      Caller caller = box.call("1");
      caller.awaitHangUp();
      assertThat(application.requests("/answer")).hasSize(21);
      assertThat(log.await("about the circle", line -> line.contains("20 <Redirect>s"))).startsWith("ERROR").contains(caller.callUuid());
    }
  }

  @Test
  void elementsThatDoNothingDoNotKeepACircleOfRedirectsGoing() {
    answers("<Dial>1</Dial><Conference/><Redirect>/answer</Redirect>");
    box.call("1").awaitHangUp();
    assertThat(application.requests("/answer")).hasSize(21);
  }

  @Test
  void hangupRefusesACallWithoutAnsweringIt() {
    answers(Map.of("1", "<Hangup reason=\"busy\"/>", "2", "<Hangup reason=\"rejected\"/>", "3", "<Hangup/>"));
    Caller busy = box.call("1");
    assertThat(busy.awaitHangUp()).isEqualTo("USER_BUSY");
    assertThat(busy.isAnswered()).isFalse();
    assertThat(box.call("2").awaitHangUp()).isEqualTo("CALL_REJECTED");
    Caller plain = box.call("3");
    plain.awaitHangUp();
    assertThat(plain.isAnswered()).isFalse();
  }

  @Test
  void aScheduledHangupComesWhileTheDocumentGoesOn() {
    answers("<Hangup schedule=\"2\"/>" + conference("short"));
    Caller anna = enters("1");
    anna.awaitHangUp();
    assertThat(exited(anna).parameter("ConferenceExitReason")).isEqualTo("hangup");
  }

  @Test
  void waitKeepsTheCallerRingingAndThenTheDocumentGoesOn() {
    answers("<Wait length=\"1\"/>" + conference("later"));
    Caller anna = box.call("1");
    application.awaitRequest("/answer");
    anna.awaitPosition("waiting", at -> at.startsWith("sleep"), Caller.PATIENCE);
    boolean answeredWhileWaiting = anna.isAnswered();
    entered(anna);
    assertThat(answeredWhileWaiting).isFalse();
  }

  @Test
  void whoHangsUpWhileWaitingNeverEnters() {
    answers("<Wait length=\"60\"/>" + conference("never"));
    Caller anna = box.call("1");
    anna.awaitPosition("waiting", at -> at.startsWith("sleep"), Caller.PATIENCE);
    anna.hangUp();
    assertThat(application.awaitRequest("/hangup").parameter("CallUUID")).isEqualTo(anna.callUuid());
    assertThat(callbacksOf(anna)).isEmpty();
  }

  @Test
  void whoHangsUpBeforeTheApplicationAnsweredNeverEnters() throws InterruptedException {
    CountDownLatch gone = new CountDownLatch(1);
    application.on("/answer", request -> {
      try {
        gone.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      return response(conference("late"));
    });
    Caller anna = box.call("1");
    application.awaitRequest("/answer");
    anna.hangUp();
    application.awaitRequest("/hangup");
    gone.countDown();
    // the next call is handled after the late answer: by then whatever it would do has been done
    answers(conference("late"));
    Caller ben = enters("2");
    assertThat(entered(ben).parameter("ConferenceFirstMember")).isEqualTo("true");
    assertThat(callbacksOf(anna)).isEmpty();
  }

  @Test
  void aToneIsPlayedBeforeTheConference() {
    answers("<Play>tone_stream://%(200,100,440)</Play>" + conference("after"));
    Caller anna = enters("1");
    assertThat(anna.positions()).anyMatch(at -> at.startsWith("playback") && at.contains("tone_stream://%(200,100,440)"));
  }

  @Test
  void aToneIsRepeatedAsOftenAsLoopSays() {
    answers("<Play loop=\"3\">tone_stream://%(100,50,440)</Play>" + conference("after"));
    Caller anna = enters("1");
    assertThat(anna.positions()).anyMatch(at -> at.contains("loop_playback"));
  }

  @Test
  void aToneForEverEndsWithTheCall() {
    answers("<Play loop=\"0\">tone_stream://%(100,50,440)</Play>" + conference("never"));
    Caller anna = box.call("1");
    anna.awaitPosition("listening", at -> at.contains("endless_playback"), Caller.PATIENCE);
    anna.hangUp();
    application.awaitRequest("/hangup");
    assertThat(callbacksOf(anna)).isEmpty();
  }

  @Test
  void aFileUnderTheSoundsDirectoryIsPlayed() throws IOException {
    Path sounds = Path.of("target", "sounds").toAbsolutePath();
    Files.createDirectories(sounds.resolve("hello"));
    Files.write(sounds.resolve("hello/welcome.wav"), silence(Duration.ofMillis(300)));
    answers("<Play>hello/welcome.wav</Play>" + conference("after"));
    Caller anna = enters("1");
    assertThat(anna.positions()).anyMatch(at -> at.startsWith("playback") && at.endsWith("/sounds/hello/welcome.wav"));
  }

  /** A mono wav of 8 kHz and 16 bits. */
  private static byte[] silence(Duration length) {
    int bytes = (int) (length.toMillis() * 16);
    ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes).put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16)
        .putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000).putShort((short) 2).putShort((short) 16)
        .put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
    return wav.array();
  }

  @Test
  void aSoundThatCannotBeHadIsSkippedWithAWarning() {
    try (LogLines log = LogLines.open()) {
      answers("<Play>missing.wav</Play><Play>../../etc/passwd</Play><Play>http://127.0.0.1:1/hold.mp3</Play><Play>a'b${system(x)}.wav</Play>"
          + conference("after"));
      Caller anna = enters("1");
      for (String sound : List.of("missing.wav", "../../etc/passwd", "http://127.0.0.1:1/hold.mp3", "a'b${system(x)}.wav")) {
        assertThat(log.await("about " + sound, line -> line.contains(" of " + sound + " in line 1 "))).startsWith("WARN").contains(anna.callUuid());
      }
    }
  }

  @Test
  void elementsThatConfabDoesNotRunAreSkipped() {
    answers("<Dial><Number>123</Number></Dial><Frobnicate/>" + conference("after"));
    enters("1");
  }

  @Test
  void theHangupUrlIsToldHoweverTheCallEnds() {
    answers(Map.of("1", conference("x"), "2", "<Hangup reason=\"busy\"/>", "3", "<Hangup/>"));
    Caller anna = enters("1");
    anna.hangUp();
    Caller busy = box.call("2");
    Caller plain = box.call("3");
    ReceivedRequest annas = application.awaitRequest(request -> request.path().equals("/hangup") && request.parameter("CallUUID").equals(anna.callUuid()));
    assertThat(annas.parameter("HangupCause")).isEqualTo("NORMAL_CLEARING");
    assertThat(annas.parameter("HangupCauseName")).isNotEmpty();
    assertThat(annas.parameter("HangupCauseCode")).matches("[0-9]+");
    assertThat(annas.parameter("HangupSource")).isEqualToIgnoringCase("caller");
    assertThat(annas.parameter("Duration")).matches("[0-9]+");
    assertThat(annas.parameter("CallStatus")).isEqualTo("completed");
    assertSigned(annas, "first-token");
    assertThat(application.awaitRequest(request -> request.path().equals("/hangup") && request.parameter("CallUUID").equals(busy.callUuid()))
        .parameter("HangupCause")).isEqualTo("USER_BUSY");
    application.awaitRequest(request -> request.path().equals("/hangup") && request.parameter("CallUUID").equals(plain.callUuid()));
    assertThat(application.requests("/hangup")).hasSize(3);
  }

  @Test
  void theHangupUrlIsToldOfACallThatEndsInOtherHands() {
    answers(conference("x"));
    Caller anna = enters("1");
    fsCli("uuid_transfer " + anna.callUuid() + " confab_fallback XML public");
    anna.awaitFallback(Caller.PATIENCE);
    assertThat(application.requests("/hangup")).isEmpty();
    anna.hangUp();
    assertThat(application.awaitRequest("/hangup").parameter("CallUUID")).isEqualTo(anna.callUuid());
  }

  @Test
  void theUrlsOwnOptionsSayHowOftenItIsTried() {
    int[] tries = {0};
    application.answer("/flaky", request -> ++tries[0] < 3 ? FakeApplication.Answer.status(503) : FakeApplication.Answer.of(response(conference("third"))));
    Caller anna = box.call("1", Map.of("confab_answer_url", application.url("/flaky") + "#rc=2&rp=5xx"));
    entered(anna);
    assertThat(tries[0]).isEqualTo(3);
  }

  @Test
  void optionsOfAUrlThatMeanNothingAreWarnedOf() {
    try (LogLines log = LogLines.open()) {
      answers("<Conference callbackUrl=\"/callback#rc=99\">optioned</Conference>");
      Caller anna = box.call("1", Map.of("confab_answer_url", application.url("/answer") + "#ct=soon"));
      entered(anna);
      log.await("about ct", line -> line.startsWith("WARN") && line.contains(anna.callUuid()) && line.contains("ct=soon"));
      log.await("about rc", line -> line.startsWith("WARN") && line.contains(anna.callUuid()) && line.contains("rc=99"));
    }
  }

  @Test
  void aConferenceWithoutANameIsSkipped() {
    try (LogLines log = LogLines.open()) {
      answers("<Conference>  </Conference><Conference>" + "n".repeat(10_000) + "</Conference>" + conference("named"));
      Caller anna = enters("1");
      assertThat(log.lines().stream().filter(line -> line.startsWith("WARN") && line.contains(anna.callUuid()) && line.contains("name"))).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void aNameCannotForgeALogLine() {
    try (LogLines log = LogLines.open()) {
      answers("<Conference>x&#10;ERROR everything is lost</Conference><Dial&#10;/>");
      application.on("/answer", request -> response("<Play>x\u0085ERROR lost&#10;ERROR lost</Play>" + conference("named")));
      enters("1");
      assertThat(log.lines()).noneMatch(line -> line.contains("\n") || line.contains("\u0085"));
    }
  }
}
