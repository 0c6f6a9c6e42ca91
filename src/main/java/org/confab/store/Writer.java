package org.confab.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.confab.store.Step.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes. Steps are written in the order in which they were handed over; all that arrived during a commit are one
 * transaction. Once a commit has failed, everything is held back until {@link #probe} has written all of it.
 */
final class Writer {

  /** What the other side hears, on the writer's thread. */
  interface Listener {
    void done(List<Step> steps, Outcome outcome);

    /** The disk does not take it; the reason is for operators. */
    void failed(String reason);

    /** Everything that was held is on the disk. */
    void recovered();
  }

  /** A question to the file. */
  interface Question<T> {
    T ask(Database database) throws Exception;
  }

  private static final Logger log = LoggerFactory.getLogger(Store.class);

  private final ExecutorService thread;
  private final Optional<Path> path;
  private final Connections connections;
  private final Supplier<Instant> now;
  private final Listener listener;
  private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
  private final Backlog backlog = new Backlog();

  private Optional<StoreFile> file = Optional.empty();
  private Optional<Database> database = Optional.empty();
  private boolean known;
  private boolean failed;
  private String reason = "";

  /** @param path empty: in memory */
  Writer(Optional<Path> path, Connections connections, Supplier<Instant> now, Listener listener) {
    this.path = path;
    this.connections = connections;
    this.now = now;
    this.listener = listener;
    this.thread = Executors.newSingleThreadExecutor(work -> thread(work));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "store");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Opens the file; what is broken is moved aside. The result is what is in it, or nothing if the disk does not allow it now: then
   * everything is held until it does. Fails with {@link StoreRefused}.
   */
  void open(BiConsumer<Optional<Database.Contents>, RuntimeException> then) {
    thread.execute(() -> {
      try {
        Database.Contents contents = openFile();
        backlog.begin(contents);
        known = true;
        then.accept(Optional.of(contents), null);
      } catch (StoreRefused refused) {
        closeFile();
        thread.shutdown();
        then.accept(Optional.empty(), refused);
      } catch (Exception unusable) {
        fail(unusable);
        then.accept(Optional.empty(), null);
      }
    });
  }

  private Database.Contents openFile() throws Exception {
    Database opened = connect();
    try {
      Database.Contents contents = opened.contents();
      if (file.isPresent()) {
        file.get().ours();
      }
      database = Optional.of(opened);
      return contents;
    } catch (Exception failure) {
      opened.close();
      throw failure;
    }
  }

  private Database connect() throws Exception {
    if (path.isPresent() && file.isEmpty()) {
      file = Optional.of(StoreFile.take(path.get()));
    }
    String name = file.map(each -> each.path().toString()).orElse("memory");
    String url = file.map(each -> Connections.url(each.path())).orElseGet(Connections::inMemory);
    try {
      return Database.open(connections, url, name);
    } catch (Exception failure) {
      if (!DiskFault.broken(failure) || file.isEmpty() || known) {
        throw failure;
      }
      if (!file.get().knownAsOurs()) {
        throw new StoreRefused(name + " (store.path) is no SQLite file, and no Confab has used it before; name one that does not exist "
            + "yet");
      }
      file.get().moveAside(now.get(), DiskFault.words(failure));
      return Database.open(connections, url, name);
    }
  }

  /** Writes a step behind those before it. From any thread. */
  void write(Step step) {
    steps.add(step);
    execute(this::writeAll);
  }

  private void writeAll() {
    List<Step> group = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    for (Step step = steps.poll(); step != null; step = steps.poll()) {
      group.add(step);
      changes.addAll(step.changes());
    }
    if (group.isEmpty()) {
      return;
    }
    if (failed) {
      backlog.hold(changes);
      listener.done(group, Outcome.HELD);
      return;
    }
    try {
      database.orElseThrow().write(changes);
      backlog.written(changes);
    } catch (Exception failure) {
      backlog.failed(changes);
      fail(failure);
      listener.done(group, Outcome.HELD);
      return;
    }
    listener.done(group, Outcome.STORED);
  }

  /** Tries again to write what is held, if anything is. */
  void probe() {
    execute(() -> {
      if (!failed) {
        return;
      }
      try {
        recover();
      } catch (Exception failure) {
        backlog.failed();
        fail(failure);
        return;
      }
      backlog.clear();
      failed = false;
      log.info("The store {} can be written again; everything that was held is in it", name());
      listener.recovered();
    });
  }

  private void recover() throws Exception {
    if (!known) {
      if (database.isEmpty()) {
        openFile();
      }
      database.orElseThrow().leaveBehind(now.get());
      known = true;
    }
    try {
      database.orElseThrow().write(backlog.changes(), backlog.position(), backlog.lane());
    } catch (Exception failure) {
      if (DiskFault.passing(failure) || path.isEmpty()) {
        throw failure;
      }
      // a connection that was made while the file was read-only stays so; the old one can be read until a new one can be written
      Database anew = connect();
      try {
        if (anew.isNew()) {
          throw new SQLException("it is another file than before; start Confab again");
        }
        anew.write(backlog.changes(), backlog.position(), backlog.lane());
      } catch (Exception again) {
        anew.close();
        throw again;
      }
      closeDatabase();
      database = Optional.of(anew);
    }
  }

  /** Asks the file something, behind all steps; the answer, or the failure, is told on the writer's thread. */
  <T> void ask(Question<T> question, BiConsumer<T, Throwable> then) {
    try {
      thread.execute(() -> {
        T answer;
        try {
          answer = question.ask(database.orElseThrow(() -> new IllegalStateException("the store is not open: " + reason)));
        } catch (Exception failure) {
          then.accept(null, failure);
          return;
        }
        then.accept(answer, null);
      });
    } catch (RejectedExecutionException closed) {
      then.accept(null, new IllegalStateException("the store is closed"));
    }
  }

  /** Writes what was handed over, and closes the file; what is held then is lost. */
  void close(Consumer<Integer> then) {
    execute(() -> {
      writeAll();
      if (failed && database.isPresent()) {
        try {
          database.get().write(backlog.changes(), backlog.position(), backlog.lane());
          backlog.clear();
        } catch (Exception last) {
          log.error("The store {} could not be written to the end: {}", name(), DiskFault.words(last));
        }
      }
      closeDatabase();
      closeFile();
      then.accept((int) backlog.changes().stream().filter(Change.Added.class::isInstance).count());
    });
    thread.shutdown();
  }

  private void fail(Exception failure) {
    String words = DiskFault.words(failure);
    if (!failed || !words.equals(reason)) {
      log.error("The store {} cannot be written: {}. Callbacks are held in memory meanwhile, and lost if Confab ends", name(), words);
    }
    failed = true;
    reason = words;
    listener.failed(words);
  }

  private void closeDatabase() {
    try {
      if (database.isPresent()) {
        database.get().close();
      }
    } catch (Exception failure) {
      log.warn("The store {} could not be closed in order: {}", name(), DiskFault.words(failure));
    }
    database = Optional.empty();
  }

  private void closeFile() {
    try {
      if (file.isPresent()) {
        file.get().close();
      }
    } catch (Exception failure) {
      log.warn("The lock of the store {} could not be closed in order: {}", name(), DiskFault.words(failure));
    }
    file = Optional.empty();
  }

  private String name() {
    return path.map(Path::toString).orElse("in memory");
  }

  private void execute(Runnable work) {
    try {
      thread.execute(work);
    } catch (RejectedExecutionException closed) {
      log.debug("The store is closed; something came later");
    }
  }
}
