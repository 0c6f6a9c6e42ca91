package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.confab.testing.Caller;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A live call leaves whatever it does, by order, and runs another document. */
class TransferScenarios extends CallScenario {

  TransferScenarios(Switch box) {
    super(box);
  }

  @BeforeEach
  void theOtherDocument() {
    application.on("/other", request -> response(conference("other")));
  }

  /** The call is in the other conference, and stays there. */
  private void isInTheOther(Caller caller) {
    entered(caller, "other");
    caller.awaitNow("in the other conference", at -> at.startsWith("conference confab-other-"), Caller.PATIENCE);
    assertThat(caller.reachedFallback()).isFalse();
  }

  @Test
  void itLeavesAConferenceWithOneExitAndWithoutItsAction() {
    application.on("/after", request -> response("<Hangup/>"));
    answers(conference("first", "action=\"/after\"") + "<Wait length=\"60\"/>");
    Caller anna = enters("1");
    Caller ben = enters("2");
    Reply reply = transferred(anna, "/other");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.text("message")).isEqualTo("call transferred");
    isInTheOther(anna);
    ReceivedRequest exit = exited(anna);
    assertThat(exit.parameter("ConferenceExitReason")).isEqualTo("api");
    assertThat(callbacksOf(anna)).containsExactly("enter", "exit", "enter");
    assertThat(application.requests("/after")).isEmpty();
    assertThat(callbacksOf(ben)).containsExactly("enter");
    ReceivedRequest asked = application.awaitRequest("/other");
    assertThat(List.of(asked.parameter("CallUUID"), asked.parameter("CallStatus"), asked.parameter("Event")))
        .containsExactly(anna.callUuid(), "in-progress", "StartApp");
  }

  @Test
  void itLeavesAWaitingRoomWhoseModeratorIsNotThere() {
    answers(conference("waits", "startConferenceOnEnter=\"false\""));
    Caller anna = enters("1");
    transferred(anna, "/other");
    isInTheOther(anna);
    assertThat(callbacksOf(anna)).containsExactly("enter", "exit", "enter");
  }

  @Test
  void aModeratorWhoIsCalledAwayEndsHisConference() {
    answers(Map.of("1", conference("led", "endConferenceOnExit=\"true\""), "2", conference("led") + "<Wait length=\"60\"/>"));
    Caller mia = enters("1");
    Caller anna = enters("2");
    transferred(mia, "/other");
    isInTheOther(mia);
    assertThat(exited(anna).parameter("ConferenceExitReason")).isEqualTo("moderator-left");
    anna.awaitNow("waiting", at -> at.startsWith("playback silence"), Caller.PATIENCE);
  }

  @Test
  void itLeavesWhatItHears() {
    for (String element : List.of("<Play>tone_stream://%(1000,0,400);loops=60</Play>", "<Play>tone_stream://%(100,0,400)</Play><Wait length=\"60\"/>",
        "<GetDigits timeout=\"60\" action=\"/keys\"><Play>tone_stream://%(1000,0,400);loops=60</Play></GetDigits>",
        "<Play loop=\"0\">tone_stream://%(1000,0,400)</Play>")) {
      answers(element + "<Hangup/>");
      Caller anna = box.call("1");
      anna.awaitAnswered();
      anna.awaitNow("hearing it", at -> at.contains("playback"), Caller.PATIENCE);
      transferred(anna, "/other");
      isInTheOther(anna);
      anna.hangUp();
      anna.awaitHangUp();
    }
    assertThat(application.requests("/keys")).isEmpty();
  }

  @Test
  void itLeavesADocumentThatIsStillAskedFor() {
    CountDownLatch gate = new CountDownLatch(1);
    application.on("/answer", request -> {
      try {
        gate.await();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
      return response("<Hangup/>");
    });
    Caller anna = box.call("1");
    application.awaitRequest("/answer");
    transferred(anna, "/other");
    isInTheOther(anna);
    gate.countDown();
    Caller ben = box.call("2");
    ben.awaitHangUp();
    assertThat(anna.isUp()).as("the document that came too late is not run").isTrue();
    assertThat(callbacksOf(anna)).containsExactly("enter");
  }

  @Test
  void itLeavesASoundThatIsStillFetched() {
    CountDownLatch gate = new CountDownLatch(1);
    application.on("/slow.wav", request -> {
      try {
        gate.await();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
      return "";
    });
    answers("<Play>" + application.url("/slow.wav") + "</Play><Hangup/>");
    Caller anna = box.call("1");
    application.awaitRequest("/slow.wav");
    transferred(anna, "/other");
    gate.countDown();
    isInTheOther(anna);
  }

  @Test
  void itIsSentOnAndOn() {
    application.on("/third", request -> response(conference("third")));
    answers(conference("first"));
    Caller anna = enters("1");
    transferred(anna, "/other");
    transferred(anna, "/third");
    transferred(anna, "/other");
    isInTheOther(anna);
    List<String> told = callbacksOf(anna);
    assertThat(told.stream().filter("enter"::equals).count() - told.stream().filter("exit"::equals).count()).as(told.toString()).isEqualTo(1);
  }

  @Test
  void whoeverHangsUpMeanwhileHasOneExit() {
    for (int i = 0; i < 5; i++) {
      answers(conference("first"));
      Caller anna = enters("1");
      Thread hangUp = new Thread(anna::hangUp);
      hangUp.start();
      Reply reply = rest("POST", "Call/" + anna.callUuid() + "/", Map.of("aleg_url", application.url("/other"), "n", i));
      assertThat(reply.status()).as(reply.body().toString()).isIn(202, 404);
      anna.awaitHangUp();
      exited(anna);
      Service.until("gone", () -> rest("GET", "Call/" + anna.callUuid() + "/?status=live", Map.of()).status() == 404);
      List<String> told = callbacksOf(anna);
      assertThat(told.stream().filter("enter"::equals).count()).isEqualTo(told.stream().filter("exit"::equals).count());
    }
  }

  @Test
  void whoeverLeavesByHimselfMeanwhileRunsTheOtherDocument() {
    application.on("/after", request -> response("<Wait length=\"60\"/>"));
    for (int i = 0; i < 5; i++) {
      answers(conference("first", "hangupOnStar=\"true\" action=\"/after\""));
      Caller anna = enters("1");
      anna.press("*");
      ordered("POST", "Call/" + anna.callUuid() + "/", Map.of("aleg_url", application.url("/other")));
      isInTheOther(anna);
      assertThat(callbacksOf(anna)).containsExactly("enter", "exit", "enter");
      anna.hangUp();
      anna.awaitHangUp();
    }
  }

  @Test
  void itIsCompletedByTheNextConfab() {
    answers(conference("first", "action=\"/after\""));
    application.on("/after", request -> response("<Hangup/>"));
    CountDownLatch gate = new CountDownLatch(1);
    application.on("/other", request -> {
      try {
        gate.await();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
      return response(conference("other"));
    });
    Caller anna = enters("1");
    transferred(anna, "/other");
    confab.kill();
    gate.countDown();
    confab = startConfab();
    isInTheOther(anna);
    exited(anna);
    assertThat(application.requests("/after")).isEmpty();
  }

  @Test
  void whatPlivoCanDoAndConfabCannotIsRefused() {
    answers(conference("first"));
    Caller anna = enters("1");
    String call = "Call/" + anna.callUuid() + "/";
    for (Map<String, Object> wrong : List.<Map<String, Object>>of(Map.of("legs", "both", "aleg_url", application.url("/other"), "bleg_url", "http://b/"),
        Map.of("legs", "bleg", "bleg_url", application.url("/other")), Map.of("legs", "aleg"), Map.of("aleg_url", "ftp://x/"), Map.of())) {
      assertThat(rest("POST", call, wrong).status()).as(wrong.toString()).isEqualTo(400);
    }
    assertThat(rest("POST", "Call/nobody/", Map.of("aleg_url", application.url("/other"))).status()).isEqualTo(404);
    assertThat(callbacksOf(anna)).containsExactly("enter");
  }
}
