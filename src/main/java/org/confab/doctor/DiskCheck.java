package org.confab.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.confab.config.Settings;
import org.confab.plivo.Printable;

/** Whether there is room for the outbox, the sounds and the recordings, and this user may write the outbox. */
final class DiskCheck {

  private static final String NAME = "disk";
  private static final long LEAST = 100L << 20;
  private static final long LITTLE = 1L << 30;

  /** How many bytes this user could still write where that path is. */
  @FunctionalInterface
  interface Space {
    Space OF_THE_DISK = path -> Files.getFileStore(path).getUsableSpace();

    long at(Path path) throws IOException;
  }

  private DiskCheck() {}

  static List<Finding> examine(Settings settings, Space space) {
    List<Finding> findings = new ArrayList<>();
    settings.store().path().map(path -> path.toAbsolutePath().normalize()).ifPresent(path -> {
      store(path, findings);
      room("store.path", path.getParent(), LEAST, space, findings);
    });
    room("sounds.directory", settings.sounds().directory().toAbsolutePath(), LEAST, space, findings);
    room("recordings.directory", settings.recordings().directory().toAbsolutePath(), settings.recordings().minFree(), space, findings);
    if (findings.isEmpty()) {
      findings.add(Finding.right(NAME, "there is room for callbacks, sounds and recordings"));
    }
    return findings;
  }

  private static void store(Path path, List<Finding> findings) {
    Path at = Files.exists(path) ? path : existing(path);
    if (!at.equals(path) && !Files.isDirectory(at)) {
      findings.add(Finding.wrong("store", Printable.of(at.toString()) + " is no directory, and store.path is below it: callbacks would not outlive a restart", "another store.path"));
    } else if (!Files.isWritable(at)) {
      findings.add(Finding.wrong("store", "this user (" + Printable.of(System.getProperty("user.name")) + ") cannot write " + Printable.of(at.toString())
          + ": callbacks would not outlive a restart", "run as Confab's user; if this is the one: chown <Confab's user> " + Printable.of(at.toString()) + ", or another store.path"));
    }
  }

  private static void room(String setting, Path directory, long least, Space space, List<Finding> findings) {
    Path at = existing(directory.normalize());
    try {
      long free = space.at(at);
      String text = size(free) + " are free at " + Printable.of(at.toString()) + " (" + setting + ")";
      if (free < least) {
        findings.add(Finding.wrong(NAME, text + ", and " + size(least) + " are needed", "make room, or put " + setting + " on another disk"
            + (setting.startsWith("recordings") ? ", or lower recordings.minFree" : "")));
      } else if (free < Math.max(LITTLE, 2 * least)) {
        findings.add(Finding.doubtful(NAME, text, "make room, or put " + setting + " on another disk"));
      }
    } catch (IOException unknown) {
      findings.add(Finding.unknown(NAME, "how much room there is at " + Printable.of(at.toString()) + " (" + setting + ") cannot be found out"));
    }
  }

  /** The path, or the nearest above it that is there. */
  private static Path existing(Path path) {
    Path at = path;
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }

  private static String size(long bytes) {
    return bytes >= 10L << 30 ? (bytes >> 30) + " GiB" : bytes >= 1L << 30 ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30)) : (bytes >> 20) + " MiB";
  }
}
