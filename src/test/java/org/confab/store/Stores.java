package org.confab.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.confab.clock.Clock;
import org.confab.testing.Loop;

/** Opens stores for tests, and closes them. */
final class Stores implements AutoCloseable {

  static final Store.Options USUAL = new Store.Options(10_000, 64L * 1024 * 1024, Duration.ofDays(7));

  private final Loop loop;
  private final Clock clock;
  private final List<Store> open = new ArrayList<>();

  Stores(Loop loop, Clock clock) {
    this.loop = loop;
    this.clock = clock;
  }

  Store open(Path file) {
    return open(file, USUAL, Connections.SQLITE);
  }

  Store open(Path file, Store.Options options, Connections connections) {
    Store store = Loop.result(Store.open(loop.context(), clock, Optional.of(file), options, connections));
    open.add(store);
    return store;
  }

  StoreRefused refused(Path file) {
    return (StoreRefused) Loop.failure(Store.open(loop.context(), clock, Optional.of(file), USUAL));
  }

  /** Once everything that was handed over is written, or held. */
  void settle(Store store) {
    loop.await(() -> store.ask(database -> true).otherwise(true));
  }

  void close(Store store) {
    open.remove(store);
    Loop.result(store.close());
  }

  @Override
  public void close() {
    List.copyOf(open).forEach(this::close);
  }
}
