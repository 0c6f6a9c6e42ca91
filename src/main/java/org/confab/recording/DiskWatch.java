package org.confab.recording;

import java.time.Duration;
import java.util.Optional;
import org.confab.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much is free where recordings are written, looked at every minute and when asked to. Lives on one context. */
final class DiskWatch {

  private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);
  private static final Duration BETWEEN = Duration.ofMinutes(1);

  private final RecordingDirectory directory;
  private final long minFree;
  private final Clock clock;
  private final RecordingAccess.Worker worker;
  private Clock.Timer next = () -> {};
  private boolean looking;
  private boolean ended;
  private volatile double free = Double.NaN;
  private volatile Optional<String> fault = Optional.empty();

  DiskWatch(RecordingDirectory directory, long minFree, Clock clock, RecordingAccess.Worker worker) {
    this.directory = directory;
    this.minFree = minFree;
    this.clock = clock;
    this.worker = worker;
  }

  /** In bytes; not a number while that is not known. Safe on any thread. */
  double free() {
    return free;
  }

  /** Why nothing can be written; safe on any thread. */
  Optional<String> fault() {
    return fault;
  }

  /** For operators; safe on any thread. */
  String room() {
    return Double.isNaN(free) ? directory.path() + " was not looked at yet" : directory.path() + ": " + megabytes((long) free) + " free";
  }

  /** Nothing will ever be looked at. */
  void giveUp(String why) {
    ended = true;
    stand(Optional.of(why));
  }

  void end() {
    ended = true;
    next.cancel();
  }

  void look() {
    if (looking || ended) {
      return;
    }
    looking = true;
    next.cancel();
    worker.run(() -> {
      directory.make();
      return directory.free();
    }).onComplete(bytes -> {
      free = bytes;
      looked(bytes >= minFree ? Optional.empty() : Optional.of(megabytes(bytes) + " are free in " + directory.path()
          + ", and recordings.minFree is " + megabytes(minFree) + ": make room there, or name another recordings.directory"));
    }, failure -> {
      free = Double.NaN;
      looked(Optional.of(directory.path() + " (recordings.directory) cannot be made or looked at by Confab's user: " + failure));
    });
  }

  private void looked(Optional<String> now) {
    looking = false;
    if (!ended) {
      stand(now);
      next = clock.schedule(BETWEEN, this::look);
    }
  }

  /** Told once for each change between having one and having none. */
  private void stand(Optional<String> now) {
    if (now.isPresent() && fault.isEmpty()) {
      LOG.error("Nothing is recorded any more, calls go on: {}.", now.get());
    } else if (now.isEmpty() && fault.isPresent()) {
      LOG.info("Recordings can be made again: {}.", room());
    }
    fault = now;
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + " MB";
  }
}
