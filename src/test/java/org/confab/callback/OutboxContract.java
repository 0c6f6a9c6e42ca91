package org.confab.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.confab.callback.Outbox.Entry;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every outbox does. */
public abstract class OutboxContract {

  protected static final Lane ROOM = new Lane("MA1/room", "http://app/events");
  protected static final Lane ELSEWHERE = new Lane("MA1/room", "http://elsewhere/#rc=0");
  protected static final Lane OTHER_ROOM = new Lane("MA1/other room", "http://app/events");

  protected final Loop loop = new Loop();
  protected final ManualClock clock = new ManualClock();

  /** One with room for many; always the same one. */
  protected abstract Outbox outbox();

  /** An empty one that can take so many callbacks. */
  protected abstract Outbox withRoomFor(int callbacks);

  /** An empty one that remembers so many idle lanes. */
  protected abstract Outbox rememberingIdle(int lanes);

  /** How many lanes it remembers, empty ones included. */
  protected abstract int remembered(Outbox outbox);

  @AfterEach
  void closeLoop() {
    loop.close();
  }

  protected Callback callback(Lane lane, String id) {
    return new Callback(UUID.randomUUID(), lane, "POST", lane.url(), false, Map.of("id", id), "MA1", clock.now());
  }

  protected Entry add(Outbox outbox, Lane lane, String id) {
    return loop.await(() -> outbox.add(callback(lane, id)));
  }

  protected Optional<Entry> head(Outbox outbox, Lane lane) {
    return loop.await(() -> outbox.head(lane));
  }

  protected void deliver(Outbox outbox, Entry entry) {
    loop.await(() -> outbox.delivered(entry));
  }

  private Entry deliverHead(Lane lane) {
    Entry head = head(outbox(), lane).orElseThrow();
    deliver(outbox(), head);
    return head;
  }

  private void end(Outbox outbox, String conference) {
    loop.await(() -> outbox.ended(conference));
  }

  protected static String id(Entry entry) {
    return entry.callback().parameters().get("id");
  }

  @Test
  void callbacksOfALaneAreGivenOutInTheirOrderAndNumberedWithoutGaps() {
    for (String id : List.of("a", "b", "c")) {
      add(outbox(), ROOM, id);
    }
    assertThat(List.of(deliverHead(ROOM), deliverHead(ROOM), deliverHead(ROOM)))
        .extracting(entry -> id(entry) + entry.sequence()).containsExactly("a1", "b2", "c3");
    assertThat(head(outbox(), ROOM)).isEmpty();
  }

  @Test
  void callbackIsGivenOutAsItWasAdded() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("z", "first");
    parameters.put("ConferenceName", "Zoë's \"room\"\r\n\u0000\u2028\ud83d\ude00 \ud800");
    parameters.put("a", "");
    Callback callback = new Callback(UUID.randomUUID(), ROOM, "GET", ROOM.url(), true, parameters, "MA2", clock.now());
    Entry added = loop.await(() -> outbox().add(callback));
    assertThat(added.callback()).isEqualTo(callback);
    assertThat(head(outbox(), ROOM)).contains(added);
    assertThat(List.copyOf(head(outbox(), ROOM).orElseThrow().callback().parameters().keySet())).containsExactly("z", "ConferenceName", "a");
  }

  @Test
  void addedFuturesAreCompletedInTheOrderOfTheCalls() {
    List<String> order = loop.await(() -> {
      List<String> done = new ArrayList<>();
      List<Future<Entry>> all = new ArrayList<>();
      for (Lane lane : List.of(ROOM, OTHER_ROOM, ROOM, ELSEWHERE)) {
        all.add(outbox().add(callback(lane, "x")).onSuccess(entry -> done.add(entry.callback().lane() + "/" + entry.sequence())));
      }
      return Future.all(all).map(done);
    });
    assertThat(order).containsExactly(ROOM + "/1", OTHER_ROOM + "/1", ROOM + "/2", ELSEWHERE + "/1");
  }

  @Test
  void lanesAreThoseWithSomethingToSend() {
    assertThat(loop.await(() -> outbox().lanes())).isEmpty();
    Entry first = add(outbox(), ROOM, "a");
    add(outbox(), ELSEWHERE, "b");
    add(outbox(), OTHER_ROOM, "c");
    assertThat(loop.await(() -> outbox().lanes())).containsExactlyInAnyOrder(ROOM, ELSEWHERE, OTHER_ROOM);
    deliver(outbox(), first);
    Entry other = head(outbox(), OTHER_ROOM).orElseThrow();
    loop.await(() -> outbox().dead(other, "replied 404", 1));
    assertThat(loop.await(() -> outbox().lanes())).containsExactly(ELSEWHERE);
  }

  @Test
  void deliveredAndDeadAreNeverGivenOutAgainAndToSayItTwiceDoesNoHarm() {
    Entry first = add(outbox(), ROOM, "a");
    Entry second = add(outbox(), ROOM, "b");
    add(outbox(), ROOM, "c");
    assertThat(outbox().pending()).isEqualTo(3);
    deliver(outbox(), first);
    deliver(outbox(), first);
    assertThat(outbox().pending()).isEqualTo(2);
    loop.await(() -> outbox().dead(second, "replied 404", 1));
    loop.await(() -> outbox().dead(second, "replied 404", 1));
    assertThat(outbox().pending()).isEqualTo(1);
    assertThat(head(outbox(), ROOM).map(OutboxContract::id)).contains("c");
  }

  @Test
  void numberOutlivesItsCallbacksUntilTheConferenceHasEnded() {
    add(outbox(), ROOM, "a");
    deliverHead(ROOM);
    assertThat(add(outbox(), ROOM, "b").sequence()).isEqualTo(2);
    end(outbox(), ROOM.conference());
    assertThat(remembered(outbox())).isEqualTo(1);
    deliverHead(ROOM);
    assertThat(remembered(outbox())).isZero();
    assertThat(add(outbox(), ROOM, "c").sequence()).isEqualTo(1);
  }

  @Test
  void lanesOfAConferenceThatHasEndedAreForgottenTogether() {
    Entry first = add(outbox(), ROOM, "a");
    add(outbox(), ELSEWHERE, "b");
    deliver(outbox(), first);
    end(outbox(), ROOM.conference());
    assertThat(remembered(outbox())).isEqualTo(2);
    assertThat(add(outbox(), ROOM, "c").sequence()).isEqualTo(2);
    end(outbox(), ROOM.conference());
    deliverHead(ROOM);
    deliverHead(ELSEWHERE);
    assertThat(remembered(outbox())).isZero();
  }

  @Test
  void conferenceThatBeginsAgainBeforeItsCallbacksAreSentGoesOnCounting() {
    add(outbox(), ROOM, "a");
    end(outbox(), ROOM.conference());
    add(outbox(), ROOM, "b");
    deliverHead(ROOM);
    deliverHead(ROOM);
    assertThat(add(outbox(), ROOM, "c").sequence()).isEqualTo(3);
  }

  @Test
  void endOfAConferenceOfWhichNothingIsKnownLeavesNothing() {
    end(outbox(), "nobody's");
    add(outbox(), ROOM, "a");
    deliverHead(ROOM);
    assertThat(add(outbox(), ROOM, "b").sequence()).isEqualTo(2);
  }

  @Test
  void lanesThatNobodyEndsAreForgottenWhenManyOthersHaveFallenIdleSince() {
    Outbox small = rememberingIdle(3);
    for (int call = 1; call <= 10; call++) {
      deliver(small, add(small, new Lane("call " + call, "http://app/"), "a"));
      Entry of = add(small, ROOM, "b");
      assertThat(of.sequence()).isEqualTo(call);
      deliver(small, of);
    }
    assertThat(remembered(small)).isEqualTo(3);
  }

  @Test
  void fullOutboxRefusesAndUsesNoNumber() {
    Outbox small = withRoomFor(2);
    Entry first = add(small, ROOM, "a");
    add(small, ROOM, "b");
    assertThat(loop.awaitFailure(() -> small.add(callback(ROOM, "c")))).isInstanceOf(OutboxFull.class);
    assertThat(small.pending()).isEqualTo(2);
    deliver(small, first);
    assertThat(add(small, ROOM, "d").sequence()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverIsDoneInWhateverOrderLanesKeepTheirOrder(long seed) {
    Random random = new Random(seed);
    Map<Lane, Deque<Entry>> expected = new HashMap<>();
    Map<Lane, Long> numbers = new HashMap<>();
    List<Lane> lanes = List.of(ROOM, ELSEWHERE, OTHER_ROOM);
    int waiting = 0;
    for (int step = 0; step < 600; step++) {
      Lane lane = lanes.get(random.nextInt(3));
      Deque<Entry> queue = expected.computeIfAbsent(lane, ignored -> new ArrayDeque<>());
      // now mostly adding, now mostly delivering, so that lanes grow long and fall empty
      if (random.nextInt(10) < (step / 150 % 2 == 0 ? 7 : 3)) {
        Entry added = add(outbox(), lane, Integer.toString(step));
        assertThat(added.sequence()).isEqualTo(numbers.merge(lane, 1L, Long::sum));
        queue.add(added);
        waiting++;
      } else {
        Optional<Entry> head = head(outbox(), lane);
        assertThat(head).isEqualTo(Optional.ofNullable(queue.poll()));
        if (head.isPresent()) {
          boolean dies = random.nextInt(4) == 0;
          loop.await(() -> dies ? outbox().dead(head.get(), "replied 404", 1) : outbox().delivered(head.get()));
          waiting--;
        }
      }
      assertThat(outbox().pending()).isEqualTo(waiting);
    }
    assertThat(waiting).isPositive();
  }
}
