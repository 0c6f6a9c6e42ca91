package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Confab is killed and started again, in the middle of things: nobody notices but for a delay. */
class RestartScenarios extends Scenario {

  @TempDir
  Path folder;

  RestartScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = super.settings();
    return new Settings(plain.freeswitch(), plain.answer(), plain.conference(), plain.operator(), plain.accounts(), plain.sounds(),
        plain.callbacks(), plain.http(), new Settings.Store(Optional.of(folder.resolve("confab.db"))));
  }

  /** A request that was under way when Confab was killed comes again, under the same id; it counts once. */
  @Override
  List<String> callbacksOf(Caller caller) {
    Map<String, String> byId = new LinkedHashMap<>();
    application.requests("/callback").stream().filter(request -> request.parameter("CallUUID").equals(caller.callUuid()))
        .forEach(request -> byId.put(request.header("X-Confab-Callback-Id"), request.parameter("ConferenceAction")));
    return List.copyOf(byId.values());
  }

  private void killed() {
    confab.kill();
    confab = null;
  }

  private void startsAgain() {
    confab = Service.start(settings());
  }

  @Test
  void membersStayAndTheirExitsAreToldByTheNextConfab() {
    answers(conference("through"));
    Caller anna = enters("1");
    Caller ben = enters("2");
    killed();
    startsAgain();
    Caller cleo = enters("3");
    assertThat(roomOf(cleo)).isEqualTo(roomOf(anna));
    anna.hangUp();
    ReceivedRequest exit = exited(anna);
    assertThat(exit.parameter("ConferenceUUID")).isEqualTo(entered(anna).parameter("ConferenceUUID"));
    assertThat(exit.header("X-Confab-Sequence")).isEqualTo("4");
    assertThat(callbacksOf(ben)).containsExactly("enter");
  }

  @Test
  void whoLeftMeanwhileGetsHisOneExitAndHisAction() {
    application.on("/after", request -> response("<Hangup/>"));
    answers(conference("left", "action=\"/after\""));
    Caller anna = enters("1");
    Caller ben = enters("2");
    killed();
    anna.hangUp();
    fsCli("conference " + roomOf(ben) + " hup " + entered(ben).parameter("ConferenceMemberID"));
    ben.awaitParked();
    startsAgain();
    exited(anna);
    exited(ben);
    assertThat(ben.awaitHangUp()).isEqualTo("NORMAL_CLEARING");
    assertThat(application.requests("/after").stream().map(request -> request.parameter("CallUUID"))).contains(ben.callUuid(), anna.callUuid());
    assertThat(callbacksOf(anna)).containsExactly("enter", "exit");
    assertThat(callbacksOf(ben)).containsExactly("enter", "exit");
  }

  @Test
  void theNextElementRunsAfterTheConferenceThoughAnotherConfabBeganIt() {
    answers(conference("next", "hangupOnStar=\"true\"") + "<Wait length=\"1\"/><Redirect>/next</Redirect>");
    application.on("/next", request -> response(conference("second")));
    Caller anna = enters("1");
    enters("2");
    killed();
    startsAgain();
    anna.press("*");
    exited(anna);
    ReceivedRequest second = application.awaitRequest(request -> request.parameter("ConferenceAction").equals("enter")
        && request.parameter("ConferenceName").equals("second") && request.parameter("CallUUID").equals(anna.callUuid()));
    assertThat(second).isNotNull();
  }

  @Test
  void aPauseThatRanGoesOn() {
    answers("<Wait length=\"3\"/>" + conference("paused"));
    Caller anna = box.call("1");
    anna.awaitPosition("waiting", at -> at.startsWith("sleep"), Caller.PATIENCE);
    killed();
    startsAgain();
    entered(anna);
    assertThat(application.requests("/answer")).hasSize(1);
  }

  @Test
  void callersWhoCameMeanwhileAreTaken() {
    answers(conference("meanwhile"));
    enters("1");
    killed();
    Caller ben = box.call("2");
    ben.awaitParked();
    startsAgain();
    entered(ben);
    assertThat(ben.positions()).noneMatch(at -> at.startsWith("dialplan"));
  }

  @Test
  void aTimeLimitKeepsItsDeadline() {
    answers(conference("limited", "timeLimit=\"3600\""));
    confab.close();
    confab = Service.leaping(settings());
    // an hour ago, all but 4 s: by the clock of the next one the limit is over in 4 s, and begun anew it would be in an hour
    confab.leap(Duration.ofSeconds(4 - 3600));
    long start = System.nanoTime();
    Caller anna = enters("1");
    killed();
    startsAgain();
    assertThat(exited(anna).parameter("ConferenceExitReason")).isEqualTo("time-limit");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(3900));
  }

  @Test
  void aCallerWhoIsAskedForKeysIsAskedAgain() {
    answers("<GetDigits action=\"/pin\" timeout=\"20\"><Play>tone_stream://%(500,0,440)</Play></GetDigits>");
    application.on("/pin", request -> response(conference("pin")));
    Caller anna = box.call("1");
    anna.awaitAnswered();
    killed();
    startsAgain();
    Service.until("asked", () -> anna.position().startsWith("playback"));
    anna.press("12#");
    entered(anna);
    assertThat(application.awaitRequest("/pin").parameter("Digits")).endsWith("2");
  }

  @Test
  void aModeratorWhoLeavesMeanwhileEndsTheConference() {
    answers(Map.of("1", conference("ended", "endConferenceOnExit=\"true\""), "2", conference("ended") + "<Wait length=\"9\"/>"));
    Caller mia = enters("1");
    Caller anna = enters("2");
    killed();
    mia.hangUp();
    anna.awaitParked();
    startsAgain();
    exited(mia);
    exited(anna);
    anna.awaitNow("waiting", at -> at.startsWith("playback silence"), Caller.PATIENCE);
    assertThat(List.of(callbacksOf(mia), callbacksOf(anna))).containsOnly(List.of("enter", "exit"));
  }

  /** The action's first request is not answered before Confab is killed. */
  private CountDownLatch firstActionHangs() {
    CountDownLatch killed = new CountDownLatch(1);
    application.on("/after", request -> {
      try {
        killed.await();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
      return response("<Hangup/>");
    });
    return killed;
  }

  @Test
  void anActionThatNobodyWaitsForAndThatWasUnderWayIsRequestedAgain() {
    CountDownLatch gate = firstActionHangs();
    answers(conference("told", "action=\"/after\" redirect=\"false\" hangupOnStar=\"true\"") + "<Wait length=\"20\"/>");
    Caller anna = enters("1");
    anna.press("*");
    application.awaitRequest("/after");
    killed();
    gate.countDown();
    startsAgain();
    assertThat(application.awaitRequests(2, request -> request.path().equals("/after"))).hasSize(2);
    anna.awaitNow("waiting", at -> at.startsWith("playback silence_stream"), Caller.PATIENCE);
  }

  @Test
  void anActionThatWasUnderWayIsToldThoughTheCallerIsGoneByNow() {
    CountDownLatch gate = firstActionHangs();
    answers(conference("gone", "action=\"/after\" hangupOnStar=\"true\""));
    Caller anna = enters("1");
    anna.press("*");
    application.awaitRequest("/after");
    killed();
    gate.countDown();
    anna.hangUp();
    anna.awaitHangUp();
    startsAgain();
    assertThat(application.awaitRequests(2, request -> request.path().equals("/after")).get(1).parameter("CallUUID")).isEqualTo(anna.callUuid());
  }

  @Test
  void whileItDrainsItIsNotReadyAndTakesNoCallAndFinishesWhatIsUnderWay() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    answers(conference("drained"));
    application.on("/callback", request -> {
      try {
        if (request.parameter("From").equals("2")) {
          gate.await();
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
      return "";
    });
    Caller anna = enters("1");
    Caller ben = enters("2");
    Service draining = confab;
    confab = null;
    Thread stop = new Thread(draining::close);
    stop.start();
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + draining.operatorPort() + "/health/ready")).build();
    Service.until("not ready", () -> {
      try {
        HttpResponse<String> answer = client.send(ready, HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 503 && answer.body().contains("Confab is stopping");
      } catch (Exception failed) {
        throw new AssertionError(failed);
      }
    });
    Caller cleo = box.call("3");
    cleo.awaitParked();
    gate.countDown();
    stop.join();
    assertThat(application.requests("/answer")).hasSize(2);
    assertThat(List.of(anna.position(), ben.position())).allMatch(at -> at.startsWith("conference "));
    application.on("/callback", request -> "");
    startsAgain();
    entered(cleo);
    assertThat(roomOf(cleo)).isEqualTo(roomOf(anna));
    assertThat(callbacksOf(ben)).containsExactly("enter");
  }
}
