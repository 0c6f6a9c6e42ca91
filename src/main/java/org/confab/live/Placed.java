package org.confab.live;

import java.util.List;

/** What became of an {@link OutgoingCall}. */
public sealed interface Placed {

  /** They are being called. @param callUuids in the order of those who are called; each is its RequestUUID, too */
  record Fired(List<String> callUuids) implements Placed {
    public Fired {
      callUuids = List.copyOf(callUuids);
    }
  }

  /** Nobody is. */
  record Not(Outcome why) implements Placed {}
}
