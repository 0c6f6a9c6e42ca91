package org.confab.conference;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One application of the rules: the conference as it becomes, and the effects in their order. Lives only within that application. */
final class Turn {

  private final Instant now;
  private final ConferenceRules.Options options;
  private final List<Effect> effects = new ArrayList<>();
  private Conference conference;

  Turn(Conference conference, Instant now, ConferenceRules.Options options) {
    this.conference = conference;
    this.now = now;
    this.options = options;
  }

  Instant now() {
    return now;
  }

  ConferenceRules.Options options() {
    return options;
  }

  Conference conference() {
    return conference;
  }

  List<Effect> effects() {
    return List.copyOf(effects);
  }

  void doNow(Effect effect) {
    effects.add(effect);
  }

  /** Replaces the room, and gives it back. */
  Room put(Room room) {
    conference = conference.with(room);
    return room;
  }

  Optional<Room> room(RoomName name) {
    return conference.room(name);
  }

  /** The room as it is now in this turn. */
  Room fresh(Room room) {
    return conference.room(room.name()).orElse(room);
  }

  /** The room that takes joins; a new one if there is none. */
  Room openRoom() {
    return conference.current().orElseGet(() -> put(Room.named(RoomName.of(conference.key(), conference.nextInstance()))));
  }

  /** A room is remembered for as long as it has members in any phase, or FreeSWITCH still has it. */
  void forgetFinishedRooms() {
    for (Room room : conference.rooms()) {
      if (room.members().isEmpty() && (room.destroyed() || room.uuid().isEmpty())) {
        doNow(new Effect.DisarmTimeLimit(room.name()));
        Recorder.forgotten(this, room);
        conference = conference.without(room.name());
      }
    }
  }
}
