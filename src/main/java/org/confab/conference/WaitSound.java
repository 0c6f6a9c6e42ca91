package org.confab.conference;

import java.util.Optional;
import org.confab.conference.Member.Phase;

/**
 * waitSound: the room's music on hold. FreeSWITCH plays it by itself while the room waits or one member is alone; which sound that is, the first
 * member decides that names one. Who creates the room brings it along as a channel variable; a later one is set by command.
 */
final class WaitSound {

  private WaitSound() {}

  /** The room as it is after the member's entry. */
  static Room entered(Turn turn, Room room, Member member) {
    if (room.waitSound().isPresent() || member.waitSound().isEmpty()) {
      return room;
    }
    String sound = member.waitSound().get();
    boolean creatorIsCertain = room.in().size() == 1 && room.members().values().stream()
        .filter(each -> each.is(Phase.IN) || each.is(Phase.JOINING)).allMatch(each -> each.broughtSound().equals(Optional.of(sound)));
    if (!creatorIsCertain) {
      turn.doNow(new Effect.SetWaitSound(room.name(), sound));
    }
    return turn.put(room.waitSound(sound));
  }

  /** It took longer to be had than the join could wait. */
  static void ready(Turn turn, Occurrence.WaitSoundReady ready) {
    turn.conference().roomOf(ready.call()).ifPresent(room -> {
      Member member = room.members().get(ready.call()).waitSound(ready.sound());
      Room now = turn.put(room.with(member));
      if (member.is(Phase.IN) && now.ending().isEmpty()) {
        entered(turn, now, member);
      }
    });
  }
}
