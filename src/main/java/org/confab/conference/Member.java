package org.confab.conference;

import java.util.Optional;

/**
 * A call in a room, or on its way in or out.
 *
 * @param memberId  mod_conference's number for the channel, once it entered
 * @param leaving   why it is about to leave, when that is known before it left
 * @param enterTold the application has been told of its entry, and is owed one exit
 * @param rejoins   it is to join the next room as soon as this one has let it go
 * @param attempts  joins so far
 */
public record Member(String call, MemberSettings settings, Phase phase, Optional<String> memberId, Optional<ExitReason> leaving,
    boolean enterTold, boolean rejoins, int attempts) {

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

  static Member joining(String call, MemberSettings settings) {
    return new Member(call, settings, Phase.JOINING, Optional.empty(), Optional.empty(), false, false, 1);
  }

  boolean is(Phase wanted) {
    return phase == wanted;
  }

  Member phase(Phase next) {
    return new Member(call, settings, next, memberId, leaving, enterTold, rejoins, attempts);
  }

  Member entered(Phase next, String id, boolean told) {
    return new Member(call, settings, next, Optional.of(id), leaving, told, rejoins, attempts);
  }

  /** The first reason stands. */
  Member leaving(ExitReason reason) {
    return leaving.isPresent() ? this : new Member(call, settings, phase, memberId, Optional.of(reason), enterTold, rejoins, attempts);
  }

  /** He is not leaving: whatever ended his room is no reason of his. */
  Member rejoining() {
    return new Member(call, settings, phase, memberId, Optional.empty(), enterTold, true, attempts);
  }

  Member gone(ExitReason reason, boolean comesAgain) {
    return new Member(call, settings, Phase.OUT, memberId, Optional.of(reason), enterTold, comesAgain, attempts);
  }

  Member nextAttempt() {
    return new Member(call, settings, Phase.JOINING, Optional.empty(), Optional.empty(), enterTold, false, attempts + 1);
  }
}
