package org.confab.conference;

import java.util.Optional;
import org.confab.conference.RoomRecording.Phase;

/**
 * record: one file for a room, from the moment at which the conference has started and has two members, whoever asked for it, to the room's end;
 * paused while one of them is alone, so that it never holds music. The first member who asks decides the format, and hears of the file. An order
 * records at once and without a pause, until another ends it; after that nothing but an order records the room again. There is one recording at a time.
 */
final class Recorder {

  private Recorder() {}

  /** To be asked after every entry and departure. */
  static void review(Turn turn, Room room) {
    if (room.ending().isPresent()) {
      return;
    }
    if (room.recording().isEmpty()) {
      begin(turn, room);
    } else if (room.recording().get().goesOn()) {
      share(turn, room, room.recording().get());
      pause(turn, turn.fresh(room), turn.fresh(room).recording().get());
    }
  }

  private static Optional<Member> asking(Room room) {
    return room.in().stream().filter(member -> member.settings().recording().isPresent()).findFirst();
  }

  private static void share(Turn turn, Room room, RoomRecording recording) {
    if (recording.call().isEmpty() && room.started()) {
      asking(room).ifPresent(member -> {
        turn.put(room.recording(recording.alsoAsked(member.call())));
        turn.doNow(new Effect.ShareRecording(room.name(), member.call()));
      });
    }
  }

  static void ordered(Turn turn, RecordSettings.Format format) {
    turn.conference().current().filter(room -> !room.in().isEmpty()).ifPresent(room -> {
      Optional<RoomRecording> going = room.recording().filter(RoomRecording::goesOn);
      if (going.isPresent()) {
        turn.put(room.recording(going.get().alsoOrdered()));
      } else {
        turn.put(room.recording(RoomRecording.ordered(format)));
        turn.doNow(new Effect.RecordAsOrdered(room.name(), format));
      }
      review(turn, turn.fresh(room));
    });
  }

  /** What stands for it is the file's end: until FreeSWITCH has told that, it goes on. */
  static void stopOrdered(Turn turn) {
    turn.conference().current().filter(room -> room.recording().filter(RoomRecording::goesOn).isPresent())
        .ifPresent(room -> turn.doNow(new Effect.StopRecording(room.name())));
  }

  private static void begin(Turn turn, Room room) {
    asking(room).filter(member -> room.started()).ifPresent(member -> {
      RecordSettings settings = member.settings().recording().orElseThrow();
      if (room.in().size() > 1 || settings.whenAlone()) {
        turn.put(room.recording(RoomRecording.asked(member.call(), settings)));
        turn.doNow(new Effect.StartRecording(room.name(), member.call(), settings.format()));
      }
    });
  }

  private static void pause(Turn turn, Room room, RoomRecording recording) {
    boolean pause = room.in().size() < 2 && !recording.settings().whenAlone();
    if (pause != recording.paused()) {
      turn.put(room.recording(recording.paused(pause)));
      turn.doNow(new Effect.PauseRecording(room.name(), pause));
    }
  }

  /** The first who asked has decided the format. */
  static void entered(Turn turn, Room room, Member member) {
    Optional<RecordSettings.Format> decided = room.recording().map(RoomRecording::settings)
        .or(() -> room.in().stream().flatMap(each -> each.settings().recording().stream()).findFirst()).map(RecordSettings::format);
    member.settings().recording().map(RecordSettings::format).filter(wanted -> !wanted.equals(decided.orElse(wanted)))
        .ifPresent(wanted -> turn.doNow(new Effect.OtherFormat(room.name(), member.call(), wanted, decided.orElseThrow())));
  }

  static void started(Turn turn, Occurrence.RecordingStarted start) {
    turn.room(start.room()).ifPresent(room -> room.recording().filter(recording -> recording.is(Phase.ASKED)).ifPresent(recording -> {
      turn.put(room.recording(recording.running(start.at())));
      if (recording.paused()) {
        // there was nothing to pause before the file was open: that was said in vain
        turn.doNow(new Effect.PauseRecording(room.name(), true));
      }
    }));
  }

  static void failed(Turn turn, RoomName name) {
    turn.room(name).ifPresent(room -> room.recording().filter(RoomRecording::goesOn)
        .ifPresent(recording -> turn.put(room.recording(recording.phase(Phase.FAILED)))));
  }

  static void stopped(Turn turn, Occurrence.RecordingStopped end) {
    turn.room(end.room()).ifPresent(room -> room.recording().filter(RoomRecording::goesOn).ifPresent(recording -> {
      turn.put(room.recording(recording.phase(Phase.OVER)));
      turn.doNow(new Effect.TellRecorded(room.name(), recording.started().orElse(end.at().minus(end.length())), end.at(), end.length()));
    }));
  }

  /** FreeSWITCH was asked for its rooms: what it does not do as it was told, the connection was lost for. */
  static void seen(Turn turn, Occurrence.RecordingSeen seen) {
    turn.room(seen.room()).ifPresent(room -> room.recording().filter(RoomRecording::goesOn).ifPresent(recording -> {
      turn.put(room.recording(recording.running(turn.now())));
      if (seen.paused() != recording.paused()) {
        turn.doNow(new Effect.PauseRecording(room.name(), recording.paused()));
      }
    }));
  }

  /** It does not record that room: it never heard of it, or it stopped unseen. */
  static void missing(Turn turn, RoomName name) {
    turn.room(name).ifPresent(room -> room.recording().ifPresent(recording -> {
      if (recording.is(Phase.RUNNING)) {
        lookForFile(turn, room, recording);
      } else if (recording.is(Phase.ASKED) && room.ending().isEmpty()) {
        RecordSettings.Format format = recording.settings().format();
        turn.doNow(recording.call().<Effect>map(call -> new Effect.StartRecording(name, call, format))
            .orElseGet(() -> new Effect.RecordAsOrdered(name, format)));
        if (recording.paused()) {
          turn.doNow(new Effect.PauseRecording(name, true));
        }
      }
    }));
  }

  /** Nothing more will be heard of the room. */
  static void forgotten(Turn turn, Room room) {
    room.recording().filter(RoomRecording::goesOn).ifPresent(recording -> lookForFile(turn, room, recording));
  }

  private static void lookForFile(Turn turn, Room room, RoomRecording recording) {
    turn.put(room.recording(recording.phase(Phase.OVER)));
    turn.doNow(new Effect.FindRecording(room.name(), recording.started(), turn.now()));
  }
}
