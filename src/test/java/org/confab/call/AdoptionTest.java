package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.confab.config.Unsupported;
import org.confab.http.HttpFailure;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.http.Link;
import org.confab.plivo.HttpMethod;
import org.confab.testing.FakeEventSocket.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a Confab makes of what the one before it left, when events, replies and the kill come at the worst moment. */
class AdoptionTest {

  private Optional<TestedBox> opened = Optional.empty();

  @AfterEach
  void close() {
    opened.ifPresent(TestedBox::close);
  }

  private TestedBox open(String elements) {
    TestedBox box = opened(new TestedBox());
    answers(box, elements);
    return box;
  }

  private TestedBox opened(TestedBox box) {
    opened = Optional.of(box);
    return box;
  }

  private static void answers(TestedBox box, String elements) {
    box.application = request -> TestedBox.replies(request, request.url().getPath().equals("/answer") ? "<Response>" + elements + "</Response>"
        : "<Response/>");
  }

  private static String conference(String attributes) {
    return "<Conference callbackUrl=\"http://app/callback\" action=\"http://app/action#rc=0\" " + attributes + ">x</Conference>";
  }

  /** A call that is the only member of its conference; returns the room. */
  private static String enters(TestedBox box, String uuid) {
    box.parks(uuid, "5");
    String room = TestedBox.room(box.awaitChain(uuid, 1));
    box.isIn(uuid, room);
    box.maintenance(uuid, "add-member", room, Map.of());
    return room;
  }

  /** It is gone, and so is the room; nobody heard of it. */
  private static void isGone(TestedBox box, String uuid) {
    box.channels.remove(uuid);
    box.rooms = "[]";
  }

  private static List<String> reasons(TestedBox box) {
    return box.requests("/callback").stream().map(request -> request.parameters().get("ConferenceExitReason")).toList();
  }

  private static void passes(TestedBox box, Duration time) {
    box.loop.advance(box.clock, time);
  }

  @Test
  void aTimeLimitThatPassedMeanwhileEmptiesTheRoomOnceFreeSwitchIsThere() {
    TestedBox box = open(conference("timeLimit=\"60\""));
    String room = enters(box, "a");
    TestedBox next = opened(box.killed());
    passes(next, Duration.ofSeconds(61));
    next.takesUp();
    passes(next, Duration.ZERO);
    next.connects();
    next.settle();
    passes(next, Duration.ZERO);
    next.settle();
    assertThat(next.lines()).contains("bgapi conference " + room + " hup all");
    next.maintenance("a", "del-member", room, Map.of());
    assertThat(reasons(next)).containsExactly("time-limit");
  }

  @Test
  void whoHungUpMeanwhileHungUpThoughTheTimeLimitHasPassedSince() {
    TestedBox box = open(conference("timeLimit=\"60\""));
    enters(box, "a");
    isGone(box, "a");
    TestedBox next = opened(box.killed());
    passes(next, Duration.ofSeconds(61));
    next.takesUp();
    passes(next, Duration.ZERO);
    next.connects();
    next.settle();
    assertThat(reasons(next)).containsExactly("hangup");
  }

  /** Between the subscription and the first look at FreeSWITCH's calls and rooms. */
  private static void parksEarly(TestedBox box, String uuid) {
    box.server.onCommand((peer, command) -> {
      box.command(peer, command);
      if (command.line().startsWith("event plain")) {
        box.parks(uuid, Map.of("variable_last_sched_id", "6", "variable_confab_fallback", TestedBox.WAY_OUT), false);
      }
    });
  }

  @Test
  void aCallThatComesBeforeFreeSwitchWasAskedDoesNotJoinARoomThatDiedMeanwhile() {
    TestedBox box = open(conference("timeLimit=\"20\""));
    String dead = enters(box, "a");
    isGone(box, "a");
    TestedBox next = opened(box.killed());
    passes(next, Duration.ofSeconds(10));
    next.takesUp();
    parksEarly(next, "b");
    next.connects();
    String room = TestedBox.room(next.awaitChain("b", 1));
    assertThat(room).isNotEqualTo(dead);
    next.isIn("b", room);
    next.maintenance("b", "add-member", room, Map.of());
    assertThat(next.requests("/callback").get(1).parameters()).containsEntry("ConferenceFirstMember", "true");
    for (int second = 0; second < 19; second++) {
      next.advance(Duration.ofSeconds(1));
    }
    assertThat(next.lines()).noneMatch(line -> line.endsWith("hup all"));
    next.advance(Duration.ofSeconds(2));
    assertThat(next.lines()).contains("bgapi conference " + room + " hup all");
  }

  @Test
  void aCallThatComesBeforeFreeSwitchWasAskedDoesNotJoinARoomWhoseLastMemberWasTransferredMeanwhile() {
    TestedBox box = open(conference(""));
    String dead = enters(box, "a");
    box.rooms = "[]";
    box.channels.get("a").put("variable_current_application", "playback");
    box.channels.get("a").remove("variable_conference_call_key");
    TestedBox next = opened(box.killed());
    next.takesUp();
    parksEarly(next, "b");
    next.connects();
    assertThat(TestedBox.room(next.awaitChain("b", 1))).isNotEqualTo(dead);
    next.settle();
    assertThat(reasons(next)).containsExactly("transferred");
  }

  @Test
  void aCallThatComesBeforeFreeSwitchWasAskedJoinsARoomThatIsStillThere() {
    TestedBox box = open(conference(""));
    String room = enters(box, "a");
    TestedBox next = opened(box.killed());
    next.takesUp();
    parksEarly(next, "b");
    next.connects();
    assertThat(TestedBox.room(next.awaitChain("b", 1))).isEqualTo(room);
  }

  @Test
  void whoWasOnHisWayIntoARoomThatDiedAndBeganAnewIsMovedToTheNextRoom() {
    TestedBox box = open(conference(""));
    String dead = enters(box, "a");
    box.parks("b", "6");
    box.awaitChain("b", 1);
    box.settle();
    box.channels.remove("a");
    box.isIn("b", dead);
    box.rooms = box.rooms.replace("uuid of", "another uuid of");
    TestedBox next = opened(box.killed());
    next.takesUp();
    next.connects();
    next.settle();
    assertThat(next.lines()).contains("bgapi conference " + dead + " hup 7");
    assertThat(next.conferenceActions()).containsExactly("exit");
  }

  @Test
  void whoEntersARoomThatDiedAndBeganAnewBeforeFreeSwitchWasAskedIsMovedToTheNextRoomToo() {
    TestedBox box = open(conference("timeLimit=\"20\""));
    String dead = enters(box, "a");
    box.parks("b", "6");
    box.awaitChain("b", 1);
    box.settle();
    box.channels.remove("a");
    box.isIn("b", dead);
    box.rooms = box.rooms.replace("uuid of", "another uuid of");
    TestedBox next = opened(box.killed());
    next.takesUp();
    next.server.onCommand((peer, command) -> {
      next.command(peer, command);
      if (command.line().startsWith("event plain")) {
        next.event("b", "CUSTOM", Map.of("Action", "add-member", "Conference-Name", dead, "Conference-Unique-ID", "another uuid of " + dead,
            "Member-ID", "7"), false);
      }
    });
    next.connects();
    next.settle();
    assertThat(reasons(next)).containsExactly("hangup");
    assertThat(next.lines()).contains("bgapi conference " + dead + " hup 7");
  }

  @Test
  void whoLeftMeanwhileWithHisModeratorLeftForThatReason() {
    TestedBox box = open(conference(""));
    String room = enters(box, "b");
    answers(box, conference("endConferenceOnExit=\"true\""));
    box.parks("a", "6");
    box.awaitChain("a", 1);
    box.maintenance("a", "add-member", room, Map.of("Member-ID", "8"));
    Map<String, String> channel = box.channels.get("b");
    channel.remove("variable_conference_call_key");
    channel.put("variable_current_application", "set");
    channel.put("variable_confab_step", box.awaitChain("b", 1).command().headers().get("event-uuid"));
    isGone(box, "a");
    TestedBox next = opened(box.killed());
    next.takesUp();
    next.connects();
    next.settle();
    assertThat(reasons(next)).containsExactly("hangup", "moderator-left");
  }

  @Test
  void aPauseThatConfabWasKilledOverBeforeFreeSwitchHeardOfItIsMadeByTheNextOne() {
    Promise<HttpReply> answer = Promise.promise();
    TestedBox box = opened(new TestedBox());
    box.application = request -> answer.future();
    box.parks("a", "5");
    box.memory.isSlow();
    box.loop.run(() -> TestedBox.replies(box.requests.get(0), "<Response><Wait length=\"3\"/></Response>").onComplete(answer));
    box.settle();
    box.memory.writesInSilence();
    assertThat(box.chains("a")).isEmpty();
    TestedBox next = opened(box.killed());
    next.takesUp();
    next.connects();
    assertThat(next.awaitChain("a", 1).command().body()).contains("3000");
    assertThat(next.requests).isEmpty();
  }

  @Test
  void theApplicationIsAskedOnceTheCallIsRemembered() {
    TestedBox box = open(conference(""));
    box.memory.isSlow();
    box.parks("a", "5");
    assertThat(box.requests).isEmpty();
    box.loop.run(box.memory::writes);
    box.settle();
    assertThat(box.requests("/answer")).hasSize(1);
  }

  @Test
  void ofACallThatTheApplicationWasAskedAboutTheEndIsToldThoughItCameAfterTheKill() {
    TestedBox box = opened(new TestedBox());
    box.application = request -> Promise.<HttpReply>promise().future();
    box.parks("a", "5");
    isGone(box, "a");
    TestedBox next = opened(box.killed());
    answers(next, "");
    next.takesUp();
    next.connects();
    next.settle();
    assertThat(next.requests("/hangup")).hasSize(1);
  }

  /** A member has left by a key, and his action is under way: it is never answered by itself. */
  private TestedBox waitsForHisAction(Promise<HttpReply> answer) {
    TestedBox box = open(conference("hangupOnStar=\"true\""));
    String room = enters(box, "a");
    box.application = request -> request.url().getPath().equals("/action") ? answer.future() : TestedBox.replies(request, "<Response/>");
    box.event("a", "DTMF", Map.of("DTMF-Digit", "*"));
    box.channels.get("a").put("variable_current_application", "park");
    box.channels.get("a").remove("variable_conference_call_key");
    box.rooms = "[]";
    box.maintenance("a", "del-member", room, Map.of());
    Received chain = box.awaitChain("a", 1);
    box.channels.get("a").put("variable_confab_step", chain.command().headers().get("event-uuid"));
    box.chainEnds(chain, true, Map.of("variable_last_sched_id", "9"));
    assertThat(box.requests("/action")).hasSize(1);
    return box;
  }

  private static String id(HttpRequest request) {
    return request.headers().get("X-Confab-Callback-Id");
  }

  @Test
  void anActionThatWasUnderWayIsRepeatedUnderTheSameId() {
    TestedBox box = waitsForHisAction(Promise.promise());
    TestedBox next = opened(box.killed());
    answers(next, "");
    next.takesUp();
    next.connects();
    next.settle();
    assertThat(next.requests("/action")).hasSize(1);
    assertThat(id(next.requests("/action").get(0))).isNotEmpty().isEqualTo(id(box.requests("/action").get(0)));
  }

  @Test
  void anActionThatWasUnderWayWhenItsCallerHungUpBeforeTheKillIsStillTold() {
    TestedBox box = waitsForHisAction(Promise.promise());
    box.hangsUp("a");
    TestedBox next = opened(box.killed());
    answers(next, "");
    next.takesUp();
    passes(next, Duration.ZERO);
    assertThat(next.requests("/action")).as("without FreeSWITCH").hasSize(1);
    assertThat(id(next.requests("/action").get(0))).isNotEmpty().isEqualTo(id(box.requests("/action").get(0)));
    next.connects();
    next.settle();
    assertThat(next.requests("/action")).hasSize(1);
    assertThat(box.requests("/hangup").size() + next.requests("/hangup").size()).isEqualTo(1);
    TestedBox third = opened(next.killed());
    third.takesUp();
    third.connects();
    third.settle();
    assertThat(third.requests).as("it was told").isEmpty();
  }

  @Test
  void anActionThatWasUnderWayWhenItsCallerHungUpAndKilledIsToldByTheNextConfab() {
    TestedBox box = waitsForHisAction(Promise.promise());
    box.channels.remove("a");
    TestedBox next = opened(box.killed());
    answers(next, "");
    next.takesUp();
    next.connects();
    next.settle();
    assertThat(next.requests("/action")).hasSize(1);
    assertThat(id(next.requests("/action").get(0))).isNotEmpty().isEqualTo(id(box.requests("/action").get(0)));
    assertThat(next.requests("/hangup")).hasSize(1);
  }

  @Test
  void anActionThatWasAnsweredAfterItsCallerHungUpIsNotToldAgain() {
    Promise<HttpReply> answer = Promise.promise();
    TestedBox box = waitsForHisAction(answer);
    box.hangsUp("a");
    box.loop.run(() -> TestedBox.replies(box.requests("/action").get(0), "<Response/>").onComplete(answer));
    box.settle();
    TestedBox next = opened(box.killed());
    next.takesUp();
    next.connects();
    next.settle();
    assertThat(next.requests).isEmpty();
  }

  @Test
  void anActionThatWasAnsweredIsNotToldAgainThoughConfabWasKilledOverItsDocument() {
    Promise<HttpReply> answer = Promise.promise();
    TestedBox box = waitsForHisAction(answer);
    box.loop.run(() -> TestedBox.replies(box.requests("/action").get(0), "<Response><Hangup/></Response>").onComplete(answer));
    box.awaitCommand(it -> it.line().startsWith("api uuid_kill a"));
    box.channels.remove("a");
    TestedBox next = opened(box.killed());
    next.takesUp();
    next.connects();
    next.settle();
    assertThat(next.requests("/action")).isEmpty();
    assertThat(next.requests("/hangup")).hasSize(1);
  }

  @Test
  void actionsThatAreOwedAfterAKillTakeAPlaceAtTheirOriginEach() {
    TestedBox box = open("");
    for (int i = 0; i < 20; i++) {
      box.memory.owe(new Memory.Owed("gone " + i, "MAAAAAAAAAAAAAAAAAAA", new RememberedCall.Asking(UUID.randomUUID(),
          new Link("http://app/action#rc=0", false), HttpMethod.POST, Map.of(), false, true)));
    }
    TestedBox next = opened(box.killed());
    next.application = request -> Promise.<HttpReply>promise().future();
    next.takesUp();
    passes(next, Duration.ZERO);
    assertThat(next.requests("/action")).as("callbacks.inFlight is 16").hasSize(16);
  }

  @Test
  void aDocumentThatWasAtItsEndIsNotAskedForAgain() {
    TestedBox box = open("");
    box.parks("a", "5");
    box.awaitCommand(it -> it.line().startsWith("api uuid_kill a"));
    TestedBox next = opened(box.killed());
    next.takesUp();
    next.connects();
    next.awaitCommand(it -> it.line().equals("api uuid_kill a NORMAL_CLEARING"));
    assertThat(next.requests).isEmpty();
  }

  /** As it ends when the connections are closed at the end of a drain. */
  @Test
  void aRequestThatEndsWhileConfabStopsIsLeftToTheNextConfab() {
    Promise<HttpReply> answer = Promise.promise();
    TestedBox box = opened(new TestedBox(new Unsupported.Skip(), Optional.of(URI.create("http://app/fallback"))));
    box.application = request -> request.url().getPath().equals("/answer") ? answer.future() : TestedBox.replies(request, "<Response/>");
    box.parks("a", "5");
    box.loop.run(box.calls::stop);
    box.loop.run(() -> answer.fail(new HttpFailure(HttpFailure.Kind.TOTAL_TIMEOUT, "closed")));
    box.settle();
    TestedBox next = opened(box.killed());
    answers(next, "");
    next.takesUp();
    next.connects();
    next.settle();
    assertThat(box.requests("/fallback")).isEmpty();
    assertThat(next.requests("/fallback")).isEmpty();
    assertThat(next.requests("/answer")).hasSize(1);
    assertThat(id(next.requests("/answer").get(0))).isEqualTo(id(box.requests("/answer").get(0)));
  }

  @Test
  void whileConfabStopsNothingMoreIsAskedFor() {
    TestedBox box = open("");
    box.memory.isSlow();
    box.parks("a", "5");
    box.loop.run(box.calls::stop);
    box.loop.run(box.memory::writes);
    box.settle();
    assertThat(box.requests).isEmpty();
    TestedBox next = opened(box.killed());
    next.takesUp();
    next.connects();
    next.settle();
    assertThat(next.requests("/answer")).hasSize(1);
  }

  @Test
  void anActionOfACallerWhoHungUpThatEndsWhileConfabStopsIsLeftToTheNextConfab() {
    Promise<HttpReply> answer = Promise.promise();
    TestedBox box = waitsForHisAction(answer);
    box.hangsUp("a");
    box.loop.run(box.calls::stop);
    box.loop.run(() -> answer.fail(new HttpFailure(HttpFailure.Kind.TOTAL_TIMEOUT, "closed")));
    box.settle();
    assertThat(box.requests("/action")).hasSize(1);
    TestedBox next = opened(box.killed());
    answers(next, "");
    next.takesUp();
    passes(next, Duration.ZERO);
    assertThat(next.requests("/action")).hasSize(1);
  }

  @Test
  void anActionThatFailsAfterItsCallerHungUpIsRepeatedUntilItIsTold() {
    Promise<HttpReply> answer = Promise.promise();
    TestedBox box = waitsForHisAction(answer);
    box.hangsUp("a");
    answers(box, "");
    box.loop.run(() -> answer.fail(new HttpFailure(HttpFailure.Kind.CONNECTION_CLOSED, "it ended")));
    box.settle();
    assertThat(box.requests("/action")).hasSizeGreaterThan(1);
    assertThat(box.requests("/action").stream().map(AdoptionTest::id).distinct()).hasSize(1);
  }

  /** The way to the fallback takes him away, since the application does not answer. */
  @Test
  void anActionThatWasUnderWayWhenItsCallerWasTakenAwayBeforeTheKillIsStillTold() {
    TestedBox box = waitsForHisAction(Promise.promise());
    box.channels.get("a").put("variable_current_application", "playback");
    box.event("a", "CHANNEL_EXECUTE_COMPLETE", Map.of("Application", "park"));
    TestedBox next = opened(box.killed());
    answers(next, "");
    next.takesUp();
    next.connects();
    next.settle();
    assertThat(next.requests("/action")).hasSize(1);
  }

  @Test
  void anActionThatWasUnderWayIsStillToldThoughItsCallerWasTakenAwayMeanwhile() {
    TestedBox box = waitsForHisAction(Promise.promise());
    box.channels.get("a").put("variable_current_application", "playback");
    TestedBox next = opened(box.killed());
    answers(next, "");
    next.takesUp();
    next.connects();
    next.settle();
    assertThat(next.requests("/action")).hasSize(1);
    assertThat(next.chains("a")).isEmpty();
  }
}
