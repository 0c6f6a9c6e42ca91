package org.confab.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The directory itself. What throws {@link IOException} blocks. Symbolic links in it are nobody's recordings. */
final class RecordingDirectory {

  private static final Pattern PROBE = Pattern.compile("probe-[0-9a-f-]{36}\\.wav");

  /** A recording that is there. */
  record Entry(RecordingFile file, long bytes, Instant lastModified) {}

  /** How many bytes Confab's user could still write where that path is. */
  @FunctionalInterface
  interface Space {

    Space OF_THE_DISK = path -> Files.getFileStore(path).getUsableSpace();

    long at(Path path) throws IOException;
  }

  private final Path path;
  private final Space space;

  RecordingDirectory(Path directory, Space space) {
    this.path = directory.toAbsolutePath().normalize();
    this.space = space;
  }

  Path path() {
    return path;
  }

  Path path(RecordingFile file) {
    return path.resolve(file.name());
  }

  /** A name that is no recording's, for FreeSWITCH to try whether it may write. */
  Path probe() {
    return path.resolve("probe-" + UUID.randomUUID() + ".wav");
  }

  /** Makes the directory if it is not there: for its owner and its group alone, since people's voices will be in it. */
  void make() throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    List<Path> missing = new ArrayList<>();
    for (Path parent = path.getParent(); parent != null && !Files.exists(parent); parent = parent.getParent()) {
      missing.add(parent);
    }
    Files.createDirectories(path);
    for (Path made : missing) {
      permit(made, "rwxr-xr-x");
    }
    permit(path, "rwxrwx---");
  }

  private static void permit(Path directory, String permissions) throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
    if (posix != null) {
      posix.setPermissions(PosixFilePermissions.fromString(permissions));
    }
  }

  /** As {@code ls} would show it; empty text where there is no such thing. */
  String rights() {
    try {
      PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
      return PosixFilePermissions.toString(attributes.permissions()) + " " + attributes.owner().getName() + " "
          + attributes.group().getName();
    } catch (IOException | UnsupportedOperationException unknown) {
      return "";
    }
  }

  /** In bytes. */
  long free() throws IOException {
    return space.at(path);
  }

  /** In bytes; 0 if there is no such file. */
  long size(RecordingFile file) throws IOException {
    return attributes(path(file)).map(BasicFileAttributes::size).orElse(0L);
  }

  /** Empty if there is no such file. */
  Optional<Content.Opened> open(RecordingFile file) throws IOException {
    Path at = path(file);
    Optional<BasicFileAttributes> attributes = attributes(at);
    if (attributes.isEmpty()) {
      return Optional.empty();
    }
    try {
      FileChannel channel = FileChannel.open(at, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(new Content.Opened(channel, channel.size(), attributes.get().lastModifiedTime().toInstant()));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  /** With its length, for which the whole file may have to be read. */
  Optional<FoundFile> find(RecordingFile file) throws IOException {
    Optional<Content.Opened> opened = open(file);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (FileChannel channel = opened.get().channel()) {
      return Optional.of(new FoundFile(path(file), opened.get().bytes(),
          file.extension().equals("wav") ? WavLength.of(channel) : Mp3Length.of(channel), opened.get().lastModified()));
    }
  }

  /** How large it was; empty if there was none. */
  Optional<Long> delete(RecordingFile file) throws IOException {
    Optional<Long> bytes = attributes(path(file)).map(BasicFileAttributes::size);
    return bytes.isPresent() && Files.deleteIfExists(path(file)) ? bytes : Optional.empty();
  }

  /** Every recording, and nothing else that may be there. Probes that were left behind are removed. */
  List<Entry> list(Instant probesBefore) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
      for (Path at : all) {
        String name = at.getFileName().toString();
        Optional<RecordingFile> file = RecordingFile.named(name);
        Optional<BasicFileAttributes> attributes = file.isPresent() || PROBE.matcher(name).matches() ? attributes(at) : Optional.empty();
        if (attributes.isPresent()) {
          Instant lastModified = attributes.get().lastModifiedTime().toInstant();
          if (file.isPresent()) {
            entries.add(new Entry(file.get(), attributes.get().size(), lastModified));
          } else if (lastModified.isBefore(probesBefore)) {
            Files.deleteIfExists(at);
          }
        }
      }
    } catch (NoSuchFileException none) {
      return List.of();
    }
    return entries;
  }

  /** Of a file; empty if there is none, or something else: a pipe would be waited for. */
  private static Optional<BasicFileAttributes> attributes(Path at) throws IOException {
    try {
      return Optional.of(Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
          .filter(BasicFileAttributes::isRegularFile);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }
}
