package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.live.Outcome;
import org.confab.plivo.HttpMethod;
import org.confab.testing.FakeEventSocket.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call leaves what it does while events, connections and Confab itself go at the worst moment. */
class TransfersTest {

  private static final String ACCOUNT = "MAAAAAAAAAAAAAAAAAAA";
  private static final String CONFERENCE = "<Conference callbackUrl=\"http://app/callback\" action=\"http://app/action\">x</Conference>";
  private static final String PARK = "api uuid_transfer a park inline";

  private Optional<TestedBox> opened = Optional.empty();

  private TestedBox open() {
    TestedBox box = new TestedBox();
    opened = Optional.of(box);
    box.application = request -> TestedBox.replies(request, switch (request.url().getPath()) {
      case "/answer" -> "<Response>" + CONFERENCE + "</Response>";
      case "/other" -> "<Response><Wait length=\"60\"/></Response>";
      default -> "<Response/>";
    });
    return box;
  }

  @AfterEach
  void close() {
    opened.ifPresent(TestedBox::close);
  }

  private static Future<Outcome> transfers(TestedBox box) {
    Future<Outcome> outcome = box.loop.run(() -> box.calls.liveCalls().transfer(ACCOUNT, "a", "http://app/other", HttpMethod.POST));
    box.settle();
    return outcome;
  }

  /** The call is in its conference. */
  private static Received joined(TestedBox box) {
    box.parks("a", "5");
    Received join = box.awaitChain("a", 1);
    box.maintenance("a", "add-member", TestedBox.room(join), Map.of());
    box.isIn("a", TestedBox.room(join));
    return join;
  }

  /** FreeSWITCH does what it was told: out of the room, out of the chain, out of the park, and into the next one. */
  private static void obeys(TestedBox box, Received join) {
    box.maintenance("a", "del-member", TestedBox.room(join), Map.of());
    leavesChain(box, join);
    parksAgain(box);
  }

  private static void leavesChain(TestedBox box, Received join) {
    isIdle(box);
    box.chainEnds(join, false, Map.of());
    box.event("a", "CHANNEL_EXECUTE_COMPLETE", Map.of("Application", "park"));
  }

  private static void isIdle(TestedBox box) {
    box.rooms = "[]";
    box.channels.get("a").remove("variable_conference_call_key");
    box.channels.get("a").put("variable_current_application", "park");
  }

  private static void parksAgain(TestedBox box) {
    box.event("a", "CHANNEL_PARK", Map.of());
  }

  /** The chain that arms the way out, then the other document's element. */
  private static Received runsTheOther(TestedBox box, int first) {
    Received arms = box.awaitChain("a", first);
    assertThat(arms.command().body()).doesNotContain("playback", "sleep", "conference");
    box.chainEnds(arms, true, Map.of("variable_last_sched_id", "8"));
    Received waits = box.awaitChain("a", first + 1);
    assertThat(waits.command().body()).containsAnyOf("playback:silence_stream", "sleep:60000");
    return waits;
  }

  private static long sent(TestedBox box, Predicate<String> line) {
    return box.lines().stream().filter(line).count();
  }

  @Test
  void whoIsStillInTheRoomAtTheNextLookIsNotHungUp() {
    TestedBox box = open();
    Received join = joined(box);
    transfers(box);
    box.awaitCommand(it -> it.line().equals(PARK));
    box.advance(Duration.ofSeconds(1));
    // calls, then their rooms, then what follows from both
    for (int i = 0; i < 4; i++) {
      box.settle();
    }
    assertThat(sent(box, line -> line.startsWith("api show channels"))).as("FreeSWITCH was asked meanwhile").isGreaterThan(1);
    assertThat(sent(box, line -> line.startsWith("api uuid_kill"))).isZero();
    obeys(box, join);
    runsTheOther(box, 2);
  }

  @Test
  void itLeavesTheRoomOnceAndRunsTheOtherDocumentAndNoAction() {
    TestedBox box = open();
    Received join = joined(box);
    assertThat(transfers(box).result()).isInstanceOf(Outcome.Done.class);
    box.awaitCommand(it -> it.line().equals(PARK));
    assertThat(box.requests("/other")).as("not before the channel is free").isEmpty();
    obeys(box, join);
    runsTheOther(box, 2);
    assertThat(box.conferenceActions()).containsExactly("enter", "exit");
    assertThat(box.requests("/callback").get(1).parameters()).containsEntry("ConferenceExitReason", "api");
    assertThat(box.requests("/action")).isEmpty();
    assertThat(box.requests("/other")).hasSize(1);
    assertThat(sent(box, PARK::equals)).isOne();
  }

  /** The answer says that it is remembered. */
  @Test
  void itIsWrittenBeforeItIsSaidAlsoWhereNothingRunsThatCouldBeLeft() {
    TestedBox box = open();
    box.application = request -> request.url().getPath().equals("/answer") ? Promise.<HttpReply>promise().future()
        : TestedBox.replies(request, "<Response><Wait length=\"60\"/></Response>");
    box.parks("a", "5");
    box.memory.isSlow();
    Future<Outcome> outcome = transfers(box);
    assertThat(outcome.isComplete()).isFalse();
    box.loop.run(box.memory::writes);
    box.settle();
    assertThat(outcome.result()).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void whatRanEndsByItselfBeforeFreeSwitchParksIt() {
    TestedBox box = open();
    Received join = joined(box);
    transfers(box);
    box.maintenance("a", "del-member", TestedBox.room(join), Map.of());
    isIdle(box);
    box.chainEnds(join, true, Map.of("variable_last_sched_id", "7"));
    assertThat(box.requests("/action")).isEmpty();
    box.channels.get("a").put("variable_last_sched_id", "7");
    box.event("a", "CHANNEL_EXECUTE_COMPLETE", Map.of("Application", "park"));
    parksAgain(box);
    runsTheOther(box, 2);
    assertThat(box.lines()).as("the way out that the chain armed").contains("api sched_del 7");
    assertThat(box.conferenceActions()).containsExactly("enter", "exit");
  }

  @Test
  void whoHangsUpMeanwhileHasOneExitAndOneEnd() {
    TestedBox box = open();
    Received join = joined(box);
    transfers(box);
    box.maintenance("a", "del-member", TestedBox.room(join), Map.of("Answer-State", "hangup"));
    box.hangsUp("a");
    assertThat(box.conferenceActions()).containsExactly("enter", "exit");
    assertThat(box.requests("/hangup")).hasSize(1);
    assertThat(box.requests("/other")).isEmpty();
    assertThat(box.requests("/action")).isEmpty();
  }

  @Test
  void aDocumentThatComesTooLateIsNotRun() {
    TestedBox box = open();
    Promise<HttpReply> answer = Promise.promise();
    Function<HttpRequest, Future<HttpReply>> usual = box.application;
    box.application = request -> request.url().getPath().equals("/answer") ? answer.future() : usual.apply(request);
    box.parks("a", "5");
    box.settle();
    transfers(box);
    Received waits = box.awaitChain("a", 1);
    assertThat(waits.command().body()).containsAnyOf("playback:silence_stream", "sleep:60000").contains("verbose_events");
    box.loop.run(() -> TestedBox.replies(box.requests("/answer").get(0), "<Response>" + CONFERENCE + "</Response>").onComplete(answer));
    box.settle();
    assertThat(box.chains("a")).hasSize(1);
    assertThat(sent(box, PARK::equals)).isZero();
  }

  @Test
  void aJoinThatIsUnderWayIsUndone() {
    TestedBox box = open();
    box.parks("a", "5");
    Received join = box.awaitChain("a", 1);
    transfers(box);
    box.maintenance("a", "add-member", TestedBox.room(join), Map.of());
    obeys(box, join);
    runsTheOther(box, 2);
    assertThat(box.conferenceActions()).containsExactly("enter", "exit");
  }

  @Test
  void whatFreeSwitchDidNotHearIsSaidAgainWhenTheConnectionIsBack() {
    TestedBox box = open();
    Received join = joined(box);
    box.server.onCommand((peer, command) -> {
      if (command.line().equals(PARK)) {
        box.server.peers().forEach(each -> each.close());
      } else {
        box.command(peer, command);
      }
    });
    box.loop.run(() -> box.calls.liveCalls().transfer(ACCOUNT, "a", "http://app/other", HttpMethod.POST));
    box.awaitDisconnected();
    box.server.onCommand(box::command);
    box.reconnects();
    box.awaitCommand(it -> it.line().equals(PARK));
    obeys(box, join);
    assertThat(box.conferenceActions()).containsExactly("enter", "exit");
    box.awaitCommand(it -> it.line().equals("sendmsg a"));
    assertThat(box.requests("/action")).isEmpty();
  }

  @Test
  void aParkOfWhichNothingWasToldIsFoundWhenTheConnectionIsBack() {
    TestedBox box = open();
    joined(box);
    transfers(box);
    box.disconnects();
    isIdle(box);
    box.reconnects();
    box.settle();
    assertThat(box.conferenceActions()).containsExactly("enter", "exit");
    assertThat(sent(box, PARK::equals)).as("it is parked already").isZero();
    Received arms = box.awaitChain("a", 1);
    box.chainEnds(arms, true, Map.of("variable_last_sched_id", "8"));
    assertThat(box.requests("/other")).hasSize(1);
  }

  @Test
  void theNextConfabGoesOnWithIt() {
    TestedBox box = open();
    Received join = joined(box);
    transfers(box);
    TestedBox next = box.killed();
    opened = Optional.of(next);
    next.takesUp();
    next.connects();
    next.awaitCommand(it -> it.line().equals(PARK));
    obeys(next, join);
    runsTheOther(next, 1);
    assertThat(next.conferenceActions()).containsExactly("exit");
    assertThat(next.requests("/callback").get(0).parameters()).containsEntry("ConferenceExitReason", "api");
    assertThat(next.requests("/action")).isEmpty();
    assertThat(next.requests("/other")).hasSize(1);
  }

  @Test
  void nobodyElsesCallIsTouched() {
    TestedBox box = open();
    joined(box);
    Future<Outcome> outcome = box.loop.run(() -> box.calls.liveCalls().transfer("MABBBBBBBBBBBBBBBBBB", "a", "http://app/other", HttpMethod.POST));
    box.settle();
    assertThat(outcome.result()).isEqualTo(new Outcome.NoMember(List.of("a")));
    assertThat(sent(box, PARK::equals)).isZero();
  }

  @Test
  void withoutAConnectionNothingIsBegun() {
    TestedBox box = open();
    joined(box);
    box.disconnects();
    Outcome outcome = box.loop.await(() -> box.calls.liveCalls().transfer(ACCOUNT, "a", "http://app/other", HttpMethod.POST));
    assertThat(outcome).isInstanceOf(Outcome.Unavailable.class);
  }

  @Test
  void aSecondOrderTakesThePlaceOfTheFirst() {
    TestedBox box = open();
    Received join = joined(box);
    transfers(box);
    box.loop.run(() -> box.calls.liveCalls().transfer(ACCOUNT, "a", "http://app/third", HttpMethod.POST));
    box.settle();
    assertThat(sent(box, PARK::equals)).as("pulled out twice, it would be taken from what follows").isOne();
    obeys(box, join);
    Received arms = box.awaitChain("a", 2);
    box.chainEnds(arms, true, Map.of("variable_last_sched_id", "8"));
    box.advance(Duration.ZERO);
    assertThat(box.requests("/other")).isEmpty();
    assertThat(box.requests("/third")).hasSize(1);
    assertThat(box.conferenceActions()).containsExactly("enter", "exit");
  }
}
