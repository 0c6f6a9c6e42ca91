package org.confab.conference;

import java.util.function.BiConsumer;
import org.confab.conference.Member.Phase;

/**
 * What somebody outside the conference orders. Each is said to FreeSWITCH also when it should stand so already: whoever orders it again may do so
 * because it was not heard.
 */
final class Orders {

  private Orders() {}

  static void mute(Turn turn, Occurrence.MuteOrdered order) {
    ofMember(turn, order.call(), (room, before) -> {
      Member member = before.muted(order.mute());
      turn.put(room.with(member));
      if (!Hold.silences(turn, member)) {
        member.memberId().ifPresent(id -> turn.doNow(new Effect.Mute(room.name(), id, order.mute())));
      }
    });
  }

  static void deaf(Turn turn, Occurrence.DeafOrdered order) {
    ofMember(turn, order.call(), (room, member) -> {
      turn.put(room.with(member.deaf(order.deaf())));
      member.memberId().ifPresent(id -> turn.doNow(new Effect.Deaf(room.name(), id, order.deaf())));
    });
  }

  static void kick(Turn turn, String call) {
    ofMember(turn, call, (room, member) -> {
      turn.put(room.with(member.leaving(ExitReason.KICK)));
      member.memberId().ifPresent(id -> turn.doNow(new Effect.Remove(room.name(), id)));
    });
  }

  /** Only who is in has a ConferenceMemberID. */
  private static void ofMember(Turn turn, String call, BiConsumer<Room, Member> what) {
    turn.conference().roomOf(call).filter(room -> room.members().get(call).is(Phase.IN))
        .ifPresent(room -> what.accept(room, room.members().get(call)));
  }

  /** Also of a call that is only on its way in. */
  static void hangUp(Turn turn, String call) {
    turn.conference().roomOf(call).ifPresent(room -> {
      turn.put(room.with(room.members().get(call).leaving(ExitReason.API)));
      turn.doNow(new Effect.HangUp(call));
    });
  }
}
