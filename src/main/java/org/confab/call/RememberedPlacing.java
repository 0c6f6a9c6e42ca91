package org.confab.call;

import java.time.Instant;

/**
 * Somebody who is being called, as far as that outlives the process.
 *
 * @param uuid    of the channel that FreeSWITCH was told to make, or was about to be told
 * @param authId  of the account
 * @param rang    the application has been told, or did not want to know
 * @param givenUp somebody asked for the end of the attempt
 */
public record RememberedPlacing(String uuid, String authId, OutgoingOrder order, Instant at, boolean rang, boolean givenUp) {

  RememberedPlacing ringing() {
    return new RememberedPlacing(uuid, authId, order, at, true, givenUp);
  }

  RememberedPlacing with(OutgoingOrder other) {
    return new RememberedPlacing(uuid, authId, other, at, rang, givenUp);
  }

  RememberedPlacing endedByOrder() {
    return new RememberedPlacing(uuid, authId, order, at, rang, true);
  }
}
