package org.confab.trace;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.confab.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens, on a thread of its own: whoever tells it something pays for a place in a queue. It sleeps while nothing happens, and writes
 * what happened in a quarter of a second at once. If it cannot keep up, or the disk does not take it, entries are dropped; the log and a meter say so.
 */
final class TraceWriter implements Trace {

  /** How many entries were written, and how many dropped; called on the writer's thread. */
  record Counters(IntConsumer written, IntConsumer dropped) {}

  private static final Logger LOG = LoggerFactory.getLogger(TraceWriter.class);
  private static final int MOST_WAITING = 32 << 20;
  /** An entry's closure, and what it keeps, where nothing else is said. */
  private static final int USUAL = 500;
  private static final long TOGETHER = Duration.ofMillis(250).toNanos();
  private static final long UPKEEP = Duration.ofMinutes(1).toNanos();
  private static final int BUFFER = 256 << 10;
  private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);

  private record Item(Supplier<Optional<TraceEntry>> entry, int bytes) {}

  private final Path directory;
  private final Duration keep;
  private final long maxSize;
  private final Clock clock;
  private final Counters counters;
  private final Queue<Item> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean asleep = new AtomicBoolean();
  private final AtomicInteger hurried = new AtomicInteger();
  private final Promise<Void> ended = Promise.promise();
  private final Thread thread = new Thread(this::run, "trace");
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private volatile boolean closing;
  private Optional<Segments> segments = Optional.empty();
  private int inBuffer;
  private long missing;
  /** Of these the file says nothing yet. */
  private long unsaid;
  private Instant toldAt = Instant.EPOCH;

  /** Nothing is opened before there is something to write. */
  TraceWriter(Path directory, Duration keep, long maxSize, Clock clock, Counters counters) {
    this.directory = directory;
    this.keep = keep;
    this.maxSize = maxSize;
    this.clock = clock;
    this.counters = counters;
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void add(Supplier<TraceEntry> entry, int bytes) {
    int weight = USUAL + bytes;
    if (closing || waiting.addAndGet(weight) > MOST_WAITING) {
      if (!closing) {
        waiting.addAndGet(-weight);
      }
      dropped.incrementAndGet();
      return;
    }
    queue.add(new Item(() -> Optional.of(entry.get()), weight));
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
    }
  }

  /** Completes once everything that was told before is in the file, or is dropped. Never fails. */
  Future<Void> written() {
    Promise<Void> written = Promise.promise();
    if (closing) {
      return ended.future();
    }
    hurried.incrementAndGet();
    queue.add(new Item(() -> {
      write();
      tellMissing();
      hurried.decrementAndGet();
      written.complete();
      return Optional.empty();
    }, 0));
    LockSupport.unpark(thread);
    return Future.any(written.future(), ended.future()).mapEmpty();
  }

  /** Writes what was told before, and ends. */
  Future<Void> close() {
    closing = true;
    LockSupport.unpark(thread);
    return ended.future();
  }

  private void run() {
    while (!closing) {
      drain();
      asleep.set(true);
      if (queue.isEmpty() && !closing) {
        LockSupport.parkNanos(this, UPKEEP);
      }
      asleep.set(false);
      if (queue.isEmpty()) {
        upkeep();
      } else if (!closing && hurried.get() == 0) {
        LockSupport.parkNanos(this, TOGETHER);
      }
    }
    drain();
    segments.ifPresent(TraceWriter::close);
    ended.complete();
  }

  private void drain() {
    for (Item item = queue.poll(); item != null; item = queue.poll()) {
      waiting.addAndGet(-item.bytes());
      try {
        item.entry().get().ifPresent(this::append);
      } catch (RuntimeException defect) {
        lost(1);
        LOG.debug("an entry of the trace could not be made", defect);
      }
    }
    write();
    tellMissing();
  }

  private void append(TraceEntry entry) {
    byte[] line = entry.line().getBytes(StandardCharsets.UTF_8);
    if (line.length > buffer.remaining()) {
      write();
    }
    buffer.put(line);
    inBuffer++;
  }

  private void write() {
    lost(dropped.getAndSet(0));
    if (inBuffer > 0) {
      buffer.flip();
      try {
        Segments files = opened();
        files.append(buffer);
        counters.written().accept(inBuffer);
        if (unsaid > 0) {
          files.append(ByteBuffer.wrap(gap(clock.now(), unsaid).line().getBytes(StandardCharsets.UTF_8)));
          unsaid = 0;
        }
      } catch (IOException | RuntimeException failed) {
        lost(inBuffer);
        cannot(failed);
      }
      buffer.clear();
      inBuffer = 0;
    }
  }

  private Segments opened() throws IOException {
    if (segments.isEmpty()) {
      segments = Optional.of(Segments.open(directory, keep, maxSize, clock));
    }
    return segments.get();
  }

  private void upkeep() {
    try {
      if (segments.isPresent()) {
        segments.get().upkeep();
      }
    } catch (IOException | RuntimeException failed) {
      cannot(failed);
    }
  }

  private void cannot(Exception why) {
    if (isTime()) {
      LOG.warn("The trace in {} cannot be written, and calls go on without: {}", directory, why.toString());
    }
  }

  private void lost(long entries) {
    missing += entries;
    unsaid += entries;
  }

  private void tellMissing() {
    if (missing > 0) {
      counters.dropped().accept((int) Math.min(Integer.MAX_VALUE, missing));
      if (isTime()) {
        LOG.warn("The trace lacks {} entries: more happened than could be written. Calls are not affected.", missing);
      }
      missing = 0;
    }
  }

  private boolean isTime() {
    Instant now = clock.now();
    boolean time = Duration.between(toldAt, now).abs().compareTo(TOLD_AGAIN) > 0;
    toldAt = time ? now : toldAt;
    return time;
  }

  /** For whoever reads: what is missing there. */
  private static TraceEntry gap(Instant at, long entries) {
    return new TraceEntry(at, TraceEntry.Kind.DECIDED, Map.of("box", "*", "level", "WARN"), entries + " entries are missing here");
  }

  private static void close(Segments segments) {
    try {
      segments.close();
    } catch (IOException failed) {
      LOG.debug("the trace could not be closed", failed);
    }
  }
}
