package org.confab.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.confab.callback.Callback;
import org.confab.callback.Lane;
import org.confab.callback.Outbox.Entry;
import org.confab.callback.OutboxFull;
import org.confab.testing.LogLines;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While the disk does not take what is written, everything goes on in memory; when it does again, nothing shows that it did not. */
class FaultyDiskTest {

  private static final Lane ROOM = new Lane("MA1/room", "http://app/events");
  private static final Duration PROBE = Duration.ofSeconds(2);

  @TempDir
  Path folder;

  private final Loop loop = new Loop();
  private final ManualClock clock = new ManualClock();
  private final Stores stores = new Stores(loop, clock);
  private final FailingDisk disk = new FailingDisk();
  private Store store;

  @AfterEach
  void close() {
    disk.works();
    stores.close();
    loop.close();
  }

  private void open() {
    open(Stores.USUAL);
  }

  private void open(Store.Options options) {
    store = stores.open(folder.resolve("confab.db"), options, disk);
  }

  private void reopen() {
    stores.close(store);
    open();
  }

  private Callback callback(Lane lane, String id) {
    return new Callback(UUID.randomUUID(), lane, "POST", lane.url(), false, Map.of("id", id), "MA1", clock.now());
  }

  private Entry add(String id) {
    return loop.await(() -> store.outbox().add(callback(ROOM, id)));
  }

  private Optional<Entry> head() {
    return loop.await(() -> store.outbox().head(ROOM));
  }

  private String deliverHead() {
    Entry head = head().orElseThrow();
    loop.await(() -> store.outbox().delivered(head));
    return id(head);
  }

  /** As it is once everything has been told on the context. */
  private Store.Status status() {
    return loop.run(store::status);
  }

  private static String id(Entry entry) {
    return entry.callback().parameters().get("id") + entry.sequence();
  }

  private void probe() {
    loop.advance(clock, PROBE);
    stores.settle(store);
  }

  @ParameterizedTest
  @ValueSource(ints = {FailingDisk.FULL, FailingDisk.READ_ONLY, FailingDisk.IO})
  void callbacksAreGivenOutFromMemoryAndWrittenWhenTheDiskIsBack(int code) {
    open();
    add("a");
    disk.fails(code);
    add("b");
    add("c");
    assertThat(status().writable()).isFalse();
    assertThat(status().held()).isEqualTo(2);
    assertThat(status().full()).isFalse();
    assertThat(List.of(deliverHead(), deliverHead())).containsExactly("a1", "b2");
    add("d");
    disk.works();
    probe();
    assertThat(status().writable()).isTrue();
    assertThat(status().held()).isZero();
    reopen();
    assertThat(store.outbox().pending()).isEqualTo(2);
    add("e");
    assertThat(List.of(deliverHead(), deliverHead(), deliverHead())).containsExactly("c3", "d4", "e5");
  }

  @Test
  void fileThatIsAnotherMeanwhileIsNeverWrittenWithoutWhatTheOldOneHeld() throws IOException {
    AtomicInteger opened = new AtomicInteger();
    store = stores.open(folder.resolve("confab.db"), Stores.USUAL, url -> opened.getAndIncrement() == 0 ? disk.open(url) : Connections.SQLITE.open(url));
    add("a");
    disk.fails(FailingDisk.READ_ONLY);
    add("b");
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.delete(folder.resolve("confab.db" + suffix));
    }
    for (int i = 0; i < 3; i++) {
      probe();
      assertThat(status().writable()).isFalse();
      assertThat(status().reason()).contains("another file");
    }
    assertThat(folder.resolve("confab.db")).doesNotExist();
    assertThat(status().held()).isEqualTo(1);
    assertThat(List.of(deliverHead(), deliverHead())).containsExactly("a1", "b2");
  }

  @Test
  void operatorReadsOnceWhatIsWrongAndThatItIsOver() {
    open();
    try (LogLines log = LogLines.open()) {
      disk.fails(FailingDisk.FULL);
      add("a");
      probe();
      probe();
      assertThat(status().reason()).contains("confab.db cannot be written").contains("the disk is full");
      disk.works();
      probe();
      log.await("of the end", line -> line.startsWith("INFO") && line.contains("can be written again"));
      assertThat(log.lines().stream().filter(line -> line.startsWith("ERROR") && line.contains("the disk is full"))).hasSize(1);
    }
  }

  @Test
  void whatIsHeldIsBoundedByNumberAndRefusedBeyond() {
    open(new Store.Options(3, 1 << 20, Duration.ofDays(7)));
    disk.fails(FailingDisk.FULL);
    add("a");
    add("b");
    add("c");
    assertThat(loop.awaitFailure(() -> store.outbox().add(callback(ROOM, "d")))).isInstanceOf(OutboxFull.class)
        .hasMessageContaining("callbacks.memory");
    loop.advance(clock, Duration.ofSeconds(1));
    assertThat(status().full()).isTrue();
    assertThat(store.outbox().pending()).isEqualTo(3);
    deliverHead();
    assertThat(id(add("e"))).isEqualTo("e4");
    disk.works();
    probe();
    assertThat(status().full()).isFalse();
    assertThat(id(add("f"))).isEqualTo("f5");
  }

  @Test
  void whatIsHeldIsBoundedInBytes() {
    open(new Store.Options(1000, 1 << 20, Duration.ofDays(7)));
    disk.fails(FailingDisk.FULL);
    int added = 0;
    while (loop.run(() -> store.outbox().add(callback(ROOM, "x".repeat(100_000)))).cause() == null) {
      added++;
    }
    stores.settle(store);
    assertThat(added).isEqualTo(5);
    assertThat(loop.awaitFailure(() -> store.outbox().add(callback(ROOM, "x".repeat(100_000))))).isInstanceOf(OutboxFull.class);
  }

  @Test
  void deadLettersOfAnOutageAreKept() {
    open();
    add("a");
    disk.fails(FailingDisk.FULL);
    add("b");
    for (int i = 0; i < 2; i++) {
      Entry head = head().orElseThrow();
      loop.await(() -> store.outbox().dead(head, "replied 404", 1));
    }
    loop.await(() -> store.outbox().ended(ROOM.conference()));
    disk.works();
    probe();
    String letters = loop.await(() -> store.ask(database -> database.text(
        "SELECT GROUP_CONCAT(parameters || conference || reason) FROM dead_letter")));
    assertThat(letters).isEqualTo("{\"id\":\"a\"}MA1/roomreplied 404,{\"id\":\"b\"}MA1/roomreplied 404");
    reopen();
    assertThat(store.outbox().pending()).isZero();
    assertThat(status().deadLetters()).isEqualTo(2);
    assertThat(store.outbox().remembered()).isZero();
  }

  @Test
  void commitThatFailedButHappenedLeavesNothingTwice() {
    open();
    disk.failsAfterCommit(FailingDisk.IO);
    add("a");
    add("b");
    deliverHead();
    loop.await(() -> store.states().put("call", "1", "one"));
    loop.await(() -> store.states().remove("call", "1"));
    disk.works();
    probe();
    reopen();
    assertThat(store.outbox().pending()).isEqualTo(1);
    assertThat(deliverHead()).isEqualTo("b2");
    assertThat(loop.run(() -> store.states().all("call"))).isEmpty();
  }

  @Test
  void statesOfAnOutageAreWrittenAsTheyAreAtItsEnd() {
    open();
    loop.await(() -> store.states().put("call", "stays", "1"));
    loop.await(() -> store.states().put("call", "goes", "1"));
    disk.fails(FailingDisk.READ_ONLY);
    loop.await(() -> store.states().put("call", "stays", "2"));
    loop.await(() -> store.states().remove("call", "goes"));
    loop.await(() -> store.states().put("call", "comes", "1"));
    loop.await(() -> store.states().put("call", "came and went", "1"));
    loop.await(() -> store.states().remove("call", "came and went"));
    assertThat(loop.run(() -> store.states().all("call"))).containsOnly(Map.entry("stays", "2"), Map.entry("comes", "1"));
    disk.works();
    probe();
    reopen();
    assertThat(loop.run(() -> store.states().all("call"))).containsOnly(Map.entry("stays", "2"), Map.entry("comes", "1"));
  }

  @Test
  void laneWhoseMiddleIsOnTheDiskKeepsItsOrderThroughAnOutage() {
    open();
    loop.await(() -> {
      Future<Entry> last = Future.succeededFuture();
      for (int i = 1; i <= 100; i++) {
        last = store.outbox().add(callback(ROOM, ""));
      }
      return last;
    });
    disk.fails(FailingDisk.FULL);
    for (int i = 101; i <= 120; i++) {
      add("");
    }
    List<String> delivered = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      delivered.add(deliverHead());
    }
    disk.works();
    probe();
    add("");
    while (head().isPresent()) {
      delivered.add(deliverHead());
    }
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 121; i++) {
      expected.add(Integer.toString(i));
    }
    assertThat(delivered).isEqualTo(expected);
    assertThat(store.outbox().bytesInMemory()).isZero();
  }

  @Test
  void brokenFileDoesNotHoldALaneWhoseNextCallbacksAreOnlyThere() {
    open();
    loop.await(() -> {
      Future<Entry> last = Future.succeededFuture();
      for (int i = 1; i <= 40; i++) {
        last = store.outbox().add(callback(ROOM, ""));
      }
      return last;
    });
    disk.cannotBeRead(FailingDisk.CORRUPT);
    add("");
    try (LogLines log = LogLines.open()) {
      for (int i = 1; i <= 32; i++) {
        assertThat(deliverHead()).isEqualTo("" + i);
      }
      assertThat(deliverHead()).isEqualTo("41");
      log.await("of what is lost", line -> line.contains("8 callbacks of MA1/room to http://app/events are lost"));
    }
    assertThat(store.outbox().pending()).isZero();
  }

  @Test
  void diskThatDoesNotAnswerHoldsNobodyForLong() {
    open();
    disk.hangs();
    Future<Entry> first = loop.run(() -> store.outbox().add(callback(ROOM, "a")));
    loop.run(() -> {});
    loop.advance(clock, Duration.ofSeconds(4));
    assertThat(first.isComplete()).isFalse();
    assertThat(status().writable()).isTrue();
    loop.advance(clock, Duration.ofSeconds(1));
    assertThat(id(Loop.result(first))).isEqualTo("a1");
    assertThat(status().writable()).isFalse();
    assertThat(status().reason()).contains("does not answer");
    // who comes later does not wait as long again: with each step of a call's document that would be half a minute
    Future<Entry> second = loop.run(() -> store.outbox().add(callback(ROOM, "b")));
    Loop.result(second);
    Entry head = head().orElseThrow();
    Loop.result(loop.run(() -> store.outbox().delivered(head)));
    disk.works();
    stores.settle(store);
    assertThat(status().writable()).isTrue();
    assertThat(status().held()).isZero();
    reopen();
    assertThat(store.outbox().pending()).isEqualTo(1);
    assertThat(deliverHead()).isEqualTo("b2");
  }

  @Test
  void confabStartsWithoutTheDiskAndFindsTheOldCallbacksWhenItIsThere() {
    open();
    add("old");
    loop.await(() -> store.states().put("call", "1", "old"));
    stores.close(store);
    disk.cannotBeOpened();
    open();
    assertThat(status().writable()).isFalse();
    assertThat(id(add("new"))).isEqualTo("new1");
    loop.await(() -> store.states().put("call", "2", "new"));
    disk.works();
    probe();
    assertThat(status().writable()).isTrue();
    probe();
    stores.settle(store);
    assertThat(List.of(deliverHead(), deliverHead())).containsExactly("new1", "old2");
    reopen();
    assertThat(store.outbox().pending()).isZero();
    assertThat(loop.run(() -> store.states().all("call"))).containsExactly(Map.entry("2", "new"));
  }

  @Test
  void endOfTheProcessInAnOutageSaysWhatIsLost() {
    open();
    add("a");
    disk.fails(FailingDisk.FULL);
    add("b");
    add("c");
    deliverHead();
    deliverHead();
    try (LogLines log = LogLines.open()) {
      stores.close(store);
      log.await("of the loss", line -> line.startsWith("ERROR") && line.contains("1 callbacks that were held in memory are lost"));
    }
    disk.works();
    open();
    // delivered, but that could not be written either: sent once more, with its id
    assertThat(deliverHead()).isEqualTo("a1");
    assertThat(head()).isEmpty();
  }

  @Test
  void aLongOutageTakesNoMoreMemoryThanAShortOne() {
    Backlog backlog = new Backlog();
    backlog.hold(List.of(new Change.LaneIs(1, ROOM, 1, false)));
    for (int i = 1; i <= 100_000; i++) {
      Change.StateKey key = new Change.StateKey("call", "" + i);
      backlog.hold(List.of(new Change.LaneIs(1, ROOM, i, false), new Change.Added(i, 1, i, callback(ROOM, "a")),
          new Change.Put(key, "one")));
      Lane other = new Lane("call " + i, "http://app/");
      backlog.hold(List.of(new Change.LaneIs(i + 1, other, 1, false)));
      backlog.hold(List.of(new Change.Delivered(i), new Change.Put(key, "two"), new Change.LaneForgotten(i + 1), new Change.Removed(key)));
    }
    assertThat(backlog.changes()).containsExactly(new Change.LaneIs(1, ROOM, 100_000, false));
  }

  /** Whatever is done and whatever fails meanwhile: in the end the file holds exactly what waits, in order, without gaps. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whateverFailsMeanwhileTheFileIsRightInTheEnd(long seed) {
    Random random = new Random(seed);
    open();
    List<Lane> lanes = List.of(ROOM, new Lane("MA1/room", "http://b/"), new Lane("MA1/other", "http://app/events"));
    Map<Lane, List<Entry>> waiting = new HashMap<>();
    Map<String, String> states = new HashMap<>();
    int dead = 0;
    for (int step = 0; step < 400; step++) {
      Lane lane = lanes.get(random.nextInt(lanes.size()));
      List<Entry> queue = waiting.computeIfAbsent(lane, ignored -> new ArrayList<>());
      switch (random.nextInt(12)) {
        case 0 -> {
          switch (random.nextInt(4)) {
            case 0 -> disk.fails(FailingDisk.FULL);
            case 1 -> disk.fails(FailingDisk.READ_ONLY);
            case 2 -> disk.fails(FailingDisk.IO);
            default -> disk.failsAfterCommit(FailingDisk.IO);
          }
        }
        case 1 -> disk.works();
        case 2 -> probe();
        case 3 -> {
          String key = "" + random.nextInt(5);
          if (random.nextBoolean()) {
            states.put(key, "" + step);
            loop.await(() -> store.states().put("call", key, states.get(key)));
          } else {
            states.remove(key);
            loop.await(() -> store.states().remove("call", key));
          }
        }
        case 4, 5, 6, 7, 8 -> {
          int burst = random.nextInt(10) == 0 ? 50 : 1;
          for (int i = 0; i < burst; i++) {
            queue.add(loop.await(() -> store.outbox().add(callback(lane, ""))));
          }
        }
        default -> {
          int burst = random.nextInt(10) == 0 ? 30 : 1;
          for (int i = 0; i < burst && !queue.isEmpty(); i++) {
            Entry head = loop.await(() -> store.outbox().head(lane)).orElseThrow();
            assertThat(head).isEqualTo(queue.remove(0));
            boolean dies = random.nextInt(4) == 0;
            loop.await(() -> dies ? store.outbox().dead(head, "replied 404", 1) : store.outbox().delivered(head));
            dead += dies ? 1 : 0;
          }
        }
      }
    }
    disk.works();
    probe();
    assertThat(status().writable()).isTrue();
    assertThat(status().held()).isZero();
    reopen();
    assertThat(store.outbox().pending()).isEqualTo(waiting.values().stream().mapToInt(List::size).sum());
    waiting.forEach((lane, queue) -> queue.forEach(expected -> {
      Entry head = loop.await(() -> store.outbox().head(lane)).orElseThrow();
      assertThat(head).isEqualTo(expected);
      loop.await(() -> store.outbox().delivered(head));
    }));
    assertThat(loop.await(() -> store.outbox().lanes())).isEmpty();
    assertThat(loop.run(() -> store.states().all("call"))).isEqualTo(states);
    assertThat(status().deadLetters()).isEqualTo(dead);
  }
}
