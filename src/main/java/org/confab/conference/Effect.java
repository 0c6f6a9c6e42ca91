package org.confab.conference;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Something that is to be done now, in the order given. */
public sealed interface Effect {

  /**
   * Send the call into the room.
   *
   * @param waitSound the music on hold of the room, if this call creates it
   */
  record Join(String call, RoomName room, Set<MemberFlag> flags, Optional<String> waitSound) implements Effect {}

  /** From now on this is the room's music on hold. */
  record SetWaitSound(RoomName room, String sound) implements Effect {}

  /** Play what the call's element named for that moment to everybody who is in the room. */
  record PlaySound(RoomName room, String call, Moment moment) implements Effect {}

  /** When a sound is played to the room. */
  enum Moment { ENTER, EXIT }

  /** Mute or unmute a member, without telling it. */
  record Mute(RoomName room, String memberId, boolean mute) implements Effect {}

  /** Let a member hear nothing any more, or again; without telling it. */
  record Deaf(RoomName room, String memberId, boolean deaf) implements Effect {}

  /** End the call. */
  record HangUp(String call) implements Effect {}

  /** Send the call's keys to these members, as if it had pressed them; those of one call in their order. */
  record Relay(String call, RoomName room, List<String> memberIds, String keys) implements Effect {}

  /** Say {@link Occurrence.DigitPause} after that time. */
  record AwaitPause(String call, int presses, Duration after) implements Effect {}

  /** The call does not get in: its document goes on after the element, and the element's action is not requested. */
  record Refuse(String call, Refusal reason) implements Effect {}

  /** The call has been in and is out, and its channel is free: request the action, or go on after the element. */
  record Proceed(String call, Departure departure) implements Effect {}

  /** Take a member out of the room; its channel stays. */
  record Remove(RoomName room, String memberId) implements Effect {}

  /** Take everybody out of the room; their channels stay. */
  record Empty(RoomName room) implements Effect {}

  /** Tell the application of an entry. */
  record TellEnter(String call, RoomName room, String conferenceUuid, String memberId, boolean first, List<String> members, Instant at)
      implements Effect {}

  /** Tell the application of an exit: one for each entry that it was told of. */
  record TellExit(String call, Departure departure, boolean last, List<String> members, Instant at) implements Effect {}

  /** Tell the application of a pattern that the member pressed. */
  record TellDigits(String call, RoomName room, String conferenceUuid, String memberId, String pattern, List<String> members, Instant at)
      implements Effect {}

  /** Tell the application that the member took the floor. */
  record TellFloor(String call, RoomName room, String conferenceUuid, String memberId, List<String> members, Instant at) implements Effect {}

  /**
   * Record the room into a file of its own.
   *
   * @param call whose element asked for it
   */
  record StartRecording(RoomName room, String call, RecordSettings.Format format) implements Effect {}

  /** Record the room into a file of its own: nobody's element asked for it. */
  record RecordAsOrdered(RoomName room, RecordSettings.Format format) implements Effect {}

  /** The room is being recorded because somebody ordered it; now this call's element asks for it, too. */
  record ShareRecording(RoomName room, String call) implements Effect {}

  /** End the room's recording; {@link Occurrence.RecordingStopped} follows. */
  record StopRecording(RoomName room) implements Effect {}

  /** Leave out of the room's recording what is heard from now on, or go on with it. */
  record PauseRecording(RoomName room, boolean paused) implements Effect {}

  /** Warn: the member's element named another format than the one of the room's recording. */
  record OtherFormat(RoomName room, String call, RecordSettings.Format wanted, RecordSettings.Format decided) implements Effect {}

  /**
   * Tell the application of the room's recording: its file is closed.
   *
   * @param length of the file; less than from start to end if it was paused
   */
  record TellRecorded(RoomName room, Instant start, Instant end, Duration length) implements Effect {}

  /**
   * The room's recording ended unseen: if there is a file, tell the application what it says.
   *
   * @param start when it began, if that was seen
   * @param end   when it had ended at the latest
   */
  record FindRecording(RoomName room, Optional<Instant> start, Instant end) implements Effect {}

  /** Say {@link Occurrence.TimeLimitReached} at that time. */
  record ArmTimeLimit(RoomName room, Instant deadline) implements Effect {}

  /** Forget {@link ArmTimeLimit}. */
  record DisarmTimeLimit(RoomName room) implements Effect {}

  /** Say {@link Occurrence.LostSearchDue} after that time. */
  record LookForLost(RoomName room, Duration after) implements Effect {}

  /** Ask FreeSWITCH whether it still knows these calls' room, and say {@link Occurrence.FoundLost} for each that it lost. */
  record AskForLost(RoomName room, Optional<String> conferenceUuid, List<String> calls) implements Effect {}

  /**
   * Pull the call out of a room that FreeSWITCH has forgotten; {@link Occurrence.ApplicationEnded} follows when it is free. Said again for as long
   * as it is found there, and to be ignored while it is being done.
   */
  record Rescue(String call) implements Effect {}

  /**
   * What a stay in a room was.
   *
   * @param recorded the room is or was recorded
   */
  record Departure(RoomName room, String conferenceUuid, String memberId, ExitReason reason, boolean recorded) {}

  /** Why a call did not get in. */
  enum Refusal {
    /** The conference has as many members as the joiner's maxMembers allows. */
    FULL("full"),
    /** FreeSWITCH did not let it in, though we did: the room was locked, or the profile has a limit of its own. */
    REJECTED("rejected"),
    /** The call went away before it was in. */
    GONE("gone");

    private final String word;

    Refusal(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
