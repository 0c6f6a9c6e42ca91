package org.confab.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.confab.clock.Clock;

/**
 * The files of a trace, as their one writer has them: lines are put at the end of the newest; a file that is large or old enough is followed by
 * another; the oldest are deleted, for their age or for what all take together. Never more than {@code maxSize}. Belongs to one thread.
 */
final class Segments implements AutoCloseable {

  /** What is deleted at once is at most so much of what may be kept. */
  private static final int PARTS = 16;
  private static final long LARGEST = 32L << 20;
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private record Kept(Segment segment, long size) {}

  private final Path directory;
  private final Duration keep;
  private final Duration span;
  private final long maxSize;
  private final long segmentSize;
  private final Clock clock;
  private final Deque<Kept> closed = new ArrayDeque<>();
  private Optional<FileChannel> open = Optional.empty();
  private Segment current;
  private long currentSize;
  private long closedSize;
  private long last;

  private Segments(Path directory, Duration keep, long maxSize, Clock clock) {
    this.directory = directory;
    this.keep = keep;
    this.maxSize = maxSize;
    this.clock = clock;
    Duration part = keep.dividedBy(PARTS);
    this.span = part.compareTo(LONGEST) > 0 ? LONGEST : part.compareTo(SHORTEST) < 0 ? SHORTEST : part;
    this.segmentSize = Math.min(LARGEST, maxSize / PARTS);
    this.current = Segment.in(directory, 0, Instant.EPOCH);
  }

  /** Makes the directory, for its owner only, if there is none, and deletes what is too old. What is there is never written to again. */
  static Segments open(Path directory, Duration keep, long maxSize, Clock clock) throws IOException {
    Segments segments = new Segments(directory, keep, maxSize, clock);
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory, mode("rwx------"));
    }
    for (Segment each : Segment.all(directory)) {
      segments.keep(each, Files.size(each.path()));
    }
    segments.prune();
    return segments;
  }

  private static FileAttribute<?>[] mode(String mode) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))} : new FileAttribute<?>[0];
  }

  /** Whole lines. If it fails, the last of them may be there in part; the next ones come into another file. */
  void append(ByteBuffer lines) throws IOException {
    Instant now = clock.now();
    if (open.isPresent() && (currentSize + lines.remaining() > segmentSize || isOver(now))) {
      close();
      prune();
    }
    if (open.isEmpty()) {
      begin(now);
    }
    try {
      while (lines.hasRemaining()) {
        currentSize += open.get().write(lines);
      }
    } catch (IOException failed) {
      if (currentSize > 0) {
        close();
      } else {
        discard();
      }
      throw failed;
    }
  }

  /** The file that has nothing in it: a disk that is full takes new ones all the same, several a second. */
  private void discard() throws IOException {
    FileChannel channel = open.orElseThrow();
    open = Optional.empty();
    Files.deleteIfExists(current.path());
    channel.close();
  }

  /** Deletes what has become too old, though nothing is written. */
  void upkeep() throws IOException {
    if (open.isPresent() && isOver(clock.now())) {
      close();
    }
    prune();
  }

  /** It has gone on for long enough, or the clock was put back. */
  private boolean isOver(Instant now) {
    return now.isAfter(current.begun().plus(span)) || now.isBefore(current.begun().minus(SHORTEST));
  }

  private void begin(Instant now) throws IOException {
    current = Segment.in(directory, ++last, now);
    currentSize = 0;
    open = Optional.of(FileChannel.open(current.path(), Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode("rw-------")));
  }

  private void keep(Segment segment, long size) {
    closed.addLast(new Kept(segment, size));
    closedSize += size;
    last = Math.max(last, segment.number());
  }

  private void prune() throws IOException {
    Instant oldest = clock.now().minus(keep).minus(span);
    while (!closed.isEmpty() && (closedSize + segmentSize > maxSize || closed.peekFirst().segment().begun().isBefore(oldest))) {
      Files.deleteIfExists(closed.peekFirst().segment().path());
      closedSize -= closed.removeFirst().size();
    }
  }

  /** Another file follows, if anything does. */
  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      FileChannel channel = open.get();
      open = Optional.empty();
      keep(current, currentSize);
      channel.close();
    }
  }
}
