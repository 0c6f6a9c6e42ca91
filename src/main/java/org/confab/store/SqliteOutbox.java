package org.confab.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.confab.callback.Callback;
import org.confab.callback.Lane;
import org.confab.callback.Outbox;
import org.confab.callback.OutboxFull;
import org.confab.http.PlainUrl;
import org.confab.store.Step.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox that outlives the process. A callback is in the file before it is given out; its row goes when it is delivered. Of each lane
 * the next few callbacks are in memory, too. While the disk does not take them, callbacks are held in memory and given out from there, up
 * to a bound; a callback beyond it fails with {@link OutboxFull} and uses no number. A lane's number lasts as {@link
 * org.confab.callback.MemoryOutbox}'s does, over restarts.
 */
public final class SqliteOutbox implements Outbox {

  static final int MOST_REPLAYED = 500;

  private static final Logger log = LoggerFactory.getLogger(SqliteOutbox.class);
  private static final int READ_AT_ONCE = 32;
  /** Beyond it, one callback of each lane is in memory, and no more. */
  private static final long ROOMY_BYTES = 16L * 1024 * 1024;

  private final Store store;
  private final Held held;
  private final LaneQueues lanes;
  /** What the disk did not take, as far as it is not delivered. */
  private final Set<Item> notWritten = new LinkedHashSet<>();
  /** Dead letters that are behind their lanes, while the file still says that they are to be. */
  private final Set<String> replaying = new HashSet<>();
  private long position;
  private long bytes;
  private Runnable replayed = () -> {};
  private volatile int pending;

  SqliteOutbox(Store store, Held held, Database.Contents contents) {
    this.store = store;
    this.held = held;
    this.position = contents.lastPosition();
    this.lanes = new LaneQueues(contents);
    this.pending = contents.lanes().stream().mapToInt(Database.StoredLane::waiting).sum();
  }

  @Override
  public Future<Entry> add(Callback callback) {
    return add(callback, List.of(), () -> {});
  }

  /** @param stored called when all of it is in the file */
  private Future<Entry> add(Callback callback, List<Change> with, Runnable stored) {
    store.check();
    long size = Item.size(callback);
    if (!held.take(size)) {
      return Future.failedFuture(new OutboxFull("Callbacks are held in memory, since the store cannot be written, and no more fit: " + held
          + " (callbacks.memory, callbacks.memorySize)"));
    }
    Lane lane = callback.lane();
    LaneQueue queue = lanes.use(lane);
    Item item = new Item(++position, new Entry(callback, queue.number()));
    item.held = true;
    List<Change> changes = new ArrayList<>(with);
    changes.add(new Change.LaneIs(queue.id, lane, queue.last(), false));
    changes.add(new Change.Added(item.position, queue.id, item.entry.sequence(), callback));
    pending++;
    Promise<Entry> added = Promise.promise();
    if (!store.write(changes, outcome -> {
      if (outcome == Outcome.STORED) {
        stored.run();
      }
      written(queue, item, outcome, added);
    })) {
      return Future.failedFuture("The store is closed");
    }
    return added.future();
  }

  private void written(LaneQueue queue, Item item, Outcome outcome, Promise<Entry> added) {
    boolean first = !item.arrived;
    if (first && queue.arrived(item, outcome, bytes < ROOMY_BYTES)) {
      bytes += item.size;
    }
    if (outcome == Outcome.STORED) {
      inTheFile(queue, item);
    } else if (outcome == Outcome.HELD && item.held) {
      notWritten.add(item);
    }
    if (first) {
      added.complete(item.entry);
    }
  }

  private void inTheFile(LaneQueue queue, Item item) {
    item.written = true;
    letGo(item);
    bytes -= queue.settle();
  }

  private void letGo(Item item) {
    notWritten.remove(item);
    if (item.held) {
      item.held = false;
      held.give(item.size);
    }
  }

  /** Everything that was held is in the file. */
  void recovered() {
    for (Item item : List.copyOf(notWritten)) {
      lanes.find(item.entry.callback().lane()).ifPresentOrElse(queue -> inTheFile(queue, item), () -> letGo(item));
    }
    replaying.clear();
  }

  @Override
  public Future<Optional<Entry>> head(Lane lane) {
    Optional<LaneQueue> known = lanes.find(lane).filter(LaneQueue::hasSomething);
    Optional<Entry> inMemory = known.flatMap(LaneQueue::head).map(item -> item.entry);
    return known.isEmpty() || inMemory.isPresent() ? Future.succeededFuture(inMemory) : read(known.get());
  }

  private Future<Optional<Entry>> read(LaneQueue queue) {
    int most = bytes < ROOMY_BYTES ? READ_AT_ONCE : 1;
    long after = queue.done();
    return store.ask(database -> database.callbacks(queue.id, queue.lane, after, most)).transform(read -> {
      if (read.succeeded()) {
        if (queue.head().isEmpty()) {
          queue.loaded(read.result()).forEach(item -> bytes += item.size);
        }
        if (queue.head().isEmpty() && queue.onDisk() > 0) {
          lost(queue, "they are not in the file any more");
        }
      } else if (read.cause() instanceof Exception failure && DiskFault.broken(failure)) {
        lost(queue, "the file is broken");
      } else {
        return Future.failedFuture(read.cause());
      }
      return Future.succeededFuture(queue.head().map(item -> item.entry));
    });
  }

  private void lost(LaneQueue queue, String why) {
    int lost = queue.lost();
    pending -= lost;
    log.error("{} callbacks of {} to {} are lost: {}", lost, PlainUrl.printable(queue.lane.conference()),
        PlainUrl.of(queue.lane.url()), why);
    List<Change> changes = lanes.used(queue);
    if (!changes.isEmpty()) {
      store.write(changes);
    }
  }

  @Override
  public Future<List<Lane>> lanes() {
    return Future.succeededFuture(lanes.withSomething().map(queue -> queue.lane).toList());
  }

  @Override
  public Future<Void> delivered(Entry entry) {
    return remove(entry, item -> {
      letGo(item);
      return new Change.Delivered(item.position);
    });
  }

  @Override
  public Future<Void> dead(Entry entry, String reason, int attempts) {
    return remove(entry, item -> {
      store.deadLetter();
      return new Change.Dead(item.position, store.now(), reason, attempts);
    });
  }

  private Future<Void> remove(Entry entry, Function<Item, Change> change) {
    Optional<LaneQueue> queue = lanes.find(entry.callback().lane());
    Optional<Item> removed = queue.flatMap(known -> known.remove(entry.sequence()));
    if (removed.isEmpty()) {
      return Future.succeededFuture();
    }
    pending--;
    bytes -= removed.get().size;
    List<Change> changes = new ArrayList<>(List.of(change.apply(removed.get())));
    changes.addAll(lanes.used(queue.orElseThrow()));
    return store.write(changes);
  }

  @Override
  public Future<Void> ended(String conference) {
    List<Change> changes = lanes.ended(conference);
    return changes.isEmpty() ? Future.succeededFuture() : store.write(changes);
  }

  @Override
  public int pending() {
    return pending;
  }

  /** What is to happen after dead letters were put behind their lanes again. */
  public void onReplay(Runnable then) {
    replayed = then;
  }

  /** Puts dead letters behind their lanes, with the ids that they had; the time for retries begins anew. */
  void replay(List<Database.Marked> letters) {
    List<Future<Entry>> again = new ArrayList<>();
    for (Database.Marked letter : letters) {
      if (!replaying.add(letter.id())) {
        continue;
      }
      Callback was = letter.callback();
      Callback now = new Callback(was.id(), was.lane(), was.method(), was.url(), was.trusted(), was.parameters(), was.authId(),
          store.now());
      Future<Entry> added = add(now, List.of(new Change.Replayed(letter.id())), () -> replaying.remove(letter.id()));
      added.onFailure(full -> replaying.remove(letter.id()));
      again.add(added);
    }
    if (!again.isEmpty()) {
      Future.join(again).onComplete(done -> {
        log.info("{} dead letters are behind their lanes again", again.stream().filter(Future::succeeded).count());
        replayed.run();
      });
    }
  }

  Held held() {
    return held;
  }

  /** When the oldest callback that waits was decided. */
  Optional<Instant> oldest() {
    return lanes.withSomething().map(LaneQueue::oldest).min(Instant::compareTo);
  }

  /** How many lanes are remembered, empty ones included. */
  int remembered() {
    return lanes.size();
  }

  /** What the callbacks take that are in memory, written or not. */
  long bytesInMemory() {
    return bytes;
  }

  void rememberAtMost(int idleLanes) {
    lanes.rememberAtMost(idleLanes);
  }
}
