package org.confab.conference;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Something that happened to a conference. Those from FreeSWITCH are given in the order in which it told them. */
public sealed interface Occurrence {

  /**
   * A call's document reached its {@code <Conference>} element.
   *
   * @param waitSound the file of its waitSound, if that is there already
   */
  record JoinRequested(String call, MemberSettings settings, Optional<String> waitSound) implements Occurrence {

    public JoinRequested(String call, MemberSettings settings) {
      this(call, settings, Optional.empty());
    }
  }

  /** The file of a member's waitSound is there now. */
  record WaitSoundReady(String call, String sound) implements Occurrence {}

  /** The call is in the room ({@code add-member}). */
  record Entered(RoomName room, String conferenceUuid, String call, String memberId) implements Occurrence {}

  /** Somebody told FreeSWITCH to take the member out ({@code kick-member}, {@code hup-member}); perhaps we did. */
  record Kicked(RoomName room, String call) implements Occurrence {}

  /** The call is no longer in the room ({@code del-member}). */
  record Left(RoomName room, String call, boolean hungUp) implements Occurrence {}

  /** The conference application is over on the call's channel, whether it let the call in or not. Another may be run there now. */
  record ApplicationEnded(String call) implements Occurrence {}

  /** The conference application was never run on the call's channel, though {@link Effect.Join} said so: the connection was lost. */
  record NeverSent(String call) implements Occurrence {}

  /** Somebody else moved the call out of our hands. */
  record Transferred(String call) implements Occurrence {}

  /** By order, the call is about to be taken out of the room, and out of whatever it does for the conference. */
  record CalledAway(String call) implements Occurrence {}

  /** By that order it has been taken out; something else is run on it. */
  record TakenOut(String call) implements Occurrence {}

  /** The call is gone. */
  record HungUp(String call) implements Occurrence {}

  /** The caller pressed a key. */
  record Pressed(String call, char digit) implements Occurrence {}

  /** The time that {@link Effect.AwaitPause} named has come. */
  record DigitPause(String call, int presses) implements Occurrence {}

  /**
   * A member took the floor ({@code floor-change}).
   *
   * @param speaks it is not muted
   */
  record FloorTaken(RoomName room, String call, boolean speaks) implements Occurrence {}

  /** The caller put us on hold, or took us back. */
  record Held(String call, boolean held) implements Occurrence {}

  /** Somebody outside ordered that the member is not heard any more, or again. */
  record MuteOrdered(String call, boolean mute) implements Occurrence {}

  /** Somebody outside ordered that the member hears nothing any more, or again. */
  record DeafOrdered(String call, boolean deaf) implements Occurrence {}

  /** Somebody outside ordered that the member leaves; it goes on with what follows its element. */
  record KickOrdered(String call) implements Occurrence {}

  /** Somebody outside ordered that the member's call ends. */
  record HangUpOrdered(String call) implements Occurrence {}

  /** Somebody outside ordered that the conference is recorded from now on, also while one member is alone. */
  record RecordOrdered(RecordSettings.Format format) implements Occurrence {}

  /** Somebody outside ordered that its recording ends. */
  record StopOrdered() implements Occurrence {}

  /** FreeSWITCH has opened the file of the room's recording ({@code start-recording}). */
  record RecordingStarted(RoomName room, Instant at) implements Occurrence {}

  /** The room is not recorded: the file cannot be written. */
  record RecordingFailed(RoomName room) implements Occurrence {}

  /**
   * The file of the room's recording is closed ({@code stop-recording}).
   *
   * @param length of what it holds
   */
  record RecordingStopped(RoomName room, Instant at, Duration length) implements Occurrence {}

  /** FreeSWITCH was asked, and records the room. */
  record RecordingSeen(RoomName room, boolean paused) implements Occurrence {}

  /** FreeSWITCH was asked, and does not record the room. */
  record RecordingMissing(RoomName room) implements Occurrence {}

  /** FreeSWITCH does not answer for the room any more, though it does for others; nothing that is said to it is heard until it does. */
  record FellSilent(RoomName room) implements Occurrence {}

  /** The room is gone ({@code conference-destroy}). */
  record Destroyed(RoomName room, String conferenceUuid) implements Occurrence {}

  /** The time that {@link Effect.ArmTimeLimit} named has come. */
  record TimeLimitReached(RoomName room) implements Occurrence {}

  /** The time that {@link Effect.LookForLost} named has come. */
  record LostSearchDue(RoomName room) implements Occurrence {}

  /** FreeSWITCH was asked, and this call is in that room, which FreeSWITCH does not know. */
  record FoundLost(RoomName room, String call) implements Occurrence {}
}
