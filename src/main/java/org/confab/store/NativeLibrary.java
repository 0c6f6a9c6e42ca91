package org.confab.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's own library. It is unpacked from the jar at each start, and its driver deletes that file when the process ends by itself: it would stay after each
 * kill. Here the file's name goes as soon as the system has loaded it; what is loaded stays loaded.
 */
final class NativeLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String DIRECTORY = "org.sqlite.tmpdir";
  private static final boolean LOADED = load();

  private NativeLibrary() {}

  /** Whether it could be loaded, which is tried once; why not is in the log. */
  static boolean isLoaded() {
    return LOADED;
  }

  /** Below which directory it is unpacked. */
  static String directory() {
    return System.getProperty(DIRECTORY, System.getProperty("java.io.tmpdir"));
  }

  private static boolean load() {
    Optional<String> named = Optional.ofNullable(System.getProperty(DIRECTORY));
    Optional<Path> own = ownDirectory();
    own.ifPresent(directory -> System.setProperty(DIRECTORY, directory.toString()));
    try {
      SQLiteJDBCLoader.initialize();
      return true;
    } catch (Exception | LinkageError failed) {
      LOG.error("SQLite's own library cannot be loaded: {}.", failed.toString());
      return false;
    } finally {
      named.ifPresentOrElse(directory -> System.setProperty(DIRECTORY, directory), () -> System.clearProperty(DIRECTORY));
      own.ifPresent(NativeLibrary::remove);
    }
  }

  /** Empty where none can be made, as where the library is installed (org.sqlite.lib.path) and nothing has to be unpacked. */
  private static Optional<Path> ownDirectory() {
    try {
      return Optional.of(Files.createTempDirectory(Path.of(directory()), "confab-sqlite-"));
    } catch (IOException unwritable) {
      LOG.warn("Nothing can be unpacked into {}: {}.", directory(), unwritable.toString());
      return Optional.empty();
    }
  }

  private static void remove(Path directory) {
    try {
      List<Path> files;
      try (Stream<Path> all = Files.list(directory)) {
        files = all.toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException kept) {
      LOG.debug("Left in the temporary directory: {}.", kept.toString());
    }
  }
}
