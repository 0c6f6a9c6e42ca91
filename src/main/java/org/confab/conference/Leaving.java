package org.confab.conference;

import org.confab.conference.Effect.Departure;
import org.confab.conference.Member.Phase;

/** How a call gets out: told to, by itself, with its moderator, or by being gone. */
final class Leaving {

  private Leaving() {}

  static void kicked(Turn turn, Occurrence.Kicked kick) {
    turn.room(kick.room()).map(room -> room.members().get(kick.call())).filter(member -> member.is(Phase.IN))
        .ifPresent(member -> turn.room(kick.room()).ifPresent(room -> turn.put(room.with(member.leaving(ExitReason.KICK)))));
  }

  static void left(Turn turn, Occurrence.Left departure) {
    turn.room(departure.room()).filter(room -> room.members().containsKey(departure.call())).ifPresent(room -> {
      Member member = room.members().get(departure.call());
      if (member.is(Phase.IN)) {
        out(turn, room, departure.hungUp() ? member.leaving(ExitReason.HANGUP) : member, member.rejoins() && !departure.hungUp());
      } else if (member.is(Phase.STRANDED)) {
        turn.put(room.with(member.phase(Phase.OUT)));
      }
    });
  }

  /** The member is out of the room; the application is told, unless he is only being moved to the next one. */
  private static Member out(Turn turn, Room before, Member member, boolean moves) {
    ExitReason reason = member.leaving().or(before::ending).orElse(ExitReason.TRANSFERRED);
    Member gone = member.gone(reason, moves);
    Room room = turn.put(before.with(gone));
    if (!moves) {
      tellExit(turn, room, gone);
      if (member.settings().endConferenceOnExit()) {
        Ending.begin(turn, room, ExitReason.MODERATOR_LEFT, !turn.options().endconfEndsRoom());
      }
    }
    afterDeparture(turn, room);
    Recorder.review(turn, turn.fresh(room));
    RoomSounds.left(turn, turn.fresh(room), gone);
    return gone;
  }

  private static void afterDeparture(Turn turn, Room room) {
    Room now = turn.fresh(room);
    if (now.in().isEmpty() && !now.uuid().isEmpty()) {
      Ending.begin(turn, now, ExitReason.TRANSFERRED, false);
    } else {
      Alone.check(turn, now);
    }
  }

  private static void tellExit(Turn turn, Room room, Member member) {
    turn.doNow(new Effect.TellExit(member.call(), departure(room, member), room.in().isEmpty(), room.calls(), turn.now()));
  }

  private static Departure departure(Room room, Member member) {
    return new Departure(room.name(), room.uuid().orElse(""), member.memberId().orElse(""), member.leaving().orElse(ExitReason.TRANSFERRED),
        room.recording().filter(recording -> !recording.is(RoomRecording.Phase.FAILED)).isPresent());
  }

  /** The channel is free again: on with the document, or into the next room for who fell into a dying one. */
  static void applicationEnded(Turn turn, String call) {
    turn.conference().roomOf(call).ifPresent(room -> {
      Member member = room.members().get(call);
      if (member.is(Phase.IN)) {
        // its del-member was lost, or is never to come; it is still in our hands, so somebody took it out of the room
        member = out(turn, room, room.ending().isPresent() ? member : member.leaving(ExitReason.KICK), member.rejoins());
        room = turn.fresh(room);
      }
      member = member.inOurHands();
      if (member.rejoins() || member.is(Phase.JOINING) && room.ending().isPresent()) {
        again(turn, room, member);
      } else if (member.is(Phase.JOINING)) {
        turn.put(room.without(call));
        notLetIn(turn, room, member);
        Alone.check(turn, turn.fresh(room));
      } else {
        turn.put(room.without(call));
        proceed(turn, room, member);
      }
    });
  }

  private static void again(Turn turn, Room room, Member member) {
    if (!Joining.joinAgain(turn, room, member)) {
      notLetIn(turn, room, member);
    }
  }

  /** For the application a member whom no room took again has left; a call that never was in was refused. */
  private static void notLetIn(Turn turn, Room room, Member member) {
    if (member.enterTold()) {
      tellExit(turn, turn.fresh(room), member);
      proceed(turn, room, member);
    } else {
      turn.doNow(new Effect.Refuse(member.call(), Effect.Refusal.REJECTED));
    }
  }

  /** Who was never told to be in has nothing to be told of his way out. */
  private static void proceed(Turn turn, Room room, Member member) {
    turn.doNow(member.enterTold() ? new Effect.Proceed(member.call(), departure(room, member))
        : new Effect.Refuse(member.call(), Effect.Refusal.GONE));
  }

  static void hungUp(Turn turn, String call) {
    turn.conference().roomOf(call).ifPresent(room -> forget(turn, room, room.members().get(call), ExitReason.HANGUP));
  }

  static void transferred(Turn turn, String call) {
    turn.conference().roomOf(call).ifPresent(room -> forget(turn, room, room.members().get(call), ExitReason.TRANSFERRED));
  }

  /** Whatever it is leaving for already stands as the reason. */
  static void calledAway(Turn turn, String call) {
    turn.conference().roomOf(call).ifPresent(room -> turn.put(room.with(room.members().get(call).leaving(ExitReason.API))));
  }

  static void takenOut(Turn turn, String call) {
    turn.conference().roomOf(call).ifPresent(room -> forget(turn, room, room.members().get(call), ExitReason.API));
  }

  /** Ends a stay of which FreeSWITCH will say nothing more: with its one exit, if there was an entry. */
  static void forget(Turn turn, Room room, Member member, ExitReason reason) {
    Member gone = member;
    Room now = room;
    if (member.is(Phase.IN)) {
      gone = out(turn, room, member.leaving(reason), false);
      now = turn.fresh(room);
    } else if (member.enterTold() && !member.is(Phase.OUT) || member.rejoins() && member.enterTold()) {
      gone = member.gone(reason, false);
      tellExit(turn, room, gone);
    }
    turn.put(now.without(member.call()));
    proceed(turn, now, gone);
    Alone.check(turn, turn.fresh(now));
  }
}
