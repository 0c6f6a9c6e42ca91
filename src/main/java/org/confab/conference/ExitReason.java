package org.confab.conference;

/** Why a member left. */
public enum ExitReason {
  HANGUP("hangup"), STAR("star"), KICK("kick"), MODERATOR_LEFT("moderator-left"), TIME_LIMIT("time-limit"), ALONE("alone"), API("api"),
  /** Somebody else moved the call: it is no longer ours to drive. */
  TRANSFERRED("transferred");

  private final String word;

  ExitReason(String word) {
    this.word = word;
  }

  /** As {@code ConferenceExitReason} says it. */
  public String word() {
    return word;
  }
}
