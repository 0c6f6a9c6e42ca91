package org.confab.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.confab.testing.LogLines;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelfTest {

  private static final int BLOCK = 4096;
  private static final String A = name('a');
  private static final String B = name('b');
  private static final String C = name('c');
  private static final String D = name('d');

  @TempDir
  Path directory;
  private final Loop loop = new Loop();
  private final ManualClock clock = new ManualClock();
  private final Workshop workshop = new Workshop(loop.vertx(), 4);
  private Shelf shelf;

  @AfterEach
  void stop() {
    Loop.result(workshop.close());
    loop.close();
  }

  private static String name(char digit) {
    return Shelf.wav(String.valueOf(digit).repeat(64), true);
  }

  private void open(int blocks) {
    shelf = new Shelf(loop.vertx(), loop.context(), directory, (long) blocks * BLOCK, clock, workshop);
    loop.await(shelf::open);
  }

  private Shelf.Kept make(String name, int bytes) {
    return loop.await(() -> shelf.make(name, file -> Files.write(file, new byte[bytes])));
  }

  private Optional<Shelf.Kept> find(String name) {
    return loop.await(() -> shelf.find(name));
  }

  /** What is there once everything that was decided is done. */
  private List<String> files() throws IOException {
    loop.await(() -> shelf.find(D).recover(none -> Future.succeededFuture()));
    loop.await(shelf::close);
    try (var all = Files.list(directory)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void leastRecentlyUsedGoesFirstWhenThereIsNoRoom() throws IOException {
    open(3);
    make(A, 3000);
    clock.advance(Duration.ofMinutes(1));
    make(B, 3000);
    clock.advance(Duration.ofMinutes(1));
    make(C, 3000);
    clock.advance(Duration.ofMinutes(70));
    assertThat(find(A)).isPresent();
    clock.advance(Duration.ofMinutes(70));
    make(D, 3000);
    assertThat(find(B)).isEmpty();
    assertThat(shelf.total()).isEqualTo(3 * BLOCK);
    assertThat(files()).containsExactly(A, C, D);
  }

  @Test
  void nothingIsRemovedThatSomebodyMayStillPlay() throws IOException {
    open(2);
    make(A, 5000);
    clock.advance(Duration.ofMinutes(59));
    assertThatThrownBy(() -> make(B, 3000)).isInstanceOf(Unusable.class).hasMessageContaining("sounds.cacheSize is used up");
    assertThat(find(A)).isPresent();
    clock.advance(Duration.ofMinutes(59));
    assertThatThrownBy(() -> make(B, 3000)).as("it was given out again").isInstanceOf(Unusable.class);
    clock.advance(Duration.ofMinutes(2));
    make(B, 3000);
    assertThat(shelf.total()).isEqualTo(BLOCK);
    assertThat(files()).containsExactly(B);
  }

  @Test
  void whatIsLargerThanEverythingRemovesNothing() throws IOException {
    open(2);
    make(A, 100);
    clock.advance(Duration.ofHours(2));
    assertThatThrownBy(() -> make(B, 3 * BLOCK)).isInstanceOf(Unusable.class);
    assertThat(files()).containsExactly(A);
  }

  @Test
  void orderOfUseSurvivesARestart() throws IOException {
    open(3);
    make(A, 100);
    make(B, 100);
    make(C, 100);
    clock.advance(Duration.ofMinutes(90));
    find(A);
    loop.await(shelf::close);
    clock.advance(Duration.ofMinutes(90));
    open(2);
    assertThat(shelf.total()).isEqualTo(2 * BLOCK);
    assertThat(find(A)).isPresent();
    loop.await(shelf::close);
    open(2);
    make(D, 100);
    assertThat(find(A)).as("found a moment before the restart").isPresent();
    assertThat(files()).hasSize(2).contains(A, D);
  }

  @Test
  void leftoversOfACrashAreRemovedAndOtherPeoplesFilesAreNot() throws IOException {
    Files.write(directory.resolve("7c9e6679-7425-40de-944b-e07fc1f90ae7.tmp"), new byte[100]);
    Files.write(directory.resolve(A), new byte[45]);
    Files.write(directory.resolve(B), new byte[0]);
    Files.write(directory.resolve("README"), new byte[10]);
    Files.write(directory.resolve(C), new byte[46]);
    Files.setLastModifiedTime(directory.resolve(C), FileTime.from(clock.now()));
    open(10);
    assertThat(find(C)).isPresent();
    assertThat(shelf.total()).isEqualTo(BLOCK);
    assertThat(files()).containsExactly("README", C);
  }

  @Test
  void openingWhatWasClosedMeanwhileIsNoTroubleOfTheDirectorys() {
    shelf = new Shelf(loop.vertx(), loop.context(), directory, BLOCK, clock, workshop);
    loop.await(shelf::close);
    try (LogLines log = LogLines.open()) {
      loop.await(shelf::open);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void whatManyWantIsMadeOnce() {
    open(10);
    AtomicInteger made = new AtomicInteger();
    List<Future<Shelf.Kept>> all = loop.run(() -> java.util.stream.Stream.generate(() -> shelf.make(A, file -> {
      made.incrementAndGet();
      Files.write(file, new byte[100]);
    })).limit(50).toList());
    assertThat(all).extracting(Loop::result).containsOnly(Loop.result(all.get(0)));
    assertThat(made).hasValue(1);
    make(A, 100);
    assertThat(made).hasValue(1);
  }

  @Test
  void whatCouldNotBeMadeLeavesNothing() throws IOException {
    open(10);
    Throwable failure = loop.awaitFailure(() -> shelf.make(A, file -> {
      Files.write(file, new byte[100]);
      throw new java.nio.file.FileSystemException(file.toString(), null, "No space left on device");
    }));
    assertThat(failure).isInstanceOf(Unusable.class)
        .hasMessage("cannot be written below sounds.directory: FileSystemException No space left on device");
    assertThat(find(A)).isEmpty();
    assertThat(shelf.total()).isZero();
    assertThat(loop.awaitFailure(() -> shelf.make(A, file -> {
      throw new Unusable("is nothing");
    }))).hasMessage("is nothing");
    assertThat(files()).isEmpty();
  }
}
