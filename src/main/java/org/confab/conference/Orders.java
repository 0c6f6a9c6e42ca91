package org.confab.conference;

import org.confab.conference.Member.Phase;

/**
 * What somebody outside the conference orders. Each is said to FreeSWITCH also when it should stand so already: whoever orders it again may do so
 * because it was not heard.
 */
final class Orders {

  private Orders() {}

  static void mute(Turn turn, Occurrence.MuteOrdered order) {
    turn.conference().roomOf(order.call()).ifPresent(room -> {
      Member member = room.members().get(order.call()).muted(order.mute());
      turn.put(room.with(member));
      if (member.is(Phase.IN) && !Hold.silences(turn, member)) {
        member.memberId().ifPresent(id -> turn.doNow(new Effect.Mute(room.name(), id, order.mute())));
      }
    });
  }

  static void deaf(Turn turn, Occurrence.DeafOrdered order) {
    turn.conference().roomOf(order.call()).ifPresent(room -> {
      Member member = room.members().get(order.call()).deaf(order.deaf());
      turn.put(room.with(member));
      if (member.is(Phase.IN)) {
        member.memberId().ifPresent(id -> turn.doNow(new Effect.Deaf(room.name(), id, order.deaf())));
      }
    });
  }

  static void kick(Turn turn, String call) {
    turn.conference().roomOf(call).map(room -> room.members().get(call)).filter(member -> member.is(Phase.IN))
        .ifPresent(member -> turn.conference().roomOf(call).ifPresent(room -> {
          turn.put(room.with(member.leaving(ExitReason.KICK)));
          member.memberId().ifPresent(id -> turn.doNow(new Effect.Remove(room.name(), id)));
        }));
  }

  /** Also of a call that is only on its way in. */
  static void hangUp(Turn turn, String call) {
    turn.conference().roomOf(call).ifPresent(room -> {
      turn.put(room.with(room.members().get(call).leaving(ExitReason.API)));
      turn.doNow(new Effect.HangUp(call));
    });
  }
}
