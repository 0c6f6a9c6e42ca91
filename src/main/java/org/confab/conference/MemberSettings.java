package org.confab.conference;

import java.time.Duration;

/**
 * What an application said of a member in its {@code <Conference>} element, as far as the rules care.
 *
 * @param maxMembers how many the conference may have with this member in it, at least 1
 * @param timeLimit  of the conference, from its creation, if this member creates it; zero is none
 */
public record MemberSettings(boolean muted, boolean startConferenceOnEnter, boolean endConferenceOnExit, boolean stayAlone, boolean hangupOnStar,
    int maxMembers, Duration timeLimit) {

  /** Plivo's defaults. */
  public static MemberSettings defaults() {
    return new MemberSettings(false, true, false, true, false, 20, Duration.ofSeconds(86_400));
  }
}
