package org.confab.prove;

import java.util.Optional;

/** Callers of a FreeSWITCH box. */
public interface Phones {

  /** Whether the box can take another call at this moment. */
  boolean takesCalls();

  /** Somebody with that number calls Confab; returns at once. */
  Phone call(String from);

  /** Takes a member out of a room, as an operator would do it by fs_cli. */
  void kick(String room, String memberId);

  /** One caller. */
  interface Phone {
    void press(String keys);

    void hangUp();

    boolean isUp();

    /** Whether the call reached the dialplan's fallback: Confab was away for too long, or forgot it. */
    boolean isStranded();

    /** The room that it is in. */
    Optional<String> room();

    /** Its channel that runs the dialplan, or ran it, as soon as there is one: what Confab calls the CallUUID. */
    Optional<String> channel();

    /** A variable of that channel, after its end as it was then; empty text if it has none, or there is no such channel. */
    String variable(String name);

    /** Where it is, for a person to read. */
    String position();
  }
}
