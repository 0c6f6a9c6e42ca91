package org.confab.conference;

import org.confab.conference.Member.Phase;

/** How a call gets in. */
final class Joining {

  /** More than one call's bad luck in dying rooms: then something else is wrong, and the document goes on. */
  private static final int ATTEMPTS = 3;

  private Joining() {}

  static void requested(Turn turn, Occurrence.JoinRequested request) {
    // the same channel again, though its last stay was not seen to end: then it ended now
    turn.conference().roomOf(request.call()).ifPresent(room -> Leaving.forget(turn, room, room.members().get(request.call()), ExitReason.TRANSFERRED));
    if (Admission.full(turn.conference(), request.settings().maxMembers())) {
      turn.doNow(new Effect.Refuse(request.call(), Effect.Refusal.FULL));
    } else {
      join(turn, Member.joining(request.call(), request.settings(), request.waitSound()));
    }
  }

  /** It is sent once more; into the next room, if this one has begun to end meanwhile. */
  static void neverSent(Turn turn, String call) {
    turn.conference().roomOf(call).ifPresent(room -> {
      Member member = room.members().get(call);
      if (member.is(Phase.JOINING) && room.ending().isEmpty()) {
        send(turn, room, member);
      } else {
        Leaving.applicationEnded(turn, call);
      }
    });
  }

  private static void join(Turn turn, Member member) {
    send(turn, turn.put(turn.openRoom().with(member)), member);
  }

  private static void send(Turn turn, Room room, Member member) {
    turn.doNow(new Effect.Join(member.call(), room.name(), Flags.of(member, turn.options().endconfEndsRoom()), member.waitSound()));
  }

  /** Sends a call that fell into a dying room to the next one; false if that is full, or has been tried often enough. */
  static boolean joinAgain(Turn turn, Room room, Member member) {
    turn.put(room.without(member.call()));
    if (member.attempts() >= ATTEMPTS || Admission.full(turn.conference(), member.settings().maxMembers())) {
      return false;
    }
    join(turn, member.nextAttempt());
    return true;
  }

  /** Of a call that is on its way in; of any other FreeSWITCH repeats itself. */
  static void entered(Turn turn, Occurrence.Entered entry) {
    turn.room(entry.room()).filter(room -> room.members().containsKey(entry.call())).ifPresent(room -> {
      Member member = room.members().get(entry.call());
      if (member.is(Phase.JOINING) && room.ending().isPresent()) {
        enteredEndingRoom(turn, room, member, entry);
      } else if (member.is(Phase.JOINING)) {
        enteredOpenRoom(turn, room, member, entry);
      }
    });
  }

  private static void enteredOpenRoom(Turn turn, Room before, Member member, Occurrence.Entered entry) {
    boolean first = before.in().isEmpty();
    Room room = turn.put(before.entered(entry.conferenceUuid(), turn.now())
        .with(member.entered(Phase.IN, entry.memberId(), true, turn.now()))
        .started(member.settings().startConferenceOnEnter()));
    if (first && !member.settings().timeLimit().isZero()) {
      turn.doNow(new Effect.ArmTimeLimit(room.name(), turn.now().plus(member.settings().timeLimit())));
    }
    if (!member.enterTold()) {
      turn.doNow(new Effect.TellEnter(member.call(), room.name(), entry.conferenceUuid(), entry.memberId(), first, room.calls(), turn.now()));
      RoomSounds.entered(turn, room, member);
    }
    Member in = room.members().get(member.call());
    Hold.entered(turn, room, in);
    Recorder.entered(turn, room, in);
    Recorder.review(turn, WaitSound.entered(turn, room, in));
  }

  /**
   * The join was under way when the room began to end. If the room dies, it throws the call out itself; if we emptied it a moment before, or
   * FreeSWITCH has made a new room under the old name, nothing will but we.
   */
  private static void enteredEndingRoom(Turn turn, Room room, Member member, Occurrence.Entered entry) {
    turn.put(room.with(member.entered(Phase.STRANDED, entry.memberId(), member.enterTold(), turn.now()).rejoining()));
    turn.doNow(new Effect.Remove(room.name(), entry.memberId()));
  }
}
