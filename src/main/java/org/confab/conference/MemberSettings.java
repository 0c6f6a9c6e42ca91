package org.confab.conference;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an application said of a member in its {@code <Conference>} element, as far as the rules care.
 *
 * @param maxMembers  how many the conference may have with this member in it, at least 1
 * @param timeLimit   of the conference, from its creation, if this member creates it; zero is none
 * @param digitsMatch patterns of keys that the application is told of, none empty
 * @param relayDtmf   whether the other members hear this member's keys, but for those that matched
 * @param floorEvent  whether the application is told when this member takes the floor
 * @param enterSound  whether something is to be played when this member has entered
 * @param exitSound   whether something is to be played when this member has left
 * @param recording   how this member wants the conference recorded, if it does
 */
public record MemberSettings(boolean muted, boolean startConferenceOnEnter, boolean endConferenceOnExit, boolean stayAlone, boolean hangupOnStar,
    int maxMembers, Duration timeLimit, List<String> digitsMatch, boolean relayDtmf, boolean floorEvent, boolean enterSound,
    boolean exitSound, Optional<RecordSettings> recording) {

  public MemberSettings {
    digitsMatch = List.copyOf(digitsMatch);
  }

  /** Without keys, floor, sounds and recording. */
  public MemberSettings(boolean muted, boolean startConferenceOnEnter, boolean endConferenceOnExit, boolean stayAlone, boolean hangupOnStar,
      int maxMembers, Duration timeLimit) {
    this(muted, startConferenceOnEnter, endConferenceOnExit, stayAlone, hangupOnStar, maxMembers, timeLimit, List.of(), false, false, false, false,
        Optional.empty());
  }

  /** Plivo's defaults, but for relayDTMF. */
  public static MemberSettings defaults() {
    return new MemberSettings(false, true, false, true, false, 20, Duration.ofSeconds(86_400));
  }

  /** These, with keys. */
  public MemberSettings keys(List<String> patterns, boolean relay) {
    return new MemberSettings(muted, startConferenceOnEnter, endConferenceOnExit, stayAlone, hangupOnStar, maxMembers, timeLimit, patterns, relay,
        floorEvent, enterSound, exitSound, recording);
  }

  /** These, with the floor told or not. */
  public MemberSettings floorEvent(boolean told) {
    return new MemberSettings(muted, startConferenceOnEnter, endConferenceOnExit, stayAlone, hangupOnStar, maxMembers, timeLimit, digitsMatch,
        relayDtmf, told, enterSound, exitSound, recording);
  }

  /** These, with sounds. */
  public MemberSettings sounds(boolean enter, boolean exit) {
    return new MemberSettings(muted, startConferenceOnEnter, endConferenceOnExit, stayAlone, hangupOnStar, maxMembers, timeLimit, digitsMatch,
        relayDtmf, floorEvent, enter, exit, recording);
  }

  /** These, and the conference recorded. */
  public MemberSettings recording(RecordSettings wanted) {
    return new MemberSettings(muted, startConferenceOnEnter, endConferenceOnExit, stayAlone, hangupOnStar, maxMembers, timeLimit, digitsMatch,
        relayDtmf, floorEvent, enterSound, exitSound, Optional.of(wanted));
  }
}
