package org.confab.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the demo keeps sounds.
 *
 * @param goes whether it goes when the demo ends
 */
record SoundsDirectory(Path path, boolean goes) implements AutoCloseable {

  /** {@code sounds} in the directory where the demo was started, as the service has it: it may hold what a person's documents play. */
  static SoundsDirectory usual() {
    return new SoundsDirectory(Path.of("sounds"), false);
  }

  /** A new one that leaves nothing behind. */
  static SoundsDirectory temporary() {
    try {
      return new SoundsDirectory(Files.createTempDirectory("confab-demo-"), true);
    } catch (IOException failed) {
      throw new UncheckedIOException("no temporary directory could be made for sounds", failed);
    }
  }

  /** May be called more than once. */
  @Override
  public void close() {
    if (!goes || !Files.exists(path)) {
      return;
    }
    try (Stream<Path> inside = Files.walk(path)) {
      List<Path> all = inside.sorted(Comparator.reverseOrder()).toList();
      for (Path each : all) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException left) {
      Thread.yield(); // it is among the temporary files, which the machine clears away
    }
  }
}
