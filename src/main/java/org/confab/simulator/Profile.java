package org.confab.simulator;

import java.time.Instant;
import java.util.UUID;

/** A caller profile: what was dialled, where; each transfer makes another one (switch_caller.c). */
record Profile(int index, String destination, String dialplan, String context, Instant created, String transferSource, String rdnis) {

  static Profile of(String destination, Instant at) {
    return new Profile(1, destination, "XML", "public", at, "", "");
  }

  Profile transfer(String newDestination, String newDialplan, String newContext, Instant at) {
    String source = at.getEpochSecond() + ":" + UUID.randomUUID() + ":bl_xfer:" + newDestination + "/" + newContext + "/" + newDialplan;
    return new Profile(index + 1, newDestination, newDialplan, newContext, at, source, destination);
  }

  /** The inline dialplan takes the actions out of the profile, and the number that was dialled before comes back. */
  Profile routedInline() {
    return new Profile(index, rdnis, dialplan, context, created, transferSource, "");
  }
}
