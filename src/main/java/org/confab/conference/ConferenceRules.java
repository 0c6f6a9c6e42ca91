package org.confab.conference;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Every rule of {@code <Conference>}, as a function of values. Given the same conference, occurrence and time, it always answers the same.
 *
 * <p>What an occurrence says of a room or a call that the conference does not know is without effect: it is somebody else's, or long over.
 */
public final class ConferenceRules {

  private final Options options;

  /**
   * What the box and its operator bring along.
   *
   * @param endconfEndsRoom whether the switch ends a room when any member with {@code endconf} leaves: FreeSWITCH does from 1.10.10 on
   * @param digitTimeout    how long keys that may become a pattern of digitsMatch are held
   * @param muteOnHold      whether a member that puts us on hold is muted
   */
  public record Options(boolean endconfEndsRoom, Duration digitTimeout, boolean muteOnHold) {

    /** Those of a current FreeSWITCH, and of the shipped settings. */
    public static Options defaults() {
      return new Options(true, Duration.ofSeconds(1), true);
    }

    /** These, for a box that means that by {@code endconf}. */
    public Options endconfEndsRoom(boolean ends) {
      return new Options(ends, digitTimeout, muteOnHold);
    }
  }

  public ConferenceRules(Options options) {
    this.options = options;
  }

  /** The conference afterwards, and what to do now. */
  public record Step(Conference conference, List<Effect> effects) {}

  /** Applies what happened at that time. */
  public Step apply(Conference conference, Occurrence occurrence, Instant now) {
    Turn turn = new Turn(conference, now, options);
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
    } else if (occurrence instanceof Occurrence.NeverSent it) {
      Joining.neverSent(turn, it.call());
    } else if (occurrence instanceof Occurrence.Transferred it) {
      Leaving.transferred(turn, it.call());
    } else if (occurrence instanceof Occurrence.CalledAway it) {
      Leaving.calledAway(turn, it.call());
    } else if (occurrence instanceof Occurrence.TakenOut it) {
      Leaving.takenOut(turn, it.call());
    } else if (occurrence instanceof Occurrence.HungUp it) {
      Leaving.hungUp(turn, it.call());
    } else if (occurrence instanceof Occurrence.Pressed it) {
      Keys.pressed(turn, it);
    } else if (occurrence instanceof Occurrence.DigitPause it) {
      Keys.paused(turn, it);
    } else if (occurrence instanceof Occurrence.FloorTaken it) {
      FloorHolder.taken(turn, it);
    } else if (occurrence instanceof Occurrence.Held it) {
      Hold.changed(turn, it);
    } else if (occurrence instanceof Occurrence.WaitSoundReady it) {
      WaitSound.ready(turn, it);
    } else if (occurrence instanceof Occurrence.MuteOrdered it) {
      Orders.mute(turn, it);
    } else if (occurrence instanceof Occurrence.DeafOrdered it) {
      Orders.deaf(turn, it);
    } else if (occurrence instanceof Occurrence.KickOrdered it) {
      Orders.kick(turn, it.call());
    } else if (occurrence instanceof Occurrence.HangUpOrdered it) {
      Orders.hangUp(turn, it.call());
    } else if (occurrence instanceof Occurrence.RecordOrdered it) {
      Recorder.ordered(turn, it.format());
    } else if (occurrence instanceof Occurrence.StopOrdered) {
      Recorder.stopOrdered(turn);
    } else if (occurrence instanceof Occurrence.RecordingStarted it) {
      Recorder.started(turn, it);
    } else if (occurrence instanceof Occurrence.RecordingFailed it) {
      Recorder.failed(turn, it.room());
    } else if (occurrence instanceof Occurrence.RecordingStopped it) {
      Recorder.stopped(turn, it);
    } else if (occurrence instanceof Occurrence.RecordingSeen it) {
      Recorder.seen(turn, it);
    } else if (occurrence instanceof Occurrence.RecordingMissing it) {
      Recorder.missing(turn, it.room());
    } else if (occurrence instanceof Occurrence.FellSilent it) {
      Ending.fellSilent(turn, it.room());
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
