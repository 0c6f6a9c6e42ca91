package org.confab.conference;

import java.time.Instant;
import java.util.Optional;

/**
 * The recording of a room.
 *
 * @param call     whose element asked for it; empty as long as nobody's did, and somebody ordered it
 * @param settings what that element said, or the order
 * @param paused   what was asked of FreeSWITCH last
 * @param started  when FreeSWITCH opened the file
 */
public record RoomRecording(Optional<String> call, RecordSettings settings, Phase phase, boolean paused, Optional<Instant> started) {

  /** Where it stands. */
  public enum Phase {
    /** FreeSWITCH was told to begin. */
    ASKED,
    /** It has opened the file. */
    RUNNING,
    /** It has closed the file, and the application was told. */
    OVER,
    /** There is no file, and will be none. */
    FAILED
  }

  static RoomRecording asked(String call, RecordSettings settings) {
    return new RoomRecording(Optional.of(call), settings, Phase.ASKED, false, Optional.empty());
  }

  static RoomRecording ordered(RecordSettings.Format format) {
    return new RoomRecording(Optional.empty(), new RecordSettings(format, true), Phase.ASKED, false, Optional.empty());
  }

  /** This, for whom it was ordered too. */
  RoomRecording alsoOrdered() {
    return new RoomRecording(call, new RecordSettings(settings.format(), true), phase, paused, started);
  }

  /** This, for that call's element too. */
  RoomRecording alsoAsked(String by) {
    return new RoomRecording(Optional.of(by), settings, phase, paused, started);
  }

  boolean is(Phase wanted) {
    return phase == wanted;
  }

  /** Whether FreeSWITCH records, or is about to. */
  public boolean goesOn() {
    return phase == Phase.ASKED || phase == Phase.RUNNING;
  }

  RoomRecording phase(Phase next) {
    return new RoomRecording(call, settings, next, paused, started);
  }

  RoomRecording running(Instant at) {
    return new RoomRecording(call, settings, Phase.RUNNING, paused, started.or(() -> Optional.of(at)));
  }

  RoomRecording paused(boolean now) {
    return new RoomRecording(call, settings, phase, now, started);
  }
}
