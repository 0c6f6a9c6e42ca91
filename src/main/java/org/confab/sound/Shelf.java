package org.confab.sound;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.confab.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that were made: in one directory, whose listing is all the index there is. The least recently used ones are removed when
 * there are too many, but none that was given out within the last hour, since somebody may still play it. Lives on one context; all
 * changes of the directory happen one after the other on one thread, in the order in which they were decided.
 */
final class Shelf {

  /** For so long somebody may play what he was given. */
  static final Duration KEPT = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);
  private static final String ONCE = "once-";
  private static final Duration TOUCHED = Duration.ofMinutes(1);
  /** What even a small file takes on a disk. */
  private static final long BLOCK = 4096;

  /** Writes a file that is not there yet. Runs on a thread that may block. */
  @FunctionalInterface
  interface Maker {
    void write(Path file) throws IOException;
  }

  /** A file that is there. */
  record Kept(String name, Path file, long bytes) {
  }

  private static final class Entry {
    private final long size;
    private final long bytes;
    private Instant used;
    private Instant touched;

    Entry(long bytes, Instant used) {
      this.bytes = bytes;
      this.size = Math.max(1, (bytes + BLOCK - 1) / BLOCK) * BLOCK;
      this.used = used;
      this.touched = used;
    }
  }

  private final Context context;
  private final ShelfFiles files;
  private final long capacity;
  private final Clock clock;
  private final Workshop disk;
  private final Workshop workshop;
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Future<Kept>> inTheMaking = new HashMap<>();
  private final AtomicLong total = new AtomicLong();
  private boolean removing;

  Shelf(Vertx vertx, Context context, Path directory, long capacity, Clock clock, Workshop workshop) {
    this.context = context;
    this.files = new ShelfFiles(directory, clock);
    this.capacity = capacity;
    this.clock = clock;
    this.workshop = workshop;
    this.disk = new Workshop(vertx, 1);
  }

  /** Finds what is there, removes what was not finished. Never fails: what cannot be read is told when it is needed. */
  Future<Void> open() {
    return disk.run(files::list).recover(unreadable -> {
      if (!(unreadable instanceof Unusable)) { // else it is closed already
        LOG.error("The sounds in {} cannot be read: {}. No Play and no Speak will be heard; see to sounds.directory.", files.path(),
            reason(unreadable));
      }
      return Future.succeededFuture(List.of());
    }).map(found -> {
      found.forEach(file -> entries.put(file.name(), new Entry(file.bytes(), file.used())));
      total.set(entries.values().stream().mapToLong(entry -> entry.size).sum());
      makeRoom(0);
      removeOnce();
      return null;
    });
  }

  Future<Void> close() {
    return disk.close();
  }

  /** In bytes of the disk; callable from anywhere. */
  long total() {
    return total.get();
  }

  /** The name that what {@code digest} stands for has. */
  static String wav(String digest, boolean lasting) {
    return (lasting ? "" : ONCE) + digest + ".wav";
  }

  /** A file for work in progress, which the next start removes. Its directory is there once something is made. */
  Path unfinished() {
    return files.unfinished();
  }

  /** Writes a file that has nothing in it, and the rights of all others. */
  Future<Void> probe(Path unfinished) {
    return disk.run(() -> files.write(unfinished, Files::createFile)).mapEmpty();
  }

  /** That file, if it is there; it stays for an hour at least. */
  Future<Optional<Kept>> find(String name) {
    check();
    Entry entry = entries.get(name);
    if (entry == null) {
      return Future.succeededFuture(Optional.empty());
    }
    Instant now = clock.now();
    entry.used = now;
    boolean touch = entry.touched.plus(TOUCHED).isBefore(now);
    entry.touched = touch ? now : entry.touched;
    Path file = files.path(name);
    return disk.run(() -> files.isThere(name, entry.bytes, touch ? Optional.of(now) : Optional.empty())).map(there -> {
      if (!there && entries.remove(name, entry)) {
        total.addAndGet(-entry.size);
      }
      return there ? Optional.of(new Kept(name, file, entry.bytes)) : Optional.empty();
    });
  }

  /** That file; made now if it is not there, once for all who ask meanwhile. Fails as the maker does, or with {@link Unusable}. */
  Future<Kept> make(String name, Maker maker) {
    Future<Kept> underWay = inTheMaking.get(name);
    if (underWay != null) {
      return underWay;
    }
    Future<Kept> made = find(name).compose(found -> found.map(Future::succeededFuture).orElseGet(() -> create(name, maker, workshop)));
    if (!made.isComplete()) {
      inTheMaking.put(name, made);
      made.onComplete(done -> inTheMaking.remove(name));
    }
    return made;
  }

  /** That file, made anew; a small one. */
  Future<Kept> replace(String name, Maker maker) {
    return create(name, maker, disk);
  }

  private Future<Kept> create(String name, Maker maker, Workshop where) {
    Path unfinished = unfinished();
    return where.run(() -> files.write(unfinished, maker))
        .compose(bytes -> keep(name, unfinished, bytes))
        .recover(failure -> disk.run(() -> Files.deleteIfExists(unfinished))
            .transform(deleted -> Future.failedFuture(
                failure instanceof IOException ? new Unusable("cannot be written below sounds.directory: " + reason(failure)) : failure)));
  }

  private Future<Kept> keep(String name, Path unfinished, long bytes) {
    check();
    Entry entry = new Entry(bytes, clock.now());
    if (!makeRoom(entry.size)) {
      return Future.failedFuture(new Unusable("cannot be kept: sounds.cacheSize is used up by sounds that may still be playing"));
    }
    Entry replaced = entries.put(name, entry);
    total.addAndGet(entry.size - (replaced == null ? 0 : replaced.size));
    if (name.startsWith(ONCE)) {
      removeOnceLater();
    }
    Path file = files.path(name);
    return disk.run(() -> Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING))
        .onFailure(failed -> {
          if (entries.remove(name, entry)) {
            total.addAndGet(-entry.size);
          }
        })
        .map(moved -> new Kept(name, file, bytes));
  }

  /** Two threads in one state are a defect, and have to show as one. */
  private void check() {
    if (Vertx.currentContext() != context) {
      throw new IllegalStateException("the sounds' state was touched outside its context");
    }
  }

  /** Removes the least recently used files until so much can be added; false if that cannot be, and then nothing was removed. */
  private boolean makeRoom(long size) {
    Instant playing = clock.now().minus(KEPT);
    List<Map.Entry<String, Entry>> oldest = entries.entrySet().stream().filter(each -> each.getValue().used.isBefore(playing))
        .sorted(Comparator.comparing(each -> each.getValue().used)).toList();
    long needed = total.get() + size - capacity;
    long removable = oldest.stream().mapToLong(each -> each.getValue().size).sum();
    if (needed > removable && size > 0) {
      return false;
    }
    for (Map.Entry<String, Entry> each : oldest) {
      if (needed <= 0) {
        break;
      }
      remove(each.getKey());
      needed -= each.getValue().size;
    }
    return true;
  }

  /** What its server did not want to be kept goes as soon as nobody plays it any more. */
  private void removeOnce() {
    Instant playing = clock.now().minus(KEPT);
    List<String> over = entries.entrySet().stream()
        .filter(each -> each.getKey().startsWith(ONCE) && each.getValue().used.isBefore(playing)).map(Map.Entry::getKey).toList();
    over.forEach(this::remove);
    removeOnceLater();
  }

  private void removeOnceLater() {
    Optional<Instant> first = entries.entrySet().stream().filter(each -> each.getKey().startsWith(ONCE)).map(each -> each.getValue().used)
        .min(Comparator.naturalOrder());
    first.filter(used -> !removing).ifPresent(used -> {
      removing = true;
      clock.schedule(Duration.between(clock.now(), used.plus(KEPT).plusSeconds(1)), () -> context.runOnContext(ignored -> {
        removing = false;
        removeOnce();
      }));
    });
  }

  private void remove(String name) {
    Entry entry = entries.remove(name);
    total.addAndGet(-entry.size);
    Path file = files.path(name);
    disk.run(() -> Files.deleteIfExists(file)).onFailure(failed ->
        LOG.warn("The sound {} cannot be removed: {}. It takes room that Confab no longer counts.", file, reason(failed)));
  }

  /** Of a failure of the disk, for operators. */
  private static String reason(Throwable failed) {
    boolean explained = failed instanceof FileSystemException file && file.getReason() != null;
    return failed.getClass().getSimpleName() + " " + (explained ? ((FileSystemException) failed).getReason() : failed.getMessage());
  }
}
