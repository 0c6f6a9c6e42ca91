package org.confab.callback;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An outbox in memory, bounded: what it holds is lost with the process. Dead letters are not kept. A lane's number outlives its entries until
 * its conference has {@linkplain #ended ended}.
 */
public final class MemoryOutbox implements Outbox {

  private static final class Queue {
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long last;
  }

  private final Map<Lane, Queue> queues = new LinkedHashMap<>();
  private final Map<String, Set<Lane>> lanesByConference = new LinkedHashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final int capacity;
  private volatile int pending;

  /** @param capacity how many callbacks it holds at most */
  public MemoryOutbox(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public Future<Entry> add(Callback callback) {
    if (pending >= capacity) {
      return Future.failedFuture(new OutboxFull(capacity));
    }
    Lane lane = callback.lane();
    ended.remove(lane.conference());
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
  public Future<Void> dead(Entry entry, String reason) {
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
    }
    forget(lane.conference());
    return Future.succeededFuture();
  }

  /** Forgets the numbers of a conference that has ended, all its lanes at once, when the last of them is empty. */
  private void forget(String conference) {
    Set<Lane> lanes = lanesByConference.getOrDefault(conference, Set.of());
    if (ended.contains(conference) && lanes.stream().allMatch(lane -> queues.get(lane).entries.isEmpty())) {
      lanes.forEach(queues::remove);
      lanesByConference.remove(conference);
      ended.remove(conference);
    }
  }
}
