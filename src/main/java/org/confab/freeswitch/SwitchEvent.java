package org.confab.freeswitch;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a box tells us, in the order in which it happened there. */
public sealed interface SwitchEvent {

  /** Both connections are authenticated and subscribed. Follows every (re)connect, before anything else. */
  record Connected(SwitchVersion version, String coreUuid) implements SwitchEvent {}

  /** A connection was lost; what happens until {@link Connected} is not told. */
  record Disconnected(String why) implements SwitchEvent {}

  /** A call with {@code confab_answer_url} waits in {@code park}. For one that we know already, a report of its position. */
  record CallParked(ChannelFacts channel) implements SwitchEvent {}

  /** The phone that was called rings, or sends early media. May be told twice. */
  record CallRings(String call) implements SwitchEvent {}

  record CallAnswered(String call) implements SwitchEvent {}

  /** A call's park is over though the call is not: somebody transferred it. */
  record CallTaken(String call) implements SwitchEvent {}

  /** The far end put the call on hold, or took it back. */
  record CallHeld(String call, boolean held) implements SwitchEvent {}

  /** The call is over. */
  record CallHungUp(String call, ChannelFacts channel) implements SwitchEvent {}

  /** The caller pressed a key. */
  record KeyPressed(String call, char digit) implements SwitchEvent {}

  record MemberEntered(String room, String conferenceUuid, String call, String memberId) implements SwitchEvent {}

  /** Somebody asked FreeSWITCH to take a member out: {@code kick-member} or {@code hup-member}. */
  record MemberKicked(String room, String call) implements SwitchEvent {}

  record MemberLeft(String room, String conferenceUuid, String call, String memberId, boolean hungUp) implements SwitchEvent {}

  /**
   * A member took the floor of its room.
   *
   * @param speaks it is not muted
   */
  record FloorTaken(String room, String call, boolean speaks) implements SwitchEvent {}

  /** A member began to talk, or stopped; that one began is told only while {@link Box#tellTalk} asks for it. */
  record Talked(String room, String call, boolean talks) implements SwitchEvent {}

  /**
   * FreeSWITCH opened the file of a recording of that room, or could not.
   *
   * @param error why not
   */
  record RecordingStarted(String room, String path, Instant at, Optional<String> error) implements SwitchEvent {}

  /**
   * FreeSWITCH closed the file of a recording of that room: it is complete (conference_record.c). Follows also where the file could not be opened.
   *
   * @param length of what the file holds; an mp3 encoder adds up to 0.25 s
   */
  record RecordingStopped(String room, String path, Instant at, Duration length) implements SwitchEvent {}

  /**
   * FreeSWITCH does not answer for that room any more: something holds its lock.
   *
   * @param alone whether it answers for others
   */
  record RoomQuarantined(String room, boolean alone) implements SwitchEvent {}

  /** It answers again; what happened in that room meanwhile may not have been told. */
  record RoomAnswers(String room) implements SwitchEvent {}

  record RoomDestroyed(String room, String conferenceUuid) implements SwitchEvent {}

  /** How a chain that we ran on a channel ended. Whoever ran it hears of it, too, right after. */
  record Completed(String call, Ending ending, Map<String, String> variables) implements SwitchEvent {

    /** What became of the call with it. */
    public enum Ending {
      /** It ran to its end; the call is parked, and ours. */
      FINISHED,
      /** The call is over. */
      HUNG_UP,
      /** Somebody transferred the call away. */
      TRANSFERRED,
      /** The connection broke before FreeSWITCH got the command: the call is where it was. */
      NEVER_RAN
    }

    /** The way out that FreeSWITCH armed at the end: its task's id. */
    public Optional<String> scheduled() {
      return Optional.ofNullable(variables.get("last_sched_id"));
    }
  }
}
