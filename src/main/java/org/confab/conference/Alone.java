package org.confab.conference;

import org.confab.conference.Member.Phase;

/** stayAlone="false": who is left behind as the only one in a started room goes too. Never who is the first: he waits for the second. */
final class Alone {

  private Alone() {}

  /** To be asked after every departure, and after every join that came to nothing. */
  static void check(Turn turn, Room room) {
    if (!room.started() || !room.company() || room.ending().isPresent() || room.in().size() != 1 || room.has(Phase.JOINING)) {
      return;
    }
    Member last = room.in().get(0);
    if (!last.settings().stayAlone() && last.leaving().isEmpty()) {
      turn.put(room.with(last.leaving(ExitReason.ALONE)));
      last.memberId().ifPresent(id -> turn.doNow(new Effect.Remove(room.name(), id)));
    }
  }
}
