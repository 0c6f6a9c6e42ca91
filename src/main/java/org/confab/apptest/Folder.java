package org.confab.apptest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for temporary files, removed with what is in it at the end, also when the program is stopped by a signal. */
final class Folder implements AutoCloseable {

  private final Path path;
  private final Thread stopped;

  private Folder(Path path) {
    this.path = path;
    this.stopped = new Thread(this::remove, "confab-test-folder");
  }

  /** Makes one, empty. */
  static Folder make() throws IOException {
    Folder folder = new Folder(Files.createTempDirectory("confab-test-"));
    try {
      Runtime.getRuntime().addShutdownHook(folder.stopped);
    } catch (IllegalStateException stopping) {
      folder.remove();
      throw new IOException("the program is being stopped", stopping);
    }
    return folder;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(stopped);
    } catch (IllegalStateException stopping) {
      return; // it runs, and removes nothing more
    }
  }

  private void remove() {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException stillUsed) {
      path.toFile().deleteOnExit();
    }
  }
}
