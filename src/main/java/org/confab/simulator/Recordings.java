package org.confab.simulator;

import java.util.ArrayList;
import java.util.List;

/** The recordings of a room that go on. */
final class Recordings {

  private final Room room;
  private final List<Recorder> recorders = new ArrayList<>();

  Recordings(Room room) {
    this.room = room;
  }

  List<Recorder> all() {
    return List.copyOf(recorders);
  }

  /** The path of the newest; empty if there is none. */
  String newest() {
    return recorders.isEmpty() ? "" : recorders.get(recorders.size() - 1).path();
  }

  void start(String path) {
    Recorder recorder = new Recorder(room, path);
    recorders.add(recorder);
    room.core().later(() -> {
      if (!recorder.start()) {
        stop(recorder);
      }
    });
  }

  void stop(Recorder recorder) {
    room.core().after(Room.TICK, () -> stopNow(recorder));
  }

  /** The room has ended. */
  void end() {
    all().forEach(this::stopNow);
  }

  private void stopNow(Recorder recorder) {
    if (recorders.remove(recorder)) {
      recorder.stop();
    }
  }
}
