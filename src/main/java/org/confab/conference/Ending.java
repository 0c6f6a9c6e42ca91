package org.confab.conference;

import java.time.Duration;
import java.util.List;
import org.confab.conference.Member.Phase;

/** How a room comes to its end, and how nobody is forgotten in it. */
final class Ending {

  /** After this time every member of a room that ended has been reported as gone, or FreeSWITCH has lost it (docs/decisions/0003-dying-rooms.md). */
  static final Duration LOST_AFTER = Duration.ofSeconds(1);

  private Ending() {}

  /** From now on no call is sent into the room, and those in it leave for that reason. */
  static void begin(Turn turn, Room room, ExitReason reason, boolean empty) {
    if (room.ending().isPresent()) {
      return;
    }
    Room ending = room.ending(reason);
    for (Member member : ending.in()) {
      ending = ending.with(member.leaving(reason));
    }
    turn.put(ending);
    turn.doNow(new Effect.DisarmTimeLimit(room.name()));
    if (empty) {
      turn.doNow(new Effect.Empty(room.name()));
    }
    if (!ending.in().isEmpty() || ending.has(Phase.JOINING)) {
      lookForLost(turn, room);
    }
  }

  /** One search at a time, however many calls fall into the room: two would pull the same call out twice. */
  private static void lookForLost(Turn turn, Room room) {
    Room now = turn.fresh(room);
    if (!now.searched()) {
      turn.put(now.searched(true));
      turn.doNow(new Effect.LookForLost(room.name(), LOST_AFTER));
    }
  }

  /** timeLimit: everybody leaves, and goes on with his document. */
  static void timeLimitReached(Turn turn, RoomName name) {
    turn.room(name).ifPresent(room -> begin(turn, room, ExitReason.TIME_LIMIT, true));
  }

  /** Who comes now gets another room; who is in this one joins him, as the same stay, when FreeSWITCH lets him out. */
  static void fellSilent(Turn turn, RoomName name) {
    turn.room(name).filter(room -> room.ending().isEmpty()).ifPresent(room -> {
      begin(turn, room, ExitReason.KICK, false);
      room.in().stream().filter(member -> member.leaving().isEmpty())
          .forEach(member -> turn.put(turn.fresh(room).with(member.rejoining())));
    });
  }

  static void destroyed(Turn turn, Occurrence.Destroyed end) {
    turn.room(end.room()).filter(room -> room.uuid().filter(end.conferenceUuid()::equals).isPresent()).ifPresent(room -> {
      begin(turn, room, ExitReason.KICK, false);
      turn.put(turn.fresh(room).destroyedNow());
    });
  }

  /**
   * Whoever is still in a room that ended is told to leave once more; whoever FreeSWITCH has lost there does not hear it, and is looked for. So
   * is everybody else whose channel it has not let go of: he may be lost all the same, if an event went untold.
   */
  static void lostSearchDue(Turn turn, RoomName name) {
    turn.room(name).filter(room -> room.ending().isPresent()).map(room -> turn.put(room.searched(false))).ifPresent(room -> {
      if (!room.members().isEmpty()) {
        room.members().values().stream().filter(member -> member.is(Phase.IN) || member.is(Phase.STRANDED))
            .forEach(member -> member.memberId().ifPresent(id -> turn.doNow(new Effect.Remove(name, id))));
        turn.doNow(new Effect.AskForLost(name, room.uuid(), List.copyOf(room.members().keySet())));
        lookForLost(turn, room);
      }
    });
  }

  /** FreeSWITCH's own race lost the call: it joins the next room, and the application sees one stay; unless that was told to be over. */
  static void foundLost(Turn turn, Occurrence.FoundLost lost) {
    turn.room(lost.room()).filter(room -> room.members().containsKey(lost.call())).ifPresent(room -> {
      Member member = room.members().get(lost.call());
      if (!member.is(Phase.OUT)) {
        turn.put(room.with(member.rejoining()));
        begin(turn, turn.fresh(room), ExitReason.KICK, false);
        turn.put(turn.fresh(room).with(member.rejoining()));
      }
      turn.doNow(new Effect.Rescue(lost.call()));
    });
  }
}
