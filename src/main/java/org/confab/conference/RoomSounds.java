package org.confab.conference;

/** enterSound and exitSound: to the room, after the member entered or left, if anybody is there to hear it. */
final class RoomSounds {

  private RoomSounds() {}

  static void entered(Turn turn, Room room, Member member) {
    if (member.settings().enterSound() && room.in().size() > 1) {
      turn.doNow(new Effect.PlaySound(room.name(), member.call(), Effect.Moment.ENTER));
    }
  }

  /** To be asked after everything else that follows from the departure: none in a room that ends by it. */
  static void left(Turn turn, Room room, Member member) {
    if (member.settings().exitSound() && room.ending().isEmpty() && room.in().stream().anyMatch(other -> other.leaving().isEmpty())) {
      turn.doNow(new Effect.PlaySound(room.name(), member.call(), Effect.Moment.EXIT));
    }
  }
}
