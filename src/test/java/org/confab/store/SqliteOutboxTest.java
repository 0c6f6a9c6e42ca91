package org.confab.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.confab.callback.Lane;
import org.confab.callback.Outbox;
import org.confab.callback.Outbox.Entry;
import org.confab.callback.OutboxContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOutboxTest extends OutboxContract {

  @TempDir
  Path folder;

  private final FailingDisk disk = new FailingDisk();
  private final Stores stores = new Stores(loop, clock);
  private Store store;

  @BeforeEach
  void open() {
    store = stores.open(folder.resolve("confab.db"));
  }

  @AfterEach
  void close() {
    disk.works();
    stores.close();
  }

  private void reopen() {
    stores.close(store);
    open();
  }

  @Override
  protected Outbox outbox() {
    return store.outbox();
  }

  @Override
  protected Outbox withRoomFor(int callbacks) {
    Store full = stores.open(folder.resolve("full.db"), new Store.Options(callbacks, 1 << 20, Duration.ofDays(7)), disk);
    disk.fails(FailingDisk.FULL);
    return full.outbox();
  }

  @Override
  protected Outbox rememberingIdle(int lanes) {
    store.outbox().rememberAtMost(lanes);
    return store.outbox();
  }

  @Override
  protected int remembered(Outbox of) {
    return ((SqliteOutbox) of).remembered();
  }

  @Test
  void everythingIsAsItWasAfterTheFileWasClosedAndOpened() {
    List<Entry> added = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      added.add(add(outbox(), i % 2 == 0 ? ROOM : OTHER_ROOM, "" + i));
    }
    deliver(outbox(), added.get(0));
    deliver(outbox(), added.get(1));
    deliver(outbox(), added.get(2));
    reopen();
    assertThat(outbox().pending()).isEqualTo(97);
    assertThat(loop.await(() -> outbox().lanes())).containsExactlyInAnyOrder(ROOM, OTHER_ROOM);
    assertThat(add(outbox(), ROOM, "last").sequence()).isEqualTo(51);
    for (int i = 3; i < 100; i++) {
      Entry head = head(outbox(), i % 2 == 0 ? ROOM : OTHER_ROOM).orElseThrow();
      assertThat(head).isEqualTo(added.get(i));
      deliver(outbox(), head);
    }
    assertThat(head(outbox(), ROOM).map(OutboxContract::id)).contains("last");
    assertThat(head(outbox(), OTHER_ROOM)).isEmpty();
  }

  @Test
  void numberOfAnEmptyLaneOutlivesTheProcessAndTheEndOfItsConferenceDoes() {
    deliver(outbox(), add(outbox(), ROOM, "a"));
    reopen();
    assertThat(remembered(outbox())).isEqualTo(1);
    Entry second = add(outbox(), ROOM, "b");
    assertThat(second.sequence()).isEqualTo(2);
    loop.await(() -> outbox().ended(ROOM.conference()));
    reopen();
    deliver(outbox(), head(outbox(), ROOM).orElseThrow());
    assertThat(remembered(outbox())).isZero();
    reopen();
    assertThat(remembered(outbox())).isZero();
    assertThat(add(outbox(), ROOM, "c").sequence()).isEqualTo(1);
  }

  @Test
  void endThatWasRevokedIsRevokedAfterARestartToo() {
    add(outbox(), ROOM, "a");
    add(outbox(), ELSEWHERE, "b");
    loop.await(() -> outbox().ended(ROOM.conference()));
    add(outbox(), ROOM, "c");
    reopen();
    for (Lane lane : List.of(ROOM, ROOM, ELSEWHERE)) {
      deliver(outbox(), head(outbox(), lane).orElseThrow());
    }
    assertThat(add(outbox(), ROOM, "d").sequence()).isEqualTo(3);
    assertThat(add(outbox(), ELSEWHERE, "e").sequence()).isEqualTo(2);
  }

  @Test
  void longLaneIsNotKeptInMemoryAndComesBackInItsOrder() {
    List<Entry> added = new ArrayList<>();
    loop.await(() -> {
      Future<Entry> last = Future.succeededFuture();
      for (int i = 0; i < 1000; i++) {
        last = outbox().add(callback(ROOM, "x".repeat(1000) + i)).onSuccess(added::add);
      }
      return last;
    });
    assertThat(store.outbox().bytesInMemory()).isLessThan(200_000);
    for (Entry entry : added) {
      Entry head = head(outbox(), ROOM).orElseThrow();
      assertThat(head).isEqualTo(entry);
      deliver(outbox(), head);
    }
    assertThat(store.outbox().bytesInMemory()).isZero();
    assertThat(outbox().pending()).isZero();
  }

  @Test
  void callbackIsNotGivenOutBeforeItIsOnTheDisk() {
    loop.run(() -> {
      outbox().add(callback(ROOM, "a"));
      assertThat(outbox().head(ROOM).result()).isEmpty();
      assertThat(outbox().pending()).isEqualTo(1);
    });
    stores.settle(store);
    assertThat(head(outbox(), ROOM)).isPresent();
  }
}
