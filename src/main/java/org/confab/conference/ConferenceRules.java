package org.confab.conference;

import java.time.Instant;
import java.util.List;

/**
 * Every rule of {@code <Conference>}, as a function of values. Given the same conference, occurrence and time, it always answers the same.
 *
 * <p>What an occurrence says of a room or a call that the conference does not know is without effect: it is somebody else's, or long over.
 */
public final class ConferenceRules {

  private final boolean endconfEndsRoom;

  /** @param endconfEndsRoom whether the switch ends a room when any member with {@code endconf} leaves: FreeSWITCH does from 1.10.10 on */
  public ConferenceRules(boolean endconfEndsRoom) {
    this.endconfEndsRoom = endconfEndsRoom;
  }

  /** The conference afterwards, and what to do now. */
  public record Step(Conference conference, List<Effect> effects) {}

  /** Applies what happened at that time. */
  public Step apply(Conference conference, Occurrence occurrence, Instant now) {
    Turn turn = new Turn(conference, now, endconfEndsRoom);
    if (occurrence instanceof Occurrence.JoinRequested it) {
      Joining.requested(turn, it);
    } else if (occurrence instanceof Occurrence.Entered it) {
      Joining.entered(turn, it);
    } else if (occurrence instanceof Occurrence.Kicked it) {
      Leaving.kicked(turn, it);
    } else if (occurrence instanceof Occurrence.Left it) {
      Leaving.left(turn, it);
    } else if (occurrence instanceof Occurrence.ApplicationEnded it) {
      Leaving.applicationEnded(turn, it.call());
    } else if (occurrence instanceof Occurrence.Transferred it) {
      Leaving.transferred(turn, it.call());
    } else if (occurrence instanceof Occurrence.HungUp it) {
      Leaving.hungUp(turn, it.call());
    } else if (occurrence instanceof Occurrence.Pressed it) {
      Leaving.pressed(turn, it);
    } else if (occurrence instanceof Occurrence.Destroyed it) {
      Ending.destroyed(turn, it);
    } else if (occurrence instanceof Occurrence.TimeLimitReached it) {
      Ending.timeLimitReached(turn, it.room());
    } else if (occurrence instanceof Occurrence.LostSearchDue it) {
      Ending.lostSearchDue(turn, it.room());
    } else if (occurrence instanceof Occurrence.FoundLost it) {
      Ending.foundLost(turn, it);
    }
    turn.forgetFinishedRooms();
    return new Step(turn.conference(), turn.effects());
  }
}
