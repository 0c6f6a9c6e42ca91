/**
 * The rules of {@code <Conference>}: a pure function from a conference and what happened to the conference afterwards and what is to be done now
 * ({@link org.confab.conference.ConferenceRules}). Nothing here reads a clock, sends a byte or knows how FreeSWITCH or Plivo spell a word.
 *
 * <p>A <em>conference</em> is what the application named; a <em>room</em> is one instance of it in mod_conference. One rule, one class:
 * {@code Admission} (maxMembers), {@code Joining}, {@code Leaving} (endConferenceOnExit, and the ways out), {@code Alone} (stayAlone),
 * {@code Ending} (timeLimit, lost calls), {@code Flags} (muted, startConferenceOnEnter).
 */
package org.confab.conference;
