package org.confab.store;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.confab.callback.Lane;
import org.confab.store.Step.Outcome;

/**
 * One lane. Its callbacks are, in their order: those in memory ({@code front}, whether in the file or not), those that are only in the file
 * ({@code onDisk}), and those behind them that are not in the file ({@code tail}).
 */
final class LaneQueue {

  private static final int FRONT = 32;

  final long id;
  final Lane lane;
  private final Deque<Item> front = new ArrayDeque<>();
  private final Deque<Item> tail = new ArrayDeque<>();
  private int onDisk;
  private long last;
  /** The highest number of a callback that no longer waits. */
  private long done;
  private int waiting;
  private Instant oldest = Instant.EPOCH;

  LaneQueue(long id, Lane lane) {
    this.id = id;
    this.lane = lane;
  }

  LaneQueue(Database.StoredLane stored) {
    this(stored.id(), stored.lane());
    this.last = stored.last();
    this.done = stored.done();
    this.onDisk = stored.waiting();
    this.waiting = stored.waiting();
    this.oldest = stored.oldest();
  }

  /** The next number; a callback with it waits from now on. */
  long number() {
    waiting++;
    return ++last;
  }

  /** A callback has its place now. True if it is kept in memory. */
  boolean arrived(Item item, Outcome outcome, boolean room) {
    item.arrived = true;
    if (onDisk == 0 && (front.isEmpty() || outcome != Outcome.STORED || (room && front.size() < FRONT))) {
      front.add(item);
      return true;
    }
    if (outcome == Outcome.STORED) {
      onDisk++;
      return false;
    }
    tail.add(item);
    return true;
  }

  /** Callbacks behind those on the disk were written: they need no place in memory. Returns how much of it they had. */
  long settle() {
    long freed = 0;
    while (!tail.isEmpty() && tail.peek().written) {
      freed += tail.poll().size;
      onDisk++;
    }
    return freed;
  }

  Optional<Item> head() {
    return Optional.ofNullable(front.peek());
  }

  /** What comes next was read; those are the oldest on the disk. */
  List<Item> loaded(List<Database.Stored> rows) {
    List<Item> items = new ArrayList<>();
    for (Database.Stored row : rows.subList(0, Math.min(rows.size(), onDisk))) {
      Item item = new Item(row.position(), row.entry());
      item.arrived = true;
      item.written = true;
      items.add(item);
      front.add(item);
    }
    onDisk -= items.size();
    join();
    return items;
  }

  /** What is only on the disk cannot be had any more. Returns how many that are. */
  int lost() {
    int lost = onDisk;
    onDisk = 0;
    waiting -= lost;
    join();
    return lost;
  }

  private void join() {
    if (onDisk == 0) {
      front.addAll(tail);
      tail.clear();
    }
  }

  /** Takes a callback out that no longer waits; nothing if it does not. */
  Optional<Item> remove(long sequence) {
    Optional<Item> found = front.stream().filter(item -> item.entry.sequence() == sequence).findFirst();
    found.ifPresent(item -> {
      front.remove(item);
      waiting--;
      done = Math.max(done, sequence);
      oldest = item.entry.callback().decidedAt();
    });
    return found;
  }

  boolean isIdle() {
    return waiting == 0;
  }

  /** Whether something has its place, and so can be sent. */
  boolean hasSomething() {
    return !front.isEmpty() || onDisk > 0;
  }

  int onDisk() {
    return onDisk;
  }

  long last() {
    return last;
  }

  long done() {
    return done;
  }

  /** When its oldest callback was decided, or, while that is on the disk, the one before it. */
  Instant oldest() {
    return front.isEmpty() ? oldest : front.peek().entry.callback().decidedAt();
  }
}
