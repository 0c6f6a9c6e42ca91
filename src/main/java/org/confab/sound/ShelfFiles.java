package org.confab.sound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.confab.clock.Clock;

/** The directory of a {@link Shelf}. What throws {@link IOException} blocks. */
final class ShelfFiles {

  private static final Pattern NAME = Pattern.compile("(once-)?[0-9a-f]{64}\\.(wav|url)");
  private static final String UNFINISHED = ".tmp";

  /** A file that was there already. */
  record Found(String name, long bytes, Instant used) {
  }

  private final Path directory;
  private final Clock clock;

  ShelfFiles(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  Path path() {
    return directory;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  Path unfinished() {
    return directory.resolve(UUID.randomUUID() + UNFINISHED);
  }

  /** Everything that is ours; what is unfinished or broken is removed. Other people's files are left alone. */
  List<Found> list() throws IOException {
    List<Found> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory)) {
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        boolean ours = NAME.matcher(name).matches();
        if (name.endsWith(UNFINISHED) || ours && name.endsWith(".wav") && WavFile.framesOf(Files.size(file)) < 0) {
          Files.deleteIfExists(file);
        } else if (ours) {
          found.add(new Found(name, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
        }
      }
    } catch (NoSuchFileException none) {
      return List.of(); // it is made with the first sound
    }
    return found;
  }

  /** The size of what was written. FreeSWITCH may be another user, and can read it. */
  long write(Path unfinished, Shelf.Maker maker) throws IOException {
    prepare();
    maker.write(unfinished);
    permit(unfinished, "rw-r--r--");
    Files.setLastModifiedTime(unfinished, FileTime.from(clock.now()));
    return Files.size(unfinished);
  }

  /** Whether it is there with that size. */
  boolean isThere(String name, long bytes, Optional<Instant> touch) throws IOException {
    Path file = path(name);
    try {
      if (Files.size(file) != bytes) {
        return false;
      }
      if (touch.isPresent()) {
        Files.setLastModifiedTime(file, FileTime.from(touch.get()));
      }
      return true;
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private void prepare() throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    List<Path> missing = new ArrayList<>();
    for (Path parent = directory; parent != null && !Files.exists(parent); parent = parent.getParent()) {
      missing.add(parent);
    }
    Files.createDirectories(directory);
    for (Path made : missing) {
      permit(made, "rwxr-xr-x");
    }
  }

  private static void permit(Path file, String permissions) throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (posix != null) {
      posix.setPermissions(PosixFilePermissions.fromString(permissions));
    }
  }
}
