package org.confab.conference;

import java.time.Instant;
import java.util.Optional;

/**
 * A call in a room, or on its way in or out.
 *
 * @param memberId     mod_conference's number for the channel, once it entered
 * @param leaving      why it is about to leave, when that is known before it left
 * @param enterTold    the application has been told of its entry, and is owed one exit
 * @param rejoins      it is to join the next room as soon as this one has let it go
 * @param attempts     joins so far
 * @param waitSound    its own, once that is there: a file
 * @param broughtSound the waitSound that its channel carried when it was sent into the room
 * @param digits       what it pressed
 * @param held         it has put us on hold
 * @param muted        by its element, or by an order; whether it is held comes on top
 * @param deaf         by an order
 * @param since        when it entered, also if it was moved to another room since
 */
public record Member(String call, MemberSettings settings, Phase phase, Optional<String> memberId, Optional<ExitReason> leaving,
    boolean enterTold, boolean rejoins, int attempts, Optional<String> waitSound, Optional<String> broughtSound, Digits digits, boolean held, boolean muted, boolean deaf,
    Optional<Instant> since) {

  /** Where it stands. */
  public enum Phase {
    /** FreeSWITCH was told to let it in. */
    JOINING,
    /** It is in. */
    IN,
    /** It got into a room that is ending, and the application does not know. */
    STRANDED,
    /** It left; the conference application still runs on its channel. */
    OUT
  }

  static Member joining(String call, MemberSettings settings, Optional<String> waitSound) {
    return new Member(call, settings, Phase.JOINING, Optional.empty(), Optional.empty(), false, false, 1, waitSound, waitSound, Digits.none(),
        false, settings.muted(), false, Optional.empty());
  }

  boolean is(Phase wanted) {
    return phase == wanted;
  }

  private Member at(Phase nextPhase, Optional<String> id, Optional<ExitReason> reason, boolean told, boolean again) {
    return new Member(call, settings, nextPhase, id, reason, told, again, attempts, waitSound, broughtSound, digits, held, muted, deaf,
        since);
  }

  Member phase(Phase next) {
    return at(next, memberId, leaving, enterTold, rejoins);
  }

  Member entered(Phase next, String id, boolean told, Instant at) {
    return at(next, Optional.of(id), leaving, told, rejoins).since(at);
  }

  /** The first reason stands. */
  Member leaving(ExitReason reason) {
    return leaving.isPresent() ? this : at(phase, memberId, Optional.of(reason), enterTold, rejoins);
  }

  /** He is not leaving: whatever ended his room is no reason of his. */
  Member rejoining() {
    return at(phase, memberId, Optional.empty(), enterTold, true);
  }

  /** Whoever left for no reason that was seen, and is still ours to drive, was taken out of the room and not away from us. */
  Member inOurHands() {
    return leaving.filter(reason -> reason != ExitReason.TRANSFERRED).isPresent() ? this
        : at(phase, memberId, Optional.of(ExitReason.KICK), enterTold, rejoins);
  }

  Member gone(ExitReason reason, boolean comesAgain) {
    return at(Phase.OUT, memberId, Optional.of(reason), enterTold, comesAgain);
  }

  Member nextAttempt() {
    return new Member(call, settings, Phase.JOINING, Optional.empty(), Optional.empty(), enterTold, false, attempts + 1, waitSound, waitSound,
        Digits.none(), held, muted, deaf, since);
  }

  Member waitSound(String sound) {
    return new Member(call, settings, phase, memberId, leaving, enterTold, rejoins, attempts, Optional.of(sound), broughtSound, digits, held, muted,
        deaf, since);
  }

  Member digits(Digits now) {
    return new Member(call, settings, phase, memberId, leaving, enterTold, rejoins, attempts, waitSound, broughtSound, now, held, muted, deaf,
        since);
  }

  Member held(boolean now) {
    return new Member(call, settings, phase, memberId, leaving, enterTold, rejoins, attempts, waitSound, broughtSound, digits, now, muted, deaf,
        since);
  }

  Member muted(boolean now) {
    return new Member(call, settings, phase, memberId, leaving, enterTold, rejoins, attempts, waitSound, broughtSound, digits, held, now, deaf,
        since);
  }

  Member deaf(boolean now) {
    return new Member(call, settings, phase, memberId, leaving, enterTold, rejoins, attempts, waitSound, broughtSound, digits, held, muted, now,
        since);
  }

  private Member since(Instant entered) {
    return new Member(call, settings, phase, memberId, leaving, enterTold, rejoins, attempts, waitSound, broughtSound, digits, held, muted, deaf,
        since.or(() -> Optional.of(entered)));
  }
}
