package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.confab.config.Unsupported;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.testing.FakeEventSocket;
import org.confab.testing.FakeEventSocket.Received;
import org.confab.testing.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of calls when events, replies and connections come at the worst moment. */
class CallsTest {

  private static final String CONFERENCE = "<Conference callbackUrl=\"http://app/callback\" action=\"http://app/action\">x</Conference>";

  private Optional<TestedBox> opened = Optional.empty();

  private TestedBox open() {
    return opened(new TestedBox());
  }

  private TestedBox opened(TestedBox box) {
    opened = Optional.of(box);
    return box;
  }

  @AfterEach
  void close() {
    opened.ifPresent(TestedBox::close);
  }

  private static void answers(TestedBox box, String elements) {
    box.application = request -> TestedBox.replies(request, request.url().getPath().equals("/answer") ? "<Response>" + elements + "</Response>"
        : "<Response/>");
  }

  @Test
  void aMemberGetsOneEnterAndOneExit() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    box.parks("a", "5");
    Received chain = box.awaitChain("a", 1);
    assertThat(box.lines()).contains("api sched_del 5");
    box.maintenance("a", "add-member", TestedBox.room(chain), Map.of());
    box.maintenance("a", "del-member", TestedBox.room(chain), Map.of("Answer-State", "hangup"));
    box.hangsUp("a");
    assertThat(box.conferenceActions()).containsExactly("enter", "exit");
  }

  @Test
  void aMemberOfWhoseEntryNothingWasToldHadComeWhenHeLeaves() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    box.parks("a", "5");
    Received join = box.awaitChain("a", 1);
    box.maintenance("a", "del-member", TestedBox.room(join), Map.of());
    box.chainEnds(join, true, Map.of("variable_last_sched_id", "6"));
    assertThat(box.conferenceActions()).containsExactly("enter", "exit");
    assertThat(box.requests("/callback").get(0).parameters()).containsEntry("ConferenceMemberID", "7");
  }

  /** FreeSWITCH has the channel when it is asked for it, and no more when it is asked where that is; what it told of the hang-up was lost. */
  @Test
  void aMemberWhoHangsUpWhileTheCallsAreComparedWasNotTransferred() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    box.parks("a", "5");
    String room = TestedBox.room(box.awaitChain("a", 1));
    box.isIn("a", room);
    box.maintenance("a", "add-member", room, Map.of());
    box.rooms = "[]";
    box.server.onApi(call -> {
      String reply = box.api(call);
      if (call.startsWith("uuid_dump a")) {
        box.channels.remove("a");
      }
      return reply;
    });
    box.advance(Duration.ofSeconds(1));
    box.awaitCommand(it -> it.line().equals("api uuid_dump a json"));
    box.settle();
    box.advance(Duration.ofSeconds(1));
    box.settle();
    assertThat(box.conferenceActions()).containsExactly("enter", "exit");
    assertThat(box.requests("/callback").get(1).parameters()).containsEntry("ConferenceExitReason", "hangup");
    box.disconnects();
    box.reconnects();
    box.settle();
    assertThat(box.requests("/action")).hasSize(1);
    assertThat(box.requests("/hangup")).hasSize(1);
  }

  @Test
  void anEntryThatWasMissedIsToldAfterTheConnectionIsBack() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    box.parks("a", "5");
    String room = TestedBox.room(box.awaitChain("a", 1));
    box.settle();
    box.disconnects();
    box.channels.get("a").put("variable_current_application", "conference");
    box.channels.get("a").put("variable_conference_call_key", "key");
    box.rooms = "[{\"conference_name\":\"" + room + "\",\"conference_uuid\":\"uuid of " + room
        + "\",\"members\":[{\"uuid\":\"a\",\"id\":7}]}]";
    box.reconnects();
    box.settle();
    assertThat(box.conferenceActions()).containsExactly("enter");
    box.maintenance("a", "del-member", room, Map.of("Answer-State", "hangup"));
    box.hangsUp("a");
    assertThat(box.conferenceActions()).containsExactly("enter", "exit");
    assertThat(box.requests("/action")).hasSize(1);
  }

  @Test
  void theWayOutIsCancelledThoughTheConnectionWasLostWhenTheChainWasToRun() {
    TestedBox box = open();
    Promise<HttpReply> answer = Promise.promise();
    box.application = request -> answer.future();
    box.parks("a", "5");
    box.disconnects();
    box.loop.run(() -> TestedBox.replies(box.requests.get(0), "<Response>" + CONFERENCE + "</Response>").onComplete(answer));
    box.reconnects();
    box.awaitChain("a", 1);
    box.settle();
    assertThat(box.lines()).contains("api sched_del 5");
  }

  @Test
  void aWayOutWhoseCancellationWasLostIsCancelledWhenTheConnectionIsBack() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    box.server.onCommand((peer, command) -> {
      if (command.line().equals("api sched_del 5")) {
        box.server.peers().forEach(FakeEventSocket.Peer::close);
      } else {
        box.command(peer, command);
      }
    });
    box.parks("a", Map.of("variable_last_sched_id", "5", "variable_confab_fallback", TestedBox.WAY_OUT), false);
    box.awaitDisconnected();
    box.channels.get("a").put("variable_current_application", "conference");
    box.server.onCommand(box::command);
    box.reconnects();
    box.settle();
    assertThat(box.lines()).contains("api sched_del 5");
    assertThat(box.chains("a")).as("it runs already").isEmpty();
  }

  @Test
  void anOperatorsTimerIsNotCancelledWhereTheDialplanNamesNoWayOut() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    box.parks("a", Map.of("variable_last_sched_id", "5"));
    box.awaitChain("a", 1);
    box.settle();
    assertThat(box.lines()).doesNotContain("api sched_del 5");
  }

  @Test
  void aCallOnWhichNothingCanBeRunKeepsItsWayOut() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    box.parks("a$b", "5");
    box.settle();
    assertThat(box.lines()).doesNotContain("api sched_del 5");
  }

  @Test
  void aCircleOfRedirectsIsFoundThoughElementsThatAreSkippedStandBetweenThem() {
    TestedBox box = open();
    answers(box, "<Dial>1</Dial><Redirect>/answer</Redirect>");
    AtomicInteger asked = new AtomicInteger();
    Function<HttpRequest, Future<HttpReply>> usual = box.application;
    box.application = request -> asked.incrementAndGet() > 100 ? Promise.<HttpReply>promise().future() : usual.apply(request);
    box.parks("a", "5");
    box.awaitCommand(it -> it.line().equals("api uuid_kill a NORMAL_CLEARING"));
    assertThat(box.requests("/answer")).hasSize(21);
  }

  @Test
  void aFallbackDocumentThatNeedsTheFallbackItselfIsTheEnd() {
    TestedBox box = opened(new TestedBox(new Unsupported.Fallback(), Optional.of(URI.create("http://app/fallback"))));
    AtomicInteger asked = new AtomicInteger();
    box.application = request -> asked.incrementAndGet() > 100 ? Promise.<HttpReply>promise().future()
        : TestedBox.replies(request, "<Response><Dial>1</Dial></Response>");
    box.parks("a", "5");
    box.awaitCommand(it -> it.line().equals("api uuid_kill a NORMAL_TEMPORARY_FAILURE"));
    assertThat(box.requests("/fallback")).hasSize(1);
  }

  @Test
  void theLongestDocumentOfSkippedElementsIsRunToItsEnd() {
    TestedBox box = open();
    answers(box, "<Dial/>".repeat(999));
    box.parks("a", "5");
    box.awaitCommand(it -> it.line().equals("api uuid_kill a NORMAL_CLEARING"));
  }

  @Test
  void aCallThatAnUnansweringApplicationLosesToTheFallbackLeavesAWarningWithItsUrl() {
    TestedBox box = open();
    box.application = request -> Promise.<HttpReply>promise().future();
    try (LogLines log = LogLines.open()) {
      box.parks("a", "5");
      box.event("a", "CHANNEL_EXECUTE_COMPLETE", Map.of("Application", "park"));
      log.await("about the application", line -> line.startsWith("WARN call a:") && line.contains("http://app/answer"));
    }
  }

  @Test
  void whoIsTransferredOnHisWayIntoTheRoomIsLeftAlone() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    box.parks("a", "5");
    Received chain = box.awaitChain("a", 1);
    box.chainEnds(chain, false, Map.of());
    box.event("a", "CHANNEL_EXECUTE_COMPLETE", Map.of("Application", "park"));
    box.settle();
    assertThat(box.lines()).noneMatch(line -> line.startsWith("api uuid_kill"));
  }

  @Test
  void aCallThatEndedWhileFreeSwitchWasAskedForItsCallsIsNotTakenAnew() {
    TestedBox box = open();
    box.application = request -> request.url().getPath().equals("/answer") ? Promise.<HttpReply>promise().future()
        : TestedBox.replies(request, "");
    box.parks("a", "5");
    AtomicBoolean once = new AtomicBoolean();
    box.server.onCommand((peer, command) -> {
      if (command.line().contains("show channels") && once.compareAndSet(false, true)) {
        // both are parked for whoever lists them now, and gone when the answer comes
        box.event("a", "CHANNEL_HANGUP_COMPLETE", Map.of("Hangup-Cause", "NORMAL_CLEARING"), false);
        box.event("b", "CHANNEL_HANGUP_COMPLETE", Map.of("Hangup-Cause", "NORMAL_CLEARING"), false);
      }
      box.command(peer, command);
    });
    box.channels.put("b", Map.of("Unique-ID", "b", "variable_confab_answer_url", "default", "variable_current_application", "park"));
    box.advance(Duration.ofSeconds(1));
    assertThat(box.requests("/answer")).hasSize(1);
    assertThat(box.requests("/hangup")).hasSize(1);
  }

  @Test
  void aHangUpThatCouldNotBeSaidIsRepeatedWhenTheConnectionIsBack() {
    TestedBox box = open();
    Promise<HttpReply> answer = Promise.promise();
    box.application = request -> answer.future();
    box.parks("a", "5");
    box.disconnects();
    box.loop.run(() -> TestedBox.replies(box.requests.get(0), "<Response><Hangup reason=\"busy\"/></Response>").onComplete(answer));
    box.reconnects();
    box.awaitCommand(it -> it.line().equals("api uuid_kill a USER_BUSY"));
  }

  @Test
  void aCallThatCannotBeGivenBackIsHungUp() {
    TestedBox box = opened(new TestedBox(new Unsupported.Dialplan("5000"), Optional.empty()));
    answers(box, "<Dial>1</Dial>");
    box.server.onApi(call -> call.startsWith("uuid_transfer") ? "-ERR No such thing" : box.api(call));
    box.parks("a", "5");
    box.awaitCommand(it -> it.line().equals("api uuid_kill a NORMAL_TEMPORARY_FAILURE"));
    assertThat(box.lines()).contains("api uuid_transfer a 5000 XML default").doesNotContain("api sched_del 5");
  }

  @Test
  void aMemberWhomOneListLacksIsNotGone() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    box.parks("a", "5");
    String room = TestedBox.room(box.awaitChain("a", 1));
    box.maintenance("a", "add-member", room, Map.of());
    // FreeSWITCH inserts a member into its list after its add-member
    box.advance(Duration.ofSeconds(1));
    box.rooms = "[{\"conference_name\":\"" + room + "\",\"conference_uuid\":\"uuid of " + room
        + "\",\"members\":[{\"uuid\":\"a\",\"id\":7}]}]";
    box.advance(Duration.ofSeconds(2));
    assertThat(box.conferenceActions()).containsExactly("enter");
  }

  @Test
  void aRemovalThatWasLostIsRepeatedWhenTheConnectionIsBack() {
    TestedBox box = open();
    answers(box, CONFERENCE.replace("<Conference", "<Conference hangupOnStar=\"true\""));
    box.parks("a", "5");
    String room = TestedBox.room(box.awaitChain("a", 1));
    box.maintenance("a", "add-member", room, Map.of());
    box.rooms = "[{\"conference_name\":\"" + room + "\",\"conference_uuid\":\"uuid of " + room
        + "\",\"members\":[{\"uuid\":\"a\",\"id\":7}]}]";
    box.server.onCommand((peer, command) -> {
      if (command.line().contains(" hup 7")) {
        box.server.peers().forEach(FakeEventSocket.Peer::close);
      } else {
        box.command(peer, command);
      }
    });
    box.event("a", "DTMF", Map.of("DTMF-Digit", "*"), false);
    box.awaitDisconnected();
    box.server.onCommand(box::command);
    box.reconnects();
    box.awaitCommand(it -> it.line().equals("bgapi conference " + room + " hup 7"));
  }

  @Test
  void aHangUpOfWhichFreeSwitchIsAboutToTellIsToldAsItTellsIt() {
    TestedBox box = open();
    box.application = request -> request.url().getPath().equals("/answer") ? Promise.<HttpReply>promise().future()
        : TestedBox.replies(request, "");
    box.advance(Duration.ofSeconds(2));
    box.parks("a", "5");
    Map<String, String> channel = box.channels.remove("a");
    // a slow CDR module: the channel cannot be asked any more, CHANNEL_HANGUP_COMPLETE is still to come
    box.heartbeat();
    box.advance(Duration.ofSeconds(25));
    box.heartbeat();
    box.advance(Duration.ofSeconds(8));
    assertThat(box.requests("/hangup")).isEmpty();
    box.channels.put("a", channel);
    box.event("a", "CHANNEL_HANGUP_COMPLETE", Map.of("Hangup-Cause", "USER_BUSY"));
    assertThat(box.requests("/hangup")).singleElement()
        .satisfies(request -> assertThat(request.parameters()).containsEntry("HangupCause", "USER_BUSY"));
  }

  @Test
  void callsThatARestartedFreeSwitchHasNoMoreLeaveNothingBehind() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    for (int i = 0; i < 20; i++) {
      box.parks("a" + i, "5");
      Received chain = box.awaitChain("a" + i, 1);
      box.maintenance("a" + i, "add-member", TestedBox.room(chain), Map.of());
    }
    box.disconnects();
    box.channels.clear();
    box.coreUuid = "core-2";
    box.reconnects();
    box.advance(Duration.ofSeconds(5));
    assertThat(box.conferenceActions().stream().filter("exit"::equals)).hasSize(20);
    assertThat(box.requests("/hangup")).hasSize(20);
    assertThat(box.box().commands().running()).as("chains that are waited for").isZero();
    assertThat(box.clock.pending()).as("the watchdog and the next resync").isEqualTo(2);
  }

  @Test
  void whatAUrlHasInItsQueryOrBeforeItsHostIsNeverLogged() {
    TestedBox box = open();
    answers(box, "<Redirect>ftp://user:geheim@app/?token=geheim</Redirect><Redirect>/answer?token=geheim</Redirect>");
    try (LogLines log = LogLines.open()) {
      box.parks("a", "5");
      box.awaitCommand(it -> it.line().equals("api uuid_kill a NORMAL_CLEARING"));
      box.parks("b", Map.of("variable_confab_answer_url", "http://user:geheim@app/b c?token=geheim"));
      box.awaitCommand(it -> it.line().startsWith("api uuid_kill b"));
      assertThat(log.lines()).anyMatch(line -> line.contains("ftp://app/")).anyMatch(line -> line.contains("<Redirect>s in a row"))
          .anyMatch(line -> line.contains("is no URL")).noneMatch(line -> line.contains("geheim"));
    }
  }

  @Test
  void aToneIsNeverReadFromAFile() {
    TestedBox box = open();
    answers(box, "<Play>tone_stream://path=/etc/passwd</Play>");
    box.parks("a", "5");
    box.awaitCommand(it -> it.line().startsWith("api uuid_kill a"));
    assertThat(box.chains("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"L=100000;%(10000,0,440)", "l=-1;%(1000,0,440)", "%(2147483647,0,440)", "%(99999999999,0,440)", "%(100,600000,440)",
      "d=700000;1", "w=700000;1", " l=9999;%(1000,0,440)", "r=2000000000;%(1000,0,440)", "c=1000000;%(1000,0,440)", "L=2000000000;v=-7",
      "%(100000,0,440)%(100000,0,440)%(100000,0,440)%(100000,0,440)%(100000,0,440)%(100000,0,440)%(100000,0,440);loops=2"})
  void aToneThatWouldTakeTheSwitchsMemoryIsSkipped(String tone) {
    TestedBox box = open();
    answers(box, "<Play>tone_stream://" + tone + "</Play>");
    box.parks("a", "5");
    box.awaitCommand(it -> it.line().startsWith("api uuid_kill a"));
    assertThat(box.chains("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%(2000,100,440)", "L=2;%(300,200,700)", "l=3;%(300,200,700,800)", "v=-7;%(100,0,941.0,1477.0);loops=-1", "d=100;w=50;123#",
      "%(500,500,480,620);LOOPS=99999999"})
  void anOrdinaryToneIsPlayed(String tone) {
    TestedBox box = open();
    answers(box, "<Play>tone_stream://" + tone + "</Play>");
    box.parks("a", "5");
    assertThat(box.awaitChain("a", 1).command().body()).contains("playback:tone_stream://" + tone);
  }

  @Test
  void aCallThatWasParkedAgainUnheardWhileItWasPulledOutOfALostRoomJoinsTheNextOne() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    box.parks("a", "5");
    String room = TestedBox.room(box.awaitChain("a", 1));
    box.maintenance("a", "add-member", room, Map.of());
    box.channels.get("a").put("variable_conference_call_key", "key");
    box.advance(Duration.ofSeconds(1));
    box.advance(Duration.ofSeconds(1));
    box.awaitCommand(it -> it.line().equals("api uuid_transfer a park inline"));
    box.disconnects();
    box.channels.get("a").remove("variable_conference_call_key");
    box.channels.get("a").put("variable_current_application", "park");
    box.reconnects();
    assertThat(TestedBox.room(box.awaitChain("a", 1))).isNotEqualTo(room);
  }

  /** A call that FreeSWITCH lost in its room, and that is being pulled out; the chain that brought it there. */
  private static Received lostAndPulledOut(TestedBox box) {
    box.parks("a", "5");
    Received chain = box.awaitChain("a", 1);
    box.maintenance("a", "add-member", TestedBox.room(chain), Map.of());
    box.channels.get("a").put("variable_conference_call_key", "key");
    box.advance(Duration.ofSeconds(1));
    box.advance(Duration.ofSeconds(1));
    box.awaitCommand(it -> it.line().equals("api uuid_transfer a park inline"));
    return chain;
  }

  @Test
  void aLostCallThatIsFoundTwiceIsPulledOutOnce() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    Received first = lostAndPulledOut(box);
    box.advance(Duration.ofSeconds(1));
    box.advance(Duration.ofSeconds(1));
    assertThat(box.lines().stream().filter("api uuid_transfer a park inline"::equals)).hasSize(1);
    box.chainEnds(first, false, Map.of());
    box.event("a", "CHANNEL_PARK", Map.of());
    assertThat(TestedBox.room(box.awaitChain("a", 2))).isNotEqualTo(TestedBox.room(first));
  }

  @Test
  void aLostCallThatGetsOutByItselfWhileItIsPulledOutJoinsWhenItsParkHasBegunAnew() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    Received first = lostAndPulledOut(box);
    box.chainEnds(first, true, Map.of());
    assertThat(box.chains("a")).hasSize(1);
    box.event("a", "CHANNEL_PARK", Map.of());
    assertThat(TestedBox.room(box.awaitChain("a", 2))).isNotEqualTo(TestedBox.room(first));
    assertThat(box.conferenceActions()).containsExactly("enter");
  }

  @Test
  void aCallerWhoHangsUpOnHisWayInIsNotSaidToHaveBeenTurnedAway() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    try (LogLines log = LogLines.open()) {
      box.parks("a", "5");
      box.chainEnds(box.awaitChain("a", 1), false, Map.of("Answer-State", "hangup"));
      box.hangsUp("a");
      assertThat(log.lines()).noneMatch(line -> line.contains("not let into"));
    }
  }
}
