package org.confab.sound;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.UUID;
import java.util.concurrent.Callable;

/** The threads on which sounds are decoded, rendered and put together: few, and nobody else's. */
final class Workshop {

  private static final int THREADS = 4;

  private final WorkerExecutor threads;

  Workshop(Vertx vertx) {
    threads = vertx.createSharedWorkerExecutor("sounds-" + UUID.randomUUID(), THREADS);
  }

  /** Completes on the caller's context. The work has to bound its own time. */
  <T> Future<T> run(Callable<T> work) {
    return threads.executeBlocking(work, false);
  }

  Future<Void> close() {
    return threads.close();
  }
}
