package org.confab.conference;

/** floorEvent: told of a member who takes the floor and may speak, once the room has started. FreeSWITCH gives it to whoever is first, silent or not. */
final class FloorHolder {

  private FloorHolder() {}

  static void taken(Turn turn, Occurrence.FloorTaken floor) {
    turn.room(floor.room()).filter(room -> room.ending().isEmpty()).ifPresent(room -> {
      turn.put(room.floor(floor.call()));
      Member member = room.members().get(floor.call());
      if (room.started() && member != null && member.is(Member.Phase.IN) && floor.speaks() && member.settings().floorEvent()) {
        turn.doNow(new Effect.TellFloor(member.call(), room.name(), room.uuid().orElse(""), member.memberId().orElse(""), room.calls(), turn.now()));
      }
    });
  }
}
