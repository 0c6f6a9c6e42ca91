package org.confab.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.confab.store.Change.StateKey;

/**
 * What is to be written once the disk takes it again, in its order, without what has become superfluous: however long the disk is away,
 * this holds no more than what is not delivered, what was in the file before, and one value of each state. Used by one thread.
 */
final class Backlog {

  private record AddedAt(long position) {}

  private record DoneAt(long position) {}

  private record LaneAt(long id) {}

  private record ReplayedOf(String id) {}

  private final Map<Object, Change> changes = new LinkedHashMap<>();
  /** States that are, or may be, in the file. */
  private final Set<StateKey> states = new HashSet<>();
  private long position;
  private long lane;

  /** @param contents what is in the file */
  void begin(Database.Contents contents) {
    position = contents.lastPosition();
    lane = contents.lastLane();
    states.clear();
    states.addAll(contents.states().keySet());
  }

  /** These are in the file. */
  void written(List<Change> done) {
    for (Change change : done) {
      if (change instanceof Change.Added added) {
        position = Math.max(position, added.position());
      } else if (change instanceof Change.LaneIs is) {
        lane = Math.max(lane, is.id());
      } else if (change instanceof Change.Put put) {
        states.add(put.key());
      } else if (change instanceof Change.Removed removed) {
        states.remove(removed.key());
      }
    }
  }

  /** A commit of these failed, which does not say that nothing of it is in the file. */
  void failed(List<Change> tried) {
    tried.forEach(this::hold);
    failed();
  }

  /** A commit of everything here failed, which says as little. */
  void failed() {
    for (Change change : changes.values()) {
      if (change instanceof Change.Put put) {
        states.add(put.key());
      }
    }
  }

  /** These are to be written later. */
  void hold(List<Change> later) {
    later.forEach(this::hold);
  }

  private void hold(Change change) {
    if (change instanceof Change.Added added) {
      last(new AddedAt(added.position()), added);
    } else if (change instanceof Change.Delivered delivered) {
      Change held = changes.remove(new AddedAt(delivered.position()));
      if (held == null && delivered.position() <= position) {
        last(new DoneAt(delivered.position()), delivered);
      }
    } else if (change instanceof Change.Dead dead) {
      Change held = changes.remove(new AddedAt(dead.position()));
      if (held instanceof Change.Added added) {
        last(new DoneAt(dead.position()), new Change.Letter(added, dead));
      } else {
        last(new DoneAt(dead.position()), dead);
      }
    } else if (change instanceof Change.LaneIs is) {
      last(new LaneAt(is.id()), is);
    } else if (change instanceof Change.LaneForgotten forgotten) {
      changes.remove(new LaneAt(forgotten.id()));
      if (forgotten.id() <= lane) {
        last(new LaneAt(forgotten.id()), forgotten);
      }
    } else if (change instanceof Change.Put put) {
      last(put.key(), put);
    } else if (change instanceof Change.Removed removed) {
      changes.remove(removed.key());
      if (states.contains(removed.key())) {
        last(removed.key(), removed);
      }
    } else if (change instanceof Change.Replayed replayed) {
      last(new ReplayedOf(replayed.id()), replayed);
    } else if (change instanceof Change.Purged purged) {
      last(Change.Purged.class, purged);
    }
  }

  /** At the end, so that a lane's row outlives what refers to it. */
  private void last(Object key, Change change) {
    changes.remove(key);
    changes.put(key, change);
  }

  Collection<Change> changes() {
    return changes.values();
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** The last callback that is certainly in the file, or was. */
  long position() {
    return position;
  }

  /** The last lane that is certainly in the file, or was. */
  long lane() {
    return lane;
  }

  /** Everything is in the file now. */
  void clear() {
    List<Change> all = List.copyOf(changes.values());
    changes.clear();
    written(all);
  }
}
