package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.confab.clock.Clock;

/** A file that plays in a room, or to one member of it. */
final class RoomSound {

  /** What mod_conference waits before the first sound of music on hold (CONF_DEFAULT_LEADIN). */
  static final Duration LEAD_IN = Duration.ofMillis(400);

  private static final int RATE = 8000;

  private final Room room;
  private final String file;
  private final boolean async;
  private final Optional<Member> listener;
  private final Duration length;
  private Instant since = Instant.EPOCH;
  private Optional<Clock.Timer> timer = Optional.empty();
  private Optional<SoundSource> source = Optional.empty();
  private boolean over;

  RoomSound(Room room, String file, boolean async, Optional<Member> listener, Duration length) {
    this.room = room;
    this.file = file;
    this.async = async;
    this.listener = listener;
    this.length = length;
  }

  boolean async() {
    return async;
  }

  Optional<Member> listener() {
    return listener;
  }

  /** What is heard of it while it plays. */
  Optional<SoundSource> source() {
    return source;
  }

  void start(Duration leadIn, Runnable afterwards) {
    since = room.core().now().plus(leadIn);
    source = Optional.of(new SoundSource(file, since, Duration.ZERO));
    Acoustics.changed(room);
    timer = Optional.of(room.core().after(leadIn.plus(length).plus(Room.TICK), () -> {
      done();
      afterwards.run();
    }));
  }

  /** It ends, played or stopped: play-file-done, or play-file-member-done. */
  void done() {
    if (over) {
      return;
    }
    over = true;
    source = Optional.empty();
    Acoustics.changed(room);
    timer.ifPresent(Clock.Timer::cancel);
    Event event = room.data(room.core().event("CUSTOM", Room.MAINTENANCE, Origin.FILE_DONE));
    long samples = samples();
    event.add("seconds", Long.toString(samples / RATE)).add("milliseconds", Long.toString(samples / (RATE / 1000)))
        .add("samples", Long.toString(samples))
        .add("Action", listener.isPresent() ? "play-file-member-done" : "play-file-done");
    listener.filter(Member::isReachable).ifPresent(member -> member.data(event));
    event.add("File", file);
    if (async) {
      event.add("Async", "true");
    }
    room.core().fire(event);
  }

  /** mod_conference counts the samples of a plain file twice, those of a file_string once. */
  private long samples() {
    if (timer.isEmpty()) {
      return 0;
    }
    Duration played = Duration.between(since, room.core().now());
    long millis = Math.max(0, Math.min(played.toMillis(), length.toMillis()));
    return millis * RATE / 1000 * (file.startsWith("file_string://") ? 1 : 2);
  }
}
