package org.confab.conference;

import java.util.List;
import java.util.Optional;
import org.confab.conference.Member.Phase;

/**
 * hangupOnStar, digitsMatch and relayDTMF. Without digitsMatch the keys are relayed by FreeSWITCH ({@link Flags}), also while nobody drives the
 * call; with it by us, since FreeSWITCH would relay those that match, too.
 */
final class Keys {

  private static final char STAR = '*';

  private Keys() {}

  static void pressed(Turn turn, Occurrence.Pressed key) {
    turn.conference().roomOf(key.call()).ifPresent(room -> {
      Member member = room.members().get(key.call());
      if (!listensTo(room, member)) {
        return;
      }
      if (key.digit() == STAR && member.settings().hangupOnStar()) {
        turn.put(room.with(member.leaving(ExitReason.STAR)));
        member.memberId().ifPresent(id -> turn.doNow(new Effect.Remove(room.name(), id)));
      } else if (!member.settings().digitsMatch().isEmpty()) {
        follow(turn, room, member,
            member.digits().press(key.digit(), member.settings().digitsMatch(), turn.now(), turn.options().digitTimeout()));
      }
    });
  }

  /** Not to who is on his way out, nor to who is to be brought into the next room: nobody is with him. */
  private static boolean listensTo(Room room, Member member) {
    return member.is(Phase.IN) && member.leaving().isEmpty() && room.ending().isEmpty();
  }

  static void paused(Turn turn, Occurrence.DigitPause pause) {
    turn.conference().roomOf(pause.call()).ifPresent(room -> {
      Member member = room.members().get(pause.call());
      if (listensTo(room, member) && member.digits().presses() == pause.presses()) {
        follow(turn, room, member, member.digits().pause(member.settings().digitsMatch()));
      }
    });
  }

  private static void follow(Turn turn, Room room, Member member, Digits.Step step) {
    turn.put(room.with(member.digits(step.digits())));
    step.outcomes().forEach(outcome -> {
      if (outcome instanceof Digits.Matched it) {
        turn.doNow(new Effect.TellDigits(member.call(), room.name(), room.uuid().orElse(""), member.memberId().orElse(""), it.pattern(),
            room.calls(), turn.now()));
      } else if (outcome instanceof Digits.Released it && member.settings().relayDtmf()) {
        relay(turn, room, member, it.keys());
      }
    });
    if (step.digits().waits()) {
      turn.doNow(new Effect.AwaitPause(member.call(), step.digits().presses(), turn.options().digitTimeout()));
    }
  }

  private static void relay(Turn turn, Room room, Member presser, String keys) {
    List<String> others = room.in().stream().filter(member -> !member.call().equals(presser.call())).map(Member::memberId)
        .flatMap(Optional::stream).toList();
    if (!others.isEmpty()) {
      turn.doNow(new Effect.Relay(presser.call(), room.name(), others, keys));
    }
  }
}
