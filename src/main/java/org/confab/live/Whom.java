package org.confab.live;

import java.util.List;

/** Which members an order is for. */
public sealed interface Whom {

  /** All who are in the conference. */
  record Everybody() implements Whom {}

  /** These, by their ConferenceMemberIDs; not empty. */
  record These(List<String> memberIds) implements Whom {
    public These {
      memberIds = List.copyOf(memberIds);
    }
  }
}
