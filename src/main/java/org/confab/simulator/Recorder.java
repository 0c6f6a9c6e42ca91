package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One recording of a room (conference_record.c). Silence is written when it ends. */
final class Recorder {

  private static final int RATE = 8000;

  private final Room room;
  private final String path;
  private final Instant started;
  private Duration recorded = Duration.ZERO;
  private Instant since;
  private boolean paused;

  Recorder(Room room, String path) {
    this.room = room;
    this.path = path;
    this.started = room.core().now();
    this.since = started;
    room.core().rooms().nextMemberId();
  }

  String path() {
    return path;
  }

  Instant started() {
    return started;
  }

  boolean paused() {
    return paused;
  }

  /** Whether the file could be opened; if not, the event says so. */
  boolean start() {
    boolean open = room.core().disk().canRecord(path);
    Event event = room.data(room.core().event("CUSTOM", Room.MAINTENANCE, Origin.START_RECORDING));
    event.add("Action", "start-recording").add("Path", path);
    if (!open) {
      event.add("Error", "File could not be opened for recording");
    }
    room.core().fire(event);
    return open;
  }

  void pause(boolean on) {
    if (on != paused) {
      if (on) {
        recorded = recorded();
      }
      since = room.core().now();
      paused = on;
    }
    Event event = room.data(room.core().event("CUSTOM", Room.MAINTENANCE, Origin.PAUSE_RECORDING));
    room.core().fire(event.add("Action", on ? "pause-recording" : "resume-recording").add("Path", path)
        .add("Other-Recordings", Boolean.toString(!room.recordings().all().isEmpty())));
  }

  private Duration recorded() {
    return paused ? recorded : recorded.plus(Duration.between(since, room.core().now()));
  }

  /** The switch dies in the middle of it: what was recorded is on the disk. */
  void breaksOff() {
    room.core().disk().record(path, recorded());
  }

  /** The file is complete when the event is fired. */
  void stop() {
    Duration length = recorded();
    long samples = length.toMillis() * RATE / 1000;
    Optional<Long> size = room.core().disk().record(path, length);
    Event event = room.data(room.core().event("CUSTOM", Room.MAINTENANCE, Origin.STOP_RECORDING));
    event.add("Action", "stop-recording").add("Path", path)
        .add("Other-Recordings", Boolean.toString(!room.recordings().all().isEmpty()))
        .add("Samples-Out", Long.toString(samples)).add("Samplerate", Integer.toString(RATE))
        .add("Milliseconds-Elapsed", Long.toString(length.toMillis()));
    size.ifPresent(bytes -> event.add("Record-File-Size", Long.toString(bytes)));
    room.core().fire(event);
  }
}
