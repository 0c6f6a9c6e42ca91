package org.confab.simulator;

import java.time.Instant;
import java.util.Optional;

/** A caller profile: what was dialled, where; each transfer makes another one (switch_caller.c). */
record Profile(int index, String destination, String dialplan, String context, Instant created, Optional<Instant> transferred) {

  Profile transfer(String newDestination, String newDialplan, String newContext, Instant at) {
    return new Profile(index + 1, newDestination, newDialplan, newContext, at, Optional.of(at));
  }
}
