package org.confab.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.confab.callback.Lane;

/**
 * Every lane whose number is still needed: until its conference has ended and all lanes of that are empty, or until so many others have
 * fallen idle since.
 */
final class LaneQueues {

  private static final int MOST_IDLE = 20_000;

  private final Map<Lane, LaneQueue> queues = new LinkedHashMap<>();
  private final Map<String, Set<Lane>> lanesByConference = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  /** Lanes of which only the number is left, the one that has been idle for longest first. */
  private final Set<Lane> idle = new LinkedHashSet<>();
  private int mostIdle = MOST_IDLE;
  private long ids;

  LaneQueues(Database.Contents contents) {
    ids = contents.lastLane();
    Set<String> going = new HashSet<>();
    for (Database.StoredLane stored : contents.lanes()) {
      LaneQueue queue = new LaneQueue(stored);
      queues.put(stored.lane(), queue);
      lanesByConference.computeIfAbsent(stored.lane().conference(), ignored -> new LinkedHashSet<>()).add(stored.lane());
      if (queue.isIdle()) {
        idle.add(stored.lane());
      }
      if (!stored.ended()) {
        going.add(stored.lane().conference());
      }
    }
    lanesByConference.keySet().stream().filter(conference -> !going.contains(conference)).forEach(ended::add);
  }

  Optional<LaneQueue> find(Lane lane) {
    return Optional.ofNullable(queues.get(lane));
  }

  /** The lane, to add something to it; its conference goes on. */
  LaneQueue use(Lane lane) {
    ended.remove(lane.conference());
    idle.remove(lane);
    lanesByConference.computeIfAbsent(lane.conference(), ignored -> new LinkedHashSet<>()).add(lane);
    return queues.computeIfAbsent(lane, ignored -> new LaneQueue(++ids, lane));
  }

  /** Something was taken out of the lane. What is to be written. */
  List<Change> used(LaneQueue queue) {
    if (queue.isIdle()) {
      idle.add(queue.lane);
    }
    List<Change> changes = new ArrayList<>(forgetEnded(queue.lane.conference()));
    while (idle.size() > mostIdle) {
      changes.add(forget(idle.iterator().next()));
    }
    return changes;
  }

  /** A conference is over. What is to be written. */
  List<Change> ended(String conference) {
    Set<Lane> lanes = lanesByConference.getOrDefault(conference, Set.of());
    if (lanes.isEmpty()) {
      return List.of();
    }
    ended.add(conference);
    List<Change> changes = forgetEnded(conference);
    return !changes.isEmpty() ? changes : lanes.stream().map(queues::get)
        .<Change>map(queue -> new Change.LaneIs(queue.id, queue.lane, queue.last(), true)).toList();
  }

  /** Forgets the numbers of a conference that has ended, all its lanes at once, when the last of them is empty. */
  private List<Change> forgetEnded(String conference) {
    Set<Lane> lanes = lanesByConference.getOrDefault(conference, Set.of());
    if (!ended.contains(conference) || !idle.containsAll(lanes)) {
      return List.of();
    }
    ended.remove(conference);
    return List.copyOf(lanes).stream().map(this::forget).toList();
  }

  private Change forget(Lane lane) {
    idle.remove(lane);
    lanesByConference.computeIfPresent(lane.conference(), (conference, lanes) -> {
      lanes.remove(lane);
      return lanes.isEmpty() ? null : lanes;
    });
    return new Change.LaneForgotten(queues.remove(lane).id);
  }

  /** Those that have something to send. */
  Stream<LaneQueue> withSomething() {
    return queues.values().stream().filter(LaneQueue::hasSomething);
  }

  int size() {
    return queues.size();
  }

  void rememberAtMost(int idleLanes) {
    mostIdle = idleLanes;
  }
}
