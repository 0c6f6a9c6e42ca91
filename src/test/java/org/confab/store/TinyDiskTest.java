package org.confab.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.confab.callback.Callback;
import org.confab.callback.Lane;
import org.confab.callback.Outbox.Entry;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system that is really full, or read-only: a tmpfs of 2 MB, where this user may mount one. */
class TinyDiskTest {

  private static final Lane ROOM = new Lane("MA1/room", "http://app/events");

  @TempDir
  Path folder;

  private final Loop loop = new Loop();
  private final ManualClock clock = new ManualClock();
  private final Stores stores = new Stores(loop, clock);
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.toString());
    Assumptions.assumeTrue(mounted, "a tmpfs can be mounted here");
  }

  @AfterEach
  void unmount() throws Exception {
    stores.close();
    loop.close();
    if (mounted) {
      run("umount", "-l", folder.toString());
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private void fill() throws IOException {
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(folder.resolve("filler"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private Entry add(Store store, String id) {
    Callback callback = new Callback(UUID.randomUUID(), ROOM, "POST", ROOM.url(), false, Map.of("id", id, "filling",
        "x".repeat(2000)), "MA1", clock.now());
    return loop.await(() -> store.outbox().add(callback));
  }

  private String deliverHead(Store store) {
    Entry head = loop.await(() -> store.outbox().head(ROOM)).orElseThrow();
    loop.await(() -> store.outbox().delivered(head));
    return head.callback().parameters().get("id") + head.sequence();
  }

  private void probe(Store store) {
    loop.advance(clock, Duration.ofSeconds(2));
    stores.settle(store);
  }

  private Store.Status status(Store store) {
    return loop.run(store::status);
  }

  @Test
  void fullDiskIsSurvivedAndNothingIsLost() throws IOException {
    Store store = stores.open(folder.resolve("confab.db"));
    add(store, "a");
    fill();
    int held = 0;
    for (int i = 0; i < 100; i++) {
      add(store, "b");
      held = status(store).held();
    }
    assertThat(held).isPositive();
    assertThat(status(store).reason()).contains("the disk is full");
    assertThat(List.of(deliverHead(store), deliverHead(store))).containsExactly("a1", "b2");
    probe(store);
    assertThat(status(store).writable()).isFalse();
    Files.delete(folder.resolve("filler"));
    probe(store);
    assertThat(status(store).writable()).as(status(store).reason()).isTrue();
    assertThat(status(store).held()).isZero();
    stores.close(store);
    Store again = stores.open(folder.resolve("confab.db"));
    assertThat(again.outbox().pending()).isEqualTo(99);
    assertThat(add(again, "c").sequence()).isEqualTo(102);
    for (int i = 3; i <= 101; i++) {
      assertThat(deliverHead(again)).isEqualTo("b" + i);
    }
    assertThat(deliverHead(again)).isEqualTo("c102");
  }

  @Test
  void confabStartsOnAFullDisk() throws IOException {
    Store store = stores.open(folder.resolve("confab.db"));
    add(store, "old");
    stores.close(store);
    fill();
    Store again = stores.open(folder.resolve("confab.db"));
    add(again, "new");
    Files.delete(folder.resolve("filler"));
    probe(again);
    probe(again);
    stores.settle(again);
    assertThat(status(again).writable()).as(status(again).reason()).isTrue();
    assertThat(again.outbox().pending()).isEqualTo(2);
    assertThat(List.of(deliverHead(again), deliverHead(again))).extracting(id -> id.substring(0, 3))
        .containsExactlyInAnyOrder("old", "new");
  }

  @Test
  void readOnlyDiskIsSurvived() throws Exception {
    Store store = stores.open(folder.resolve("confab.db"));
    add(store, "a");
    // an open file keeps mount(8) from making it read-only, so the store opens it anew
    stores.close(store);
    assertThat(run("mount", "-o", "remount,ro", folder.toString())).isTrue();
    Store again = stores.open(folder.resolve("confab.db"));
    add(again, "b");
    probe(again);
    assertThat(status(again).writable()).isFalse();
    assertThat(status(again).held()).isEqualTo(1);
    assertThat(run("mount", "-o", "remount,rw", folder.toString())).isTrue();
    probe(again);
    probe(again);
    stores.settle(again);
    assertThat(status(again).writable()).as(status(again).reason()).isTrue();
    assertThat(again.outbox().pending()).isEqualTo(2);
  }
}
