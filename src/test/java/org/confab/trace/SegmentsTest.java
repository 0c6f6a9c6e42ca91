package org.confab.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.confab.testing.ManualClock;
import org.confab.trace.TraceEntry.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentsTest {

  private static final Duration KEEP = Duration.ofDays(7);
  private static final long MOST = 1 << 20;

  @TempDir
  Path folder;

  private final ManualClock clock = new ManualClock();
  private Path directory;

  @BeforeEach
  void directory() {
    directory = folder.resolve("confab.db-trace");
  }

  private Segments open() throws IOException {
    return Segments.open(directory, KEEP, MOST, clock);
  }

  private void write(Segments segments, String text) throws IOException {
    TraceEntry entry = new TraceEntry(clock.now(), Kind.SWITCH, Map.of("call", "c"), text);
    segments.append(ByteBuffer.wrap(entry.line().getBytes(StandardCharsets.UTF_8)));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private long size() throws IOException {
    return files().stream().mapToLong(file -> file.toFile().length()).sum();
  }

  private String all() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : files()) {
      all.append(Files.readString(file));
    }
    return all.toString();
  }

  @Test
  void nobodyElseMayReadThem() throws IOException {
    try (Segments segments = open()) {
      write(segments, "private");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
      assertThat(files()).singleElement().satisfies(file ->
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
    }
  }

  @Test
  void diskThatTakesNothingIsNotFilledWithEmptyFiles() throws IOException {
    try (Segments segments = open()) {
      for (int i = 0; i < 20; i++) {
        Thread.currentThread().interrupt(); // what makes a file's channel fail, as a full disk does
        assertThatThrownBy(() -> write(segments, "lost")).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(files()).isEmpty();
      write(segments, "kept");
      assertThat(all()).contains("kept");
    }
  }

  @Test
  void neverTakeMoreThanTheyMayAndLoseTheOldestFirst() throws IOException {
    try (Segments segments = open()) {
      for (int i = 0; i < 4000; i++) {
        write(segments, "number " + i + " " + "x".repeat(500));
        assertThat(i % 100 != 0 || size() <= MOST).as("bounded after %d", i).isTrue();
      }
    }
    assertThat(size()).isBetween(MOST / 2, MOST);
    assertThat(files()).hasSizeGreaterThan(5);
    assertThat(all()).contains("number 3999 ").doesNotContain("number 0 ");
    int first = Integer.parseInt(all().replaceFirst("(?s).*?number ([0-9]+) .*", "$1"));
    for (int i = first; i < 4000; i++) {
      assertThat(all().contains("number " + i + " ")).as("number %d, after %d", i, first).isTrue();
      i += 97;
    }
  }

  @Test
  void areDeletedWhenTheyAreTooOldThoughNothingIsWritten() throws IOException {
    try (Segments segments = open()) {
      write(segments, "first");
      clock.advance(Duration.ofHours(7));
      write(segments, "second");
      assertThat(files()).hasSize(2);
      clock.advance(KEEP.minusHours(1).plusSeconds(1));
      segments.upkeep();
      assertThat(all()).doesNotContain("first").contains("second");
      clock.advance(Duration.ofHours(8));
      segments.upkeep();
      assertThat(files()).isEmpty();
      write(segments, "third");
      assertThat(all()).contains("third");
    }
  }

  @Test
  void ofAnEarlierProcessAreNotWrittenToAgainAndCount() throws IOException {
    try (Segments segments = open()) {
      write(segments, "before");
    }
    // killed in the middle of a line
    Files.writeString(files().get(0), all() + "{\"at\":\"2026-");
    String before = all();
    try (Segments segments = open()) {
      write(segments, "after");
    }
    assertThat(files()).hasSize(2);
    assertThat(Files.readString(files().get(0))).isEqualTo(before);
    clock.advance(KEEP.plusDays(1));
    open().close();
    assertThat(files()).isEmpty();
  }

  @Test
  void stayInOrderAndBoundedWhateverTheClockDoes() throws IOException {
    try (Segments segments = open()) {
      write(segments, "noon");
    }
    ManualClock behind = new ManualClock();
    clock.advance(Duration.ofDays(2));
    try (Segments segments = Segments.open(directory, KEEP, MOST, clock)) {
      write(segments, "a wrong day");
    }
    // put back by two days
    try (Segments segments = Segments.open(directory, KEEP, MOST, behind)) {
      for (int i = 0; i < 4000; i++) {
        segments.append(ByteBuffer.wrap(("back again " + i + " " + "x".repeat(500) + "\n").getBytes(StandardCharsets.UTF_8)));
      }
      assertThat(size()).isLessThanOrEqualTo(MOST);
    }
    assertThat(all()).contains("back again 3999").doesNotContain("a wrong day");
  }

  @Test
  void aClockThatIsPutBackWhileOneIsWrittenBeginsAnother() throws IOException {
    Duration[] offset = {Duration.ZERO};
    try (Segments segments = Segments.open(directory, KEEP, MOST, new Shifted(clock, offset))) {
      write(segments, "one");
      offset[0] = Duration.ofHours(-3);
      write(segments, "two");
      write(segments, "three");
    }
    assertThat(files()).hasSize(2);
    assertThat(Files.readString(files().get(0))).contains("one");
    assertThat(Files.readString(files().get(1))).contains("two", "three");
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    Files.createDirectory(directory);
    Path notes = Files.writeString(directory.resolve("notes.txt"), "mine");
    Path almost = Files.writeString(directory.resolve("0000000001-20260000T000000Z.jsonl"), "mine");
    try (Segments segments = open()) {
      write(segments, "x");
      clock.advance(KEEP.multipliedBy(3));
      segments.upkeep();
    }
    assertThat(files()).containsExactlyInAnyOrder(notes, almost);
  }

  /** A clock that somebody puts back. */
  private record Shifted(ManualClock clock, Duration[] offset) implements org.confab.clock.Clock {
    @Override
    public java.time.Instant now() {
      return clock.now().plus(offset[0]);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return clock.schedule(delay, task);
    }
  }
}
