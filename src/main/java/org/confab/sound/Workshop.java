package org.confab.sound;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

/** A few threads that may block, and are nobody else's. */
final class Workshop {

  private final WorkerExecutor threads;

  Workshop(Vertx vertx, int size) {
    threads = vertx.createSharedWorkerExecutor("sounds-" + UUID.randomUUID(), size);
  }

  /** Completes on the caller's context; with one thread, in the order of the calls. The work has to bound its own time. */
  <T> Future<T> run(Callable<T> work) {
    try {
      return threads.executeBlocking(work, false);
    } catch (RejectedExecutionException closed) {
      return Future.failedFuture(new Unusable("cannot be had: Confab is being stopped"));
    }
  }

  Future<Void> close() {
    return threads.close();
  }
}
