package org.confab.store;

import java.time.Instant;
import org.confab.callback.Callback;
import org.confab.callback.Lane;

/** One thing that is written. Each can be written a second time without effect, since a failed commit does not tell what it left. */
sealed interface Change {

  /**
   * A lane as it is now.
   *
   * @param id rises with every lane that comes into being
   * @param last the last number that it gave
   * @param ended whether its conference has ended
   */
  record LaneIs(long id, Lane lane, long last, boolean ended) implements Change {}

  record LaneForgotten(long id) implements Change {}

  /** @param position rises with every callback, over all lanes */
  record Added(long position, long lane, long sequence, Callback callback) implements Change {}

  record Delivered(long position) implements Change {}

  record Dead(long position, Instant at, String reason, int attempts) implements Change {}

  /** A callback that died before it was ever written as one. */
  record Letter(Added added, Dead dead) implements Change {}

  /** A dead letter is behind its lane again. */
  record Replayed(String id) implements Change {}

  /** Dead letters that died before that go. */
  record Purged(Instant before) implements Change {}

  record Put(StateKey key, String value) implements Change {}

  record Removed(StateKey key) implements Change {}

  /** What a state is kept under. */
  record StateKey(String kind, String key) {}
}
