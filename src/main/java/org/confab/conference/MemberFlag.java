package org.confab.conference;

/** mod_conference's member flags that the rules use (conference_utils.c). */
public enum MemberFlag {
  MUTE("mute"), DEAF("deaf"),
  /** Its holder's entry starts a waiting room, for good. */
  MODERATOR("moderator"),
  /** The room waits for a moderator; counts only for the member that creates the room. */
  WAIT_MOD("wait-mod"),
  /** From 1.10.10 on: the room ends when any holder leaves. */
  ENDCONF("endconf"),
  /** The other members hear its keys (conference_loop.c). */
  DIST_DTMF("dist-dtmf");

  private final String word;

  MemberFlag(String word) {
    this.word = word;
  }

  /** As FreeSWITCH writes it. */
  public String word() {
    return word;
  }
}
