package org.confab.callback;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An outbox in memory, bounded: what it holds is lost with the process. Dead letters are not kept. A lane's number outlives its entries
 * until its conference has {@linkplain #ended ended}, or until 20,000 other lanes have fallen idle since: a lane that nobody ends must not
 * cost memory for ever.
 */
public final class MemoryOutbox implements Outbox {

  private static final class Queue {
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long last;
  }

  private final Map<Lane, Queue> queues = new LinkedHashMap<>();
  private final Map<String, Set<Lane>> lanesByConference = new LinkedHashMap<>();
  private final Set<String> ended = new HashSet<>();
  /** Lanes of which only the number is left, the one that has been idle for longest first. */
  private final Set<Lane> idle = new LinkedHashSet<>();
  private final int capacity;
  private final int mostIdle;
  private volatile int pending;

  /** @param capacity how many callbacks it holds at most */
  public MemoryOutbox(int capacity) {
    this(capacity, 20_000);
  }

  MemoryOutbox(int capacity, int mostIdle) {
    this.capacity = capacity;
    this.mostIdle = mostIdle;
  }

  @Override
  public Future<Entry> add(Callback callback) {
    if (pending >= capacity) {
      return Future.failedFuture(new OutboxFull(
          "The outbox is full: " + capacity + " callbacks wait to be delivered. Applications do not take them; the log says which."));
    }
    Lane lane = callback.lane();
    ended.remove(lane.conference());
    idle.remove(lane);
    Queue queue = queues.computeIfAbsent(lane, ignored -> new Queue());
    lanesByConference.computeIfAbsent(lane.conference(), ignored -> new HashSet<>()).add(lane);
    Entry entry = new Entry(callback, ++queue.last);
    queue.entries.add(entry);
    pending++;
    return Future.succeededFuture(entry);
  }

  @Override
  public Future<Optional<Entry>> head(Lane lane) {
    Queue queue = queues.get(lane);
    return Future.succeededFuture(queue == null ? Optional.empty() : Optional.ofNullable(queue.entries.peek()));
  }

  @Override
  public Future<List<Lane>> lanes() {
    List<Lane> waiting = new ArrayList<>();
    queues.forEach((lane, queue) -> {
      if (!queue.entries.isEmpty()) {
        waiting.add(lane);
      }
    });
    return Future.succeededFuture(List.copyOf(waiting));
  }

  @Override
  public Future<Void> delivered(Entry entry) {
    return remove(entry);
  }

  @Override
  public Future<Void> dead(Entry entry, String reason, int attempts) {
    return remove(entry);
  }

  @Override
  public Future<Void> ended(String conference) {
    ended.add(conference);
    forget(conference);
    return Future.succeededFuture();
  }

  @Override
  public int pending() {
    return pending;
  }

  /** How many lanes are remembered, empty ones included. */
  int remembered() {
    return queues.size();
  }

  private Future<Void> remove(Entry entry) {
    Lane lane = entry.callback().lane();
    Queue queue = queues.get(lane);
    if (queue != null && queue.entries.remove(entry)) {
      pending--;
      if (queue.entries.isEmpty()) {
        idle.add(lane);
      }
    }
    forget(lane.conference());
    while (idle.size() > mostIdle) {
      forget(idle.iterator().next());
    }
    return Future.succeededFuture();
  }

  /** Forgets the numbers of a conference that has ended, all its lanes at once, when the last of them is empty. */
  private void forget(String conference) {
    Set<Lane> lanes = lanesByConference.getOrDefault(conference, Set.of());
    if (ended.contains(conference) && idle.containsAll(lanes)) {
      List.copyOf(lanes).forEach(this::forget);
      ended.remove(conference);
    }
  }

  private void forget(Lane lane) {
    idle.remove(lane);
    queues.remove(lane);
    lanesByConference.computeIfPresent(lane.conference(), (conference, lanes) -> {
      lanes.remove(lane);
      return lanes.isEmpty() ? null : lanes;
    });
  }
}
