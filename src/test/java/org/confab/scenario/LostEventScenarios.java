package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.confab.testing.Caller;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Events of FreeSWITCH's are lost while calls come, change rooms and leave; what they would have told is found within a minute, and told once.
 * Another storm: {@code -Dconfab.seed=…}, a worse wire: {@code -Dconfab.loss=10}.
 */
class LostEventScenarios extends WiredScenario {

  private static final int CALLERS = 20;
  private static final int ROUNDS = 8;
  private static final int ROOMS = 5;
  private static final String ELSEWHERE = "confab_fallback XML public";

  LostEventScenarios(Switch box) {
    super(box);
  }

  @Test
  @Timeout(300)
  void eachEntryAndEachExitIsToldOnceThoughOneEventInAHundredIsLost() {
    storm(Long.getLong("confab.seed", 1), Integer.getInteger("confab.loss", 100));
  }

  private void storm(long seed, int loss) {
    Random random = new Random(seed);
    Map<String, Integer> documents = new ConcurrentHashMap<>();
    application.on("/answer", request -> {
      int nth = documents.merge(request.parameter("From"), 1, Integer::sum);
      // by caller and turn, not by the order in which requests happen to arrive
      Random own = new Random(seed + 31L * request.parameter("From").hashCode() + nth);
      return response(conference("room" + own.nextInt(ROOMS), "hangupOnStar=\"true\"", "endConferenceOnExit=\"" + (own.nextInt(4) == 0) + "\"")
          + "<Redirect>/answer</Redirect>");
    });
    List<Caller> all = new ArrayList<>();
    List<Caller> up = new ArrayList<>();
    wire().dropEvents(seed, loss);
    for (int round = 0; round < ROUNDS; round++) {
      while (up.size() < CALLERS) {
        Caller caller = box.call("49151" + all.size());
        all.add(caller);
        up.add(caller);
      }
      Service.orNot(Duration.ofSeconds(5), () -> up.stream().allMatch(caller -> caller.position().startsWith("conference ")));
      quiet();
      // by itself: what Confab says to a call at the very moment at which a human takes it away is another story
      Caller moved = up.get(random.nextInt(up.size()));
      if (moved.position().startsWith("conference ")) {
        fsCli("uuid_transfer " + moved.callUuid() + " " + ELSEWHERE);
        moved.awaitFallback(Caller.PATIENCE);
        up.remove(moved);
      }
      for (Caller caller : List.copyOf(up)) {
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> press(caller);
          case 3 -> {
            caller.hangUp();
            up.remove(caller);
          }
          default -> { }
        }
      }
    }
    quiet();
    wire().dropEvents(seed, 0);
    minutePasses();
    String story = box.name() + ", seed " + seed + ": " + wire().dropped().size() + " events of " + (wire().passed() + wire().dropped().size())
        + " were lost\n";
    System.out.println(story + callbacks().size() + " callbacks of " + all.size() + " calls");
    all.forEach(caller -> Service.until("told where " + caller.callUuid() + " is. " + story + tale(caller), () -> isTold(caller)));
    up.forEach(Caller::hangUp);
    up.forEach(Caller::awaitHangUp);
    minutePasses();
    all.forEach(caller -> Service.until("told once of all stays of " + caller.callUuid() + ". " + story + tale(caller),
        () -> isTold(caller) && callbacksOf(caller).size() % 2 == 0));
    all.forEach(caller -> assertThat(callbacksOf(caller).size() / 2).as("stays that were told of " + story + tale(caller))
        .isBetween((int) (seen(caller, true) - untold(caller)), (int) seen(caller, false)));
    for (int i = 0; i < ROOMS; i++) {
      assertLane("room" + i, story);
    }
    Service.until("free of conferences. " + story, () -> confab.metric("confab_conferences_current") == 0);
    assertThat(wire().dropped()).as("lost events").isNotEmpty();
  }

  private static void press(Caller caller) {
    try {
      caller.press("*");
    } catch (IllegalStateException gone) {
      // the call ended at that moment
    }
  }

  /** Until nothing has been asked of the application for a while: so much of the storm is over. */
  private void quiet() {
    int before;
    do {
      before = application.requests().size();
      int now = before;
      Service.orNot(Duration.ofMillis(400), () -> application.requests().size() > now);
    } while (application.requests().size() > before);
  }

  /** What a minute brings about takes real time, too. */
  private void minutePasses() {
    for (int i = 0; i < 12; i++) {
      passes(Duration.ofSeconds(5));
      Service.orNot(Duration.ofSeconds(1), () -> wire().jobs() == 0);
    }
    quiet();
  }

  /** Enters and exits of each conference take turns, and he is told to be in one if he is; order is promised within a conference. */
  private boolean isTold(Caller caller) {
    int in = 0;
    for (int i = 0; i < ROOMS; i++) {
      String name = "room" + i;
      List<String> actions = callbacks().stream().filter(it -> it.parameter("ConferenceName").equals(name)
          && it.parameter("CallUUID").equals(caller.callUuid())).map(it -> it.parameter("ConferenceAction")).toList();
      for (int nth = 0; nth < actions.size(); nth++) {
        assertThat(actions.get(nth)).as("callback %d in %s: %s", nth, name, tale(caller)).isEqualTo(nth % 2 == 0 ? "enter" : "exit");
      }
      in += actions.size() % 2;
    }
    return in == (caller.position().startsWith("conference ") ? 1 : 0);
  }

  /** How often he was in a room; rooms of one conference in a row may be one stay, if he fell into the first as it ended. */
  private static long seen(Caller caller, boolean merged) {
    List<String> rooms = caller.positions().stream().filter(at -> at.startsWith("conference ")).map(at -> at.replaceFirst("-\\d+$", "")).toList();
    return IntStream.range(0, rooms.size()).filter(i -> !merged || i == 0 || !rooms.get(i).equals(rooms.get(i - 1))).count();
  }

  /**
   * Each event that was lost of a call may cost the telling of one stay: where neither its begin nor its end was told, or a moderator's leave came
   * before the end, so that the call seemed to fall into a dying room and was brought into the next one as if it were the same stay.
   */
  private long untold(Caller caller) {
    return wire().dropped().stream().filter(event -> caller.callUuid().equals(event.get("Unique-ID"))).count();
  }

  /** The callbacks of a lane came in the order of their numbers, without a gap. */
  private void assertLane(String name, String story) {
    int before = 0;
    for (ReceivedRequest callback : callbacks().stream().filter(it -> it.parameter("ConferenceName").equals(name)).toList()) {
      int sequence = Integer.parseInt(callback.header("X-Confab-Sequence"));
      // a conference that ended and begins anew counts from 1 again
      assertThat(sequence).as("%s after %d. %s", name, before, story).isIn(before + 1, 1);
      before = sequence;
    }
  }

  private String tale(Caller caller) {
    StringBuilder tale = new StringBuilder(callbacksOf(caller) + ", was " + caller.positions() + ", lost:");
    wire().dropped().stream().filter(event -> caller.callUuid().equals(event.get("Unique-ID"))).forEach(event -> tale.append("\n  ")
        .append(event.get("Event-Name")).append(' ').append(event.getOrDefault("Action", event.getOrDefault("Application", ""))));
    return tale.toString();
  }
}
