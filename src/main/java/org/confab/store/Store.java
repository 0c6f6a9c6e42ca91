package org.confab.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.confab.clock.Clock;
import org.confab.store.Step.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SQLite file and what is kept in it. It belongs to one context: what that changes in one turn (callbacks, states) is one step, and
 * steps are written whole, in order, by a thread of its own. A future is completed on the context once its step is on the disk
 * (write-ahead log, fsync), or once it is known that the disk does not take it now: then the step is held in memory, and written as soon
 * as the disk takes it again.
 */
public final class Store {

  /**
   * @param heldCallbacks how many callbacks may be in memory alone
   * @param heldBytes     how large they may be together
   * @param keepDead      how long dead letters are kept
   */
  public record Options(int heldCallbacks, long heldBytes, Duration keepDead) {}

  /**
   * How the store stands.
   *
   * @param writable whether the disk takes what is written
   * @param reason   what is wrong, or what file it is; for operators
   * @param held     callbacks that are in memory alone
   * @param full     whether callbacks are dropped, since no more can be held
   * @param oldest   when the oldest callback that waits was decided
   */
  public record Status(boolean writable, String reason, int held, boolean full, int deadLetters, Optional<Instant> oldest) {}

  private static final Logger log = LoggerFactory.getLogger(Store.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int TICKS_BETWEEN_LOOKS = 2;
  private static final int TICKS_BETWEEN_TIDYINGS = 3600;
  /** A commit that takes longer is a disk that hangs: what waits for it is delivered from memory. */
  private static final Duration HANGING = Duration.ofSeconds(5);

  private final Context context;
  private final Thread thread = Thread.currentThread();
  private final Clock clock;
  private final Options options;
  private final String name;
  private final Writer writer;
  private final ToContext told;
  private final Deque<Step> underWay = new ArrayDeque<>();
  private final AtomicInteger busy = new AtomicInteger();
  private final SqliteOutbox outbox;
  private final States states;
  private Optional<Step> turn = Optional.empty();
  private Optional<String> fault = Optional.empty();
  private boolean hanging;
  private boolean closed;
  private final Promise<Void> end = Promise.promise();
  private int deadLetters;
  private int ticks;
  private Clock.Timer timer = () -> {};
  private volatile Status status;

  private Store(Context context, Clock clock, Optional<Path> path, Options options, Writer writer, ToContext told,
      Optional<Database.Contents> contents) {
    this.context = context;
    this.clock = clock;
    this.options = options;
    this.name = path.map(Path::toString).orElse("in memory");
    this.writer = writer;
    this.told = told;
    Database.Contents found = contents.orElseGet(Database.Contents::none);
    this.deadLetters = found.deadLetters();
    this.outbox = new SqliteOutbox(this, new Held(options.heldCallbacks(), options.heldBytes()), found);
    this.states = new States(this, found.states());
    this.status = new Status(true, name, 0, false, deadLetters, Optional.empty());
  }

  /**
   * Opens the file, or makes it. The future fails with {@link StoreRefused} if an operator has to decide: another Confab uses it, it is
   * another program's, a later Confab wrote it, its directory does not exist. A file that is broken is moved aside; one that the disk does
   * not allow to be opened is opened later, and everything is held until then.
   *
   * @param context to which the store will belong; an event loop's
   * @param path    empty: nothing outlives the process
   */
  public static Future<Store> open(Context context, Clock clock, Optional<Path> path, Options options) {
    return open(context, clock, path, options, Connections.SQLITE);
  }

  static Future<Store> open(Context context, Clock clock, Optional<Path> path, Options options, Connections connections) {
    Promise<Store> opened = Promise.promise();
    ToContext told = new ToContext(context);
    Writer writer = new Writer(path, connections, clock::now, told);
    writer.open((contents, refused) -> told.post(() -> {
      if (refused != null) {
        opened.fail(refused);
        return;
      }
      Store store = new Store(context, clock, path, options, writer, told, contents);
      told.to(store);
      store.begin();
      opened.complete(store);
    }));
    return opened.future();
  }

  public SqliteOutbox outbox() {
    return outbox;
  }

  public States states() {
    return states;
  }

  /** What is kept for whom. */
  public StoredCallbacks callbacks() {
    return new StoredCallbacks(this);
  }

  /** What is kept of everybody, for operators. */
  public CallbackLists lists() {
    return new CallbackLists(this);
  }

  /** How it stands, as of a second ago at most. Safe on any thread. */
  public Status status() {
    return status;
  }

  /**
   * Writes what is held, if the disk takes it, and closes the file; later changes fail. Once completed, another Confab may use the file.
   */
  public Future<Void> close() {
    context.runOnContext(ignored -> {
      if (closed) {
        return;
      }
      handOver();
      closed = true;
      timer.cancel();
      writer.close(lost -> {
        if (lost > 0) {
          log.error("The store {} could not be written: {} callbacks that were held in memory are lost", name, lost);
        }
        end.complete();
      });
    });
    return end.future();
  }

  private void begin() {
    log.info("Store: {}; {} callbacks wait, {} dead letters", name, outbox.pending(), deadLetters);
    tidy();
    tick();
  }

  /** What is changed in this turn is written together. */
  Future<Void> write(List<Change> changes) {
    Promise<Void> written = Promise.promise();
    return write(changes, outcome -> written.tryComplete()) ? written.future() : Future.failedFuture("The store is closed");
  }

  /** As {@link #write(List)}; {@code then} may be told more than one outcome, and is told nothing if this returns false. */
  boolean write(List<Change> changes, Consumer<Outcome> then) {
    check();
    if (closed) {
      return false;
    }
    if (turn.isEmpty()) {
      turn = Optional.of(new Step());
      context.runOnContext(ignored -> handOver());
    }
    turn.get().add(changes, then);
    return true;
  }

  /** Throws if the caller is on another context's thread: two threads in one store's state is a defect, and has to show as one. */
  void check() {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException("the store was used outside its context");
    }
  }

  private void handOver() {
    turn.ifPresent(step -> {
      turn = Optional.empty();
      step.handOver(clock.now());
      underWay.add(step);
      busy.incrementAndGet();
      writer.write(step);
      if (hanging) {
        step.late();
      }
    });
  }

  /** Asks the file, behind everything that was handed over before; answered on the context. */
  <T> Future<T> ask(Writer.Question<T> question) {
    Promise<T> answered = Promise.promise();
    busy.incrementAndGet();
    writer.ask(question, (answer, failure) -> {
      told.post(() -> {
        busy.decrementAndGet();
        if (failure == null) {
          answered.complete(answer);
        } else {
          answered.fail(failure);
        }
      });
    });
    return answered.future();
  }

  /** Whether something is being written or read, which goes on by itself; callable from anywhere. */
  public boolean isBusy() {
    return busy.get() > 0;
  }

  Instant now() {
    return clock.now();
  }

  void deadLetter() {
    deadLetters++;
  }

  void done(List<Step> steps, Outcome outcome) {
    for (Step step : steps) {
      underWay.remove(step);
      step.tell(outcome);
      busy.decrementAndGet();
    }
    if (hanging) {
      hanging = false;
      log.info("The store {} answers again", name);
    }
    stand();
  }

  void failed(String reason) {
    fault = Optional.of(reason);
    stand();
  }

  void recovered() {
    fault = Optional.empty();
    outbox.recovered();
    stand();
  }

  private void tick() {
    if (closed) {
      return;
    }
    ticks++;
    Instant late = clock.now().minus(HANGING);
    for (Step step : underWay) {
      if (!step.handedOver().isAfter(late)) {
        if (!hanging) {
          log.error("The store {} has not answered for {} s: callbacks are delivered from memory meanwhile, and lost if Confab ends", name,
              HANGING.toSeconds());
        }
        hanging = true;
        step.late();
      }
    }
    if (!hanging && ticks % TICKS_BETWEEN_LOOKS == 0) {
      if (fault.isPresent()) {
        writer.probe();
      } else {
        look();
      }
    }
    if (ticks % TICKS_BETWEEN_TIDYINGS == 0) {
      tidy();
    }
    stand();
    timer = clock.schedule(TICK, this::tick);
  }

  /** Whether an operator wants dead letters sent again, and how many there are. */
  private void look() {
    ask(database -> new Look(database.marked(SqliteOutbox.MOST_REPLAYED), database.deadLetters())).onComplete(
        seen -> {
          deadLetters = seen.deadLetters();
          outbox.replay(seen.marked());
        },
        failure -> log.warn("The store {} cannot be asked for dead letters: {}", name, failure.getMessage()));
  }

  private record Look(List<Database.Marked> marked, int deadLetters) {}

  private void tidy() {
    write(List.of(new Change.Purged(clock.now().minus(options.keepDead()))));
    ask(database -> {
      database.shrink();
      return true;
    }).onFailure(failure -> log.debug("The store {} was not tidied: {}", name, failure.getMessage()));
  }

  private void stand() {
    boolean writable = fault.isEmpty() && !hanging;
    String reason = fault.map(why -> name + " cannot be written: " + why).orElse(hanging ? name + " does not answer" : name);
    status = new Status(writable, reason, outbox.held().callbacks(), outbox.held().full(), deadLetters, outbox.oldest());
  }
}
