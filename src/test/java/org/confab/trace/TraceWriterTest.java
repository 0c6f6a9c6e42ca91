package org.confab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.confab.testing.LogLines;
import org.confab.testing.ManualClock;
import org.confab.trace.TraceEntry.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TraceWriterTest {

  @TempDir
  Path folder;

  private final ManualClock clock = new ManualClock();
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();
  private Path directory;
  private TraceWriter writer;

  @BeforeEach
  void open() {
    directory = folder.resolve("confab.db-trace");
    writer = new TraceWriter(directory, Duration.ofDays(7), 10 << 20, clock, new TraceWriter.Counters(written::addAndGet, dropped::addAndGet));
  }

  @AfterEach
  void close() {
    await(writer.close());
  }

  private static void await(io.vertx.core.Future<Void> future) {
    CountDownLatch done = new CountDownLatch(1);
    future.onComplete(ignored -> done.countDown());
    try {
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private void add(String call, String text) {
    writer.add(() -> new TraceEntry(clock.now(), Kind.SWITCH, Map.of("call", call), text), 0);
  }

  private Found find(String name) throws IOException {
    return Traces.in(directory).find(name, Optional.empty());
  }

  @Test
  void whatWasToldIsThereOnceItIsSaidToBeWritten() throws IOException {
    for (int i = 0; i < 1000; i++) {
      add("c", "entry " + i);
    }
    await(writer.written());
    assertThat(((Found.Story) find("c")).entries()).hasSize(1000).extracting(TraceEntry::text).startsWith("entry 0", "entry 1").endsWith("entry 999");
    assertThat(written).hasValue(1000);
    assertThat(dropped).hasValue(0);
  }

  @Test
  void whatIsTooMuchIsDroppedAndTheTraceSaysSo() throws IOException {
    CountDownLatch held = new CountDownLatch(1);
    writer.add(() -> {
      try {
        held.await();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
      return new TraceEntry(clock.now(), Kind.SWITCH, Map.of("call", "c"), "slow");
    }, 0);
    try (LogLines log = LogLines.open()) {
      for (int i = 0; i < 100; i++) {
        writer.add(() -> new TraceEntry(clock.now(), Kind.SWITCH, Map.of("call", "c"), "large"), 1 << 20);
      }
      held.countDown();
      await(writer.written());
      log.await("about what is missing", line -> line.startsWith("WARN The trace lacks "));
    }
    assertThat(dropped.get()).isBetween(60, 75);
    add("c", "afterwards");
    await(writer.written());
    Found.Story story = (Found.Story) find("c");
    assertThat(story.entries()).extracting(TraceEntry::text).contains("slow", "large", "afterwards", dropped.get() + " entries are missing here");
  }

  @Test
  void anEntryThatCannotBeMadeCostsNoOther() throws IOException {
    writer.add(() -> {
      throw new IllegalStateException("a defect");
    }, 0);
    add("c", "fine");
    await(writer.written());
    assertThat(((Found.Story) find("c")).entries()).extracting(TraceEntry::text).contains("fine");
    assertThat(dropped).hasValue(1);
  }

  @Test
  void aDirectoryThatCannotBeMadeStopsNobodyAndIsTriedAgain() throws IOException {
    Files.writeString(directory, "a file is in the way");
    try (LogLines log = LogLines.open()) {
      add("c", "lost");
      await(writer.written());
      log.await("why", line -> line.startsWith("WARN The trace in " + directory + " cannot be written"));
    }
    assertThat(dropped).hasValue(1);
    Files.delete(directory);
    add("c", "kept");
    await(writer.written());
    assertThat(((Found.Story) find("c")).entries()).extracting(TraceEntry::text).contains("kept", "1 entries are missing here");
  }

  @Test
  void whatWasToldBeforeTheEndIsWritten() throws IOException {
    add("c", "last words");
    await(writer.close());
    add("c", "too late");
    assertThat(((Found.Story) find("c")).entries()).extracting(TraceEntry::text).containsExactly("last words");
    await(writer.written());
  }
}
