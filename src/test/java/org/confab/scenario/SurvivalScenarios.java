package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.LogLines;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.SimulatorSwitch;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;

/** What callers do not notice when something breaks. */
class SurvivalScenarios extends Scenario {

  /** The way out takes 30 s; the rest is for a busy machine. */
  private static final Duration FALLBACK_AND_A_BIT = Duration.ofSeconds(90);

  /** So many that forty callers seldom fill one. */
  private static final int ROOMS = 6;

  SurvivalScenarios(Switch box) {
    super(box);
  }

  @Test
  void callsThatWereParkedBeforeConfabConnectedArePickedUp() {
    answers(conference("early"));
    confab.close();
    Caller anna = box.call("1");
    anna.awaitPosition("parked", "parked"::equals, Caller.PATIENCE);
    confab = Service.start(settings());
    entered(anna);
  }

  @Test
  void roomsOfAnEarlierConfabAreLeftAloneAndSaidSo() {
    answers(conference("before"));
    Caller anna = enters("1");
    confab.close();
    try (LogLines log = LogLines.open()) {
      confab = Service.start(settings());
      log.await("about the room", line -> line.startsWith("WARN") && line.contains(roomOf(anna)));
    }
    Caller ben = enters("2");
    assertThat(roomOf(ben)).isNotEqualTo(roomOf(anna));
    assertThat(anna.position()).startsWith("conference ");
  }

  /** Once for all the places in which a caller can be, since the way out takes its 30 seconds. */
  @Test
  void withConfabKilledEveryCallerReachesTheFallback() {
    answers(Map.of(
        "1", conference("orphans", "endConferenceOnExit=\"true\""),
        "2", conference("orphans"),
        "3", "<Wait length=\"120\"/>" + conference("orphans"),
        "4", "<Play>tone_stream://%(120000,100,440)</Play>" + conference("orphans"),
        "5", conference("others", "hangupOnStar=\"true\""),
        "7", "<GetDigits action=\"/keys\" timeout=\"60\"/>" + conference("orphans")));
    Caller moderator = enters("1");
    Caller member = enters("2");
    Caller alone = enters("5");
    Caller waiting = box.call("3");
    Caller listening = box.call("4");
    Caller asked = box.call("7");
    waiting.awaitPosition("waiting", at -> at.startsWith("sleep"), Caller.PATIENCE);
    listening.awaitPosition("listening", at -> at.startsWith("playback"), Caller.PATIENCE);
    asked.awaitPosition("asked for keys", at -> at.startsWith("playback silence_stream"), Caller.PATIENCE);
    confab.kill();
    confab = null;
    Caller late = box.call("6");
    late.awaitPosition("parked", "parked"::equals, Caller.PATIENCE);
    moderator.hangUp();
    // what they wait for is longer than any machine takes to get here, and over now
    List.of(waiting, listening, asked).forEach(caller -> assertThat(fsCli("uuid_break " + caller.callUuid())).startsWith("+OK"));
    for (Caller caller : List.of(member, waiting, listening, asked, late)) {
      caller.awaitFallback(FALLBACK_AND_A_BIT);
    }
    assertThat(alone.position()).as("nobody ended this conference").startsWith("conference ");
  }

  @Test
  void theOperatorsOwnTimersOnACallStay() {
    answers(conference("timed"));
    Caller anna = enters("1");
    assertThat(fsCli("sched_hangup +2 " + anna.callUuid() + " ALLOTTED_TIMEOUT")).startsWith("+OK");
    assertThat(anna.awaitHangUp()).isEqualTo("ALLOTTED_TIMEOUT");
    exited(anna);
  }

  @Test
  void aConferenceOutlivesTheWayOut() {
    answers(conference("long"));
    Caller anna = enters("1");
    // the listing is a database that FreeSWITCH writes in the background
    Service.until("free of scheduled tasks", () -> !fsCli("show tasks").contains(anna.callUuid()));
  }

  @Test
  void membersWhoLeftWhileTheConnectionWasLostGetTheirExit() {
    assumeTrue(box instanceof SimulatorSwitch, "the connection is cut in the simulator");
    answers(conference("cut") + "<Redirect>/after</Redirect>");
    application.on("/after", request -> response(conference("after")));
    Caller anna = enters("1");
    Caller ben = enters("2");
    Caller cleo = enters("3");
    String room = roomOf(ben);
    ((SimulatorSwitch) box).simulated().dropConnections();
    anna.hangUp();
    fsCli("conference " + room + " kick " + entered(ben).parameter("ConferenceMemberID"));
    assertThat(exited(anna).parameter("ConferenceAction")).isEqualTo("exit");
    exited(ben);
    application.awaitRequest(request -> request.parameter("ConferenceName").equals("after") && request.parameter("CallUUID").equals(ben.callUuid()));
    assertThat(callbacksOf(cleo)).containsExactly("enter");
    assertThat(callbacksOf(anna)).containsExactly("enter", "exit");
  }

  @Test
  void aCallLostInADyingRoomIsFoundAndJoinsTheNextOneUnnoticed() {
    assumeTrue(box instanceof SimulatorSwitch, "only the simulator can lose a call on purpose");
    answers(Map.of("1", conference("dying", "endConferenceOnExit=\"true\""), "2", conference("dying")));
    try (LogLines log = LogLines.open()) {
      Caller moderator = enters("1");
      ((SimulatorSwitch) box).simulated().loseNextJoinInDyingRoom();
      Caller lost = enters("2");
      moderator.hangUp();
      exited(moderator);
      log.await("about the lost call", line -> line.contains("FreeSWITCH lost it") && line.contains(lost.callUuid()));
      Caller ben = box.call("2");
      entered(ben);
      entered(lost);
      assertThat(callbacksOf(lost)).containsExactly("enter");
      assertThat(roomOf(ben)).endsWith("-2");
      lost.awaitNow("with the other", ("conference " + roomOf(ben))::equals, Caller.PATIENCE);
    }
  }

  @Test
  void callbacksThatAreNotTakenKeepNoCallerWaiting() {
    assumeTrue(box instanceof SimulatorSwitch, "it takes more calls than there are connections to one host");
    CountDownLatch end = new CountDownLatch(1);
    application.answer("/slow", request -> {
      try {
        end.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      return FakeApplication.Answer.status(200);
    });
    application.on("/answer", request -> response("<Conference callbackUrl=\"" + application.url("/slow") + "\">of " + request.parameter("From")
        + "</Conference>"));
    List<Caller> callers = IntStream.range(0, 100).mapToObj(i -> box.call("49151" + i)).toList();
    callers.forEach(Caller::awaitConference);
    // as many as may be under way to one application
    application.awaitRequests(16, request -> request.path().equals("/slow"));
    answers(conference("late"));
    try {
      box.call("1").awaitConference();
    } finally {
      end.countDown();
    }
  }

  /** Callers come and go as fast as documents let them: whoever leaves comes back, until each has had his stays. */
  @Test
  void twoThousandRandomJoinsAndLeavesLoseNobody() {
    int callers = 40;
    int stays = 50;
    long seed = Long.getLong("confab.seed", ThreadLocalRandom.current().nextLong());
    Random random = new Random(seed);
    Map<String, Integer> asked = new ConcurrentHashMap<>();
    application.on("/answer", request -> {
      int stay = asked.merge(request.parameter("CallUUID"), 1, Integer::sum);
      if (stay > stays) {
        return response("<Hangup/>");
      }
      synchronized (random) {
        return response(conference("room" + random.nextInt(ROOMS), "action=\"/answer\"", "maxMembers=\"20\"",
            "endConferenceOnExit=\"" + (random.nextInt(3) == 0) + "\"", "startConferenceOnEnter=\"" + random.nextBoolean() + "\"",
            "stayAlone=\"" + random.nextBoolean() + "\"", "timeLimit=\"1\"") + "<Redirect>/answer</Redirect>");
      }
    });
    List<Caller> all = IntStream.range(0, callers).mapToObj(i -> box.call("49151" + i)).toList();
    all.forEach(caller -> caller.awaitHangUp(Duration.ofSeconds(240)));
    // all that there is to tell is decided before a document goes on to the <Hangup/>; as many exits as enters may just be on their way
    Service.until("everything told, seed " + seed, () -> operator().metric("confab_callbacks_pending") == 0);
    List<ReceivedRequest> callbacks = application.requests("/callback");
    assertThat(callbacks).as("2,000 joins less the few that a full room refused").hasSizeGreaterThan(2 * 1_900);
    // order is promised within a conference, whose callbacks are one lane
    for (String name : IntStream.range(0, ROOMS).mapToObj(i -> "room" + i).toList()) {
      List<ReceivedRequest> lane = callbacks.stream().filter(request -> request.parameter("ConferenceName").equals(name)).toList();
      int before = 0;
      for (ReceivedRequest callback : lane) {
        int sequence = Integer.parseInt(callback.header("X-Confab-Sequence"));
        // a conference that ended and begins anew counts from 1 again
        assertThat(sequence).as("%s after %d, seed %d: %s", name, before, seed, callback).isIn(before + 1, 1);
        before = sequence;
      }
      for (Caller caller : all) {
        List<String> actions = lane.stream().filter(request -> request.parameter("CallUUID").equals(caller.callUuid()))
            .map(request -> request.parameter("ConferenceAction")).toList();
        for (int i = 0; i < actions.size(); i++) {
          assertThat(actions.get(i)).as("callback %d of %s in %s, seed %d", i, caller.callUuid(), name, seed).isEqualTo(i % 2 == 0 ? "enter" : "exit");
        }
        assertThat(actions.size() % 2).as("exits of %s in %s, seed %d", caller.callUuid(), name, seed).isZero();
      }
    }
  }
}
