package org.confab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.confab.callback.Callback;
import org.confab.callback.Lane;
import org.confab.callback.Outbox.Entry;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {

  private static final Lane ROOM = new Lane("MA1/room", "http://app/events");

  @TempDir
  Path folder;

  private final Loop loop = new Loop();
  private final ManualClock clock = new ManualClock();
  private final Stores stores = new Stores(loop, clock);
  private final List<String> woken = new ArrayList<>();
  private Store store;

  @BeforeEach
  void open() {
    store = stores.open(folder.resolve("confab.db"));
    store.outbox().onReplay(() -> woken.add("woken"));
  }

  @AfterEach
  void close() {
    stores.close();
    loop.close();
  }

  private Entry add(Map<String, String> parameters) {
    Callback callback = new Callback(UUID.randomUUID(), ROOM, "POST", ROOM.url(), true, parameters, "MA1", clock.now());
    return loop.await(() -> store.outbox().add(callback));
  }

  private Entry dies(String name) {
    Entry entry = add(Map.of("ConferenceName", "the room", "ConferenceAction", name));
    loop.await(() -> store.outbox().dead(entry, "replied 404", 2));
    return entry;
  }

  private Entry head() {
    return loop.await(() -> store.outbox().head(ROOM)).orElseThrow();
  }

  private DeadLetters letters() {
    return DeadLetters.open(folder.resolve("confab.db"));
  }

  private List<DeadLetter> all() {
    try (DeadLetters letters = letters()) {
      List<DeadLetter> all = new ArrayList<>();
      letters.each(all::add);
      return all;
    }
  }

  private void look() {
    loop.advance(clock, Duration.ofSeconds(2));
    stores.settle(store);
    stores.settle(store);
  }

  @Test
  void eachIsShownWithWhatItWasAndWhyItDied() {
    Entry first = dies("enter");
    clock.advance(Duration.ofMinutes(1));
    Entry second = dies("exit");
    assertThat(all()).containsExactly(
        new DeadLetter(first.callback().id().toString(), Instant.parse("2026-11-22T08:00:00Z"), "the room", "http://app/events", "enter",
            "replied 404", 2, false),
        new DeadLetter(second.callback().id().toString(), Instant.parse("2026-11-22T08:01:00Z"), "the room", "http://app/events", "exit",
            "replied 404", 2, false));
  }

  @Test
  void replayedOneIsBehindItsLaneWithItsIdWhileConfabRuns() {
    Entry dead = dies("enter");
    add(Map.of("ConferenceAction", "exit"));
    try (DeadLetters letters = letters()) {
      assertThat(letters.replay(List.of(dead.callback().id().toString()))).isEmpty();
    }
    assertThat(all()).extracting(DeadLetter::replay).containsExactly(true);
    look();
    assertThat(woken).hasSize(1);
    assertThat(all()).isEmpty();
    assertThat(store.outbox().pending()).isEqualTo(2);
    Entry next = head();
    assertThat(next.sequence()).isEqualTo(2);
    loop.await(() -> store.outbox().delivered(next));
    Entry again = head();
    assertThat(again.sequence()).isEqualTo(3);
    // as it was, but that the time for retries begins anew
    assertThat(again.callback()).isEqualTo(new Callback(dead.callback().id(), ROOM, "POST", ROOM.url(), true, dead.callback().parameters(),
        "MA1", clock.now()));
    look();
    assertThat(store.outbox().pending()).isEqualTo(1);
    assertThat(woken).hasSize(1);
  }

  @Test
  void replayedOneThatDiesAgainCanBeReplayedAgain() {
    Entry dead = dies("enter");
    for (int times = 2; times <= 4; times++) {
      try (DeadLetters letters = letters()) {
        assertThat(letters.replayAll()).isEqualTo(1);
      }
      look();
      Entry again = head();
      assertThat(again.callback().id()).isEqualTo(dead.callback().id());
      assertThat(again.sequence()).isEqualTo(times);
      loop.await(() -> store.outbox().dead(again, "replied 410", 1));
    }
    assertThat(all()).extracting(DeadLetter::reason).containsExactly("replied 410");
  }

  @Test
  void replayedWithoutConfabTheyAreSentWhenItStarts() {
    Entry first = dies("enter");
    Entry second = dies("exit");
    stores.close(store);
    try (DeadLetters letters = letters()) {
      assertThat(letters.replayAll()).isEqualTo(2);
    }
    open();
    look();
    assertThat(head().callback().id()).isEqualTo(first.callback().id());
    Entry delivered = head();
    loop.await(() -> store.outbox().delivered(delivered));
    assertThat(head().callback().id()).isEqualTo(second.callback().id());
  }

  @Test
  void unknownIdMeansThatNothingIsReplayed() {
    Entry dead = dies("enter");
    try (DeadLetters letters = letters()) {
      assertThat(letters.replay(List.of(dead.callback().id().toString(), "nobody's", "'; DROP TABLE dead_letter; --")))
          .containsExactly("nobody's", "'; DROP TABLE dead_letter; --");
    }
    assertThat(all()).extracting(DeadLetter::replay).containsExactly(false);
  }

  @Test
  void manyAreReplayedInTheirOrder() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < SqliteOutbox.MOST_REPLAYED + 10; i++) {
      ids.add(dies("enter").callback().id());
    }
    try (DeadLetters letters = letters()) {
      letters.replayAll();
    }
    look();
    look();
    List<UUID> again = new ArrayList<>();
    while (store.outbox().pending() > 0) {
      Entry head = head();
      again.add(head.callback().id());
      loop.await(() -> store.outbox().delivered(head));
    }
    assertThat(again).isEqualTo(ids);
  }

  @Test
  void fileThatIsNotThereOrNotOursIsRefused() throws Exception {
    assertThatThrownBy(() -> DeadLetters.open(folder.resolve("missing.db"))).isInstanceOf(StoreRefused.class)
        .hasMessageContaining("no such file");
    assertThat(folder.resolve("missing.db")).doesNotExist();
    Path text = Files.writeString(folder.resolve("text"), "text".repeat(500));
    assertThatThrownBy(() -> DeadLetters.open(text)).isInstanceOf(StoreRefused.class).hasMessageContaining("broken");
    Path empty = Files.createFile(folder.resolve("empty.db"));
    assertThatThrownBy(() -> DeadLetters.open(empty)).isInstanceOf(StoreRefused.class).hasMessageContaining("earlier Confab");
  }
}
