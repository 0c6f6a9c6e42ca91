package org.confab.recording;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.freeswitch.BoxCommands;
import org.confab.log.About;
import org.confab.metrics.Meters;
import org.confab.metrics.Meters.RecordingOutcome;
import org.confab.plivo.Printable;
import org.confab.store.States;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recordings of all conferences: {@code <recordings.directory>/<RecordingID>.<mp3|wav>}. FreeSWITCH writes them; here is told what is
 * being recorded, and from here each is had until {@code recordings.keep} has passed since its end. {@link #began}, {@link #ended} and
 * {@link #failed} are for the store's context, and part of the step in which they are called; everything else may be called from
 * anywhere, and its futures complete on the caller's context.
 */
public final class Recordings implements RecordingFiles {

  private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);
  /** What FreeSWITCH takes for nothing but a path, in every command. */
  private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9_./-]+");
  private static final int THREADS = 4;
  private static final Duration BETWEEN_TIDYINGS = Duration.ofHours(1);
  /** No conference lasts so long that its recording could go on after it; whoever forgot to tell its end shall not keep it for ever. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private final VertxInternal vertx;
  private final Context context;
  private final Settings.Recordings settings;
  private final Supplier<String> publicUrl;
  private final Clock clock;
  private final Meters meters;
  private final RecordingDirectory directory;
  private final RecordingBook book;
  private final RecordingAccess access;
  private final DiskWatch disk;
  private final WorkerExecutor workers;
  private final boolean usable;
  private final AtomicLong size = new AtomicLong();
  private volatile boolean mp3 = true;
  private boolean closed;
  private Clock.Timer nextTidying = () -> {};

  private Recordings(Vertx vertx, Context context, Settings.Recordings settings, RecordingDirectory.Space space, Supplier<String> publicUrl,
      States states, Clock clock, Meters meters) {
    this.vertx = (VertxInternal) vertx;
    this.context = context;
    this.settings = settings;
    this.publicUrl = publicUrl;
    this.clock = clock;
    this.meters = meters;
    this.directory = new RecordingDirectory(settings.directory(), space);
    this.book = new RecordingBook(states);
    this.access = new RecordingAccess(directory, this::work);
    this.disk = new DiskWatch(directory, settings.minFree(), clock, this::work);
    this.workers = vertx.createSharedWorkerExecutor("recordings-" + UUID.randomUUID(), THREADS);
    this.usable = isPlain(directory.path());
  }

  /**
   * To be called on the store's context. Begins to look what is there and to delete what is too old; can be used at once. Never fails: a
   * directory that cannot be used is a {@link #refusal()}.
   *
   * @param publicUrl what URLs begin with, without a slash at the end; asked when one is needed
   */
  public static Recordings open(Vertx vertx, Context context, Settings.Recordings settings, Supplier<String> publicUrl, States states,
      Clock clock, Meters meters) {
    return open(vertx, context, settings, RecordingDirectory.Space.OF_THE_DISK, publicUrl, states, clock, meters);
  }

  static Recordings open(Vertx vertx, Context context, Settings.Recordings settings, RecordingDirectory.Space space,
      Supplier<String> publicUrl, States states, Clock clock, Meters meters) {
    Recordings recordings = new Recordings(vertx, context, settings, space, publicUrl, states, clock, meters);
    meters.recordings(recordings.book::current, recordings.size::get, recordings.disk::free);
    if (recordings.usable) {
      recordings.disk.look();
      recordings.tidy();
    } else {
      recordings.disk.giveUp("the path " + Printable.of(recordings.directory.path().toString()) + " has characters that are syntax to "
          + "FreeSWITCH: set recordings.directory to one of letters, digits and _ . / - only");
    }
    return recordings;
  }

  @Override
  public String path(RecordingFile file) {
    return directory.path(file).toString();
  }

  @Override
  public String url(RecordingFile file) {
    return publicUrl.get() + "/recordings/" + file.name();
  }

  @Override
  public Optional<String> refusal() {
    return disk.fault().or(access::refusal);
  }

  /** What else is wrong: recordings are written, and cannot be served or deleted. In words for operators. */
  public Optional<String> trouble() {
    return refusal().or(access::trouble);
  }

  /** What is free on the disk, for operators. */
  public String room() {
    return disk.room() + (mp3 ? "" : "; all are wav: FreeSWITCH has not loaded mod_shout");
  }

  @Override
  public void mp3(boolean possible) {
    mp3 = possible;
  }

  static boolean isPlain(Path path) {
    return PLAIN_PATH.matcher(path.toString()).matches();
  }

  /**
   * Asks FreeSWITCH whether it may write here, by a probe file that is removed again; to be called on the box's context, at each connect
   * and whenever there is doubt. Completes with what is wrong, after {@link #refusal()} says so, too; fails if it could not be asked.
   */
  public Future<Optional<String>> askAccess(BoxCommands commands) {
    return usable ? access.ask(commands) : Future.succeededFuture(Optional.empty());
  }

  @Override
  public Future<Void> began(RecordingFile file, String authId, Instant at) {
    return book.began(file, authId, at);
  }

  @Override
  public Future<Void> ended(RecordingFile file, Instant at, Duration length) {
    Optional<RecordingBook.Entry> known = book.get(file).filter(RecordingBook.Entry::goesOn);
    if (known.isEmpty()) {
      return Future.succeededFuture();
    }
    meters.recording(RecordingOutcome.RECORDED);
    work(() -> directory.size(file)).onSuccess(size::addAndGet);
    disk.look();
    return book.ended(file, known.get(), at, length);
  }

  @Override
  public Future<Void> refused(RecordingFile file) {
    meters.recording(RecordingOutcome.REFUSED);
    return book.forget(file);
  }

  @Override
  public Future<Void> failed(RecordingFile file) {
    if (book.goesOn(file)) {
      meters.recording(RecordingOutcome.FAILED);
    }
    disk.look();
    return book.forget(file);
  }

  @Override
  public Future<Optional<FoundFile>> find(RecordingFile file) {
    return work(() -> directory.find(file));
  }

  /** What can be served of it; fails if it cannot be read. */
  public Future<Content> open(RecordingFile file) {
    return here(() -> book.goesOn(file) ? Future.succeededFuture(new Content.BeingRecorded())
        : work(() -> directory.open(file).<Content>map(opened -> opened).orElseGet(Content.Missing::new)));
  }

  /** Deletes it, if it is that account's and does not go on; fails if Confab's user may not. */
  public Future<Deletion> delete(RecordingFile file, String authId) {
    return here(() -> {
      Optional<RecordingBook.Entry> known = book.get(file).filter(entry -> entry.authId().equals(authId));
      if (known.isEmpty()) {
        return Future.succeededFuture(Deletion.MISSING);
      }
      return known.get().goesOn() ? Future.succeededFuture(Deletion.BEING_RECORDED) : remove(file).map(
          there -> there ? Deletion.DELETED : Deletion.MISSING);
    });
  }

  /** Ends looking and tidying; what is under way on the disk is finished. */
  public Future<Void> close() {
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(ignored -> {
      closed = true;
      disk.end();
      nextTidying.cancel();
      workers.close().onComplete(stopped);
    });
    return stopped.future();
  }

  /** On our context. */
  private Future<Boolean> remove(RecordingFile file) {
    return work(() -> directory.delete(file)).compose(bytes -> {
      bytes.ifPresent(gone -> size.addAndGet(-gone));
      return book.forget(file).map(bytes.isPresent());
    });
  }

  /** Deletes what has been kept for long enough, and counts the rest. */
  private void tidy() {
    work(() -> directory.list(clock.now().minus(BETWEEN_TIDYINGS))).compose(this::tidy).onComplete(done -> {
      if (!closed) {
        nextTidying = clock.schedule(BETWEEN_TIDYINGS, this::tidy);
      }
    });
  }

  private Future<Void> tidy(List<RecordingDirectory.Entry> found) {
    Map<RecordingFile, RecordingBook.Entry> known = book.all();
    Instant now = clock.now();
    Set<RecordingFile> old = new HashSet<>();
    known.forEach((file, entry) -> {
      if (entry.ended().orElse(entry.began().plus(LONGEST)).plus(settings.keep()).isBefore(now)) {
        old.add(file);
      }
    });
    long bytes = 0;
    for (RecordingDirectory.Entry entry : found) {
      boolean kept = known.containsKey(entry.file()) ? !old.contains(entry.file())
          : entry.lastModified().plus(settings.keep()).isAfter(now);
      bytes += known.containsKey(entry.file()) && known.get(entry.file()).goesOn() ? 0 : entry.bytes();
      if (!kept) {
        old.add(entry.file());
      }
    }
    size.set(bytes);
    List<Future<?>> removals = new ArrayList<>();
    old.forEach(file -> removals.add(remove(file).onFailure(failure ->
        LOG.error("The recording {} is older than recordings.keep and cannot be deleted: {}. Give Confab's user the right to write in {}.",
            directory.path(file), failure, directory.path(), About.recording(file.id())))));
    return Future.join(removals).otherwiseEmpty().mapEmpty();
  }

  /** Does it on our context, and tells it on the caller's. */
  private <T> Future<T> here(Supplier<Future<T>> work) {
    Promise<T> told = vertx.getOrCreateContext().promise();
    context.runOnContext(ignored -> {
      try {
        work.get().onComplete(told);
      } catch (RuntimeException failed) {
        told.fail(failed);
      }
    });
    return told.future();
  }

  private <T> Future<T> work(Callable<T> work) {
    try {
      return workers.executeBlocking(work, false);
    } catch (RejectedExecutionException closing) {
      return Future.failedFuture(new IOException("Confab is being stopped", closing));
    }
  }
}
