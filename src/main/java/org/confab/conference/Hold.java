package org.confab.conference;

import org.confab.conference.Member.Phase;

/** SIP hold: who puts us on hold is muted until he is back, so that his music on hold does not fill the room. Who is muted anyway stays so. */
final class Hold {

  private Hold() {}

  static void changed(Turn turn, Occurrence.Held hold) {
    turn.conference().roomOf(hold.call()).ifPresent(room -> {
      Member before = room.members().get(hold.call());
      if (before.held() != hold.held()) {
        Member member = before.held(hold.held());
        turn.put(room.with(member));
        if (member.is(Phase.IN)) {
          mute(turn, room, member, hold.held());
        }
      }
    });
  }

  /** FreeSWITCH knows nothing yet of a hold that came before the entry. */
  static void entered(Turn turn, Room room, Member member) {
    if (member.held()) {
      mute(turn, room, member, true);
    }
  }

  /** Whether the member is not to be heard, whatever it is muted by. */
  static boolean silences(Turn turn, Member member) {
    return member.held() && turn.options().muteOnHold();
  }

  private static void mute(Turn turn, Room room, Member member, boolean mute) {
    if (turn.options().muteOnHold() && !member.muted()) {
      member.memberId().ifPresent(id -> turn.doNow(new Effect.Mute(room.name(), id, mute)));
    }
  }
}
