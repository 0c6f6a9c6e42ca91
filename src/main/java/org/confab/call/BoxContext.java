package org.confab.call;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Instant;
import java.util.function.Supplier;

/** The context of one box: what comes from elsewhere is brought here before it touches a call. */
final class BoxContext {

  private final Context context;
  private final Supplier<Instant> time;

  /** @param time when what is being dealt with happened, as far as is known: an event when it was read, everything else now */
  BoxContext(Context context, Supplier<Instant> time) {
    this.context = context;
    this.time = time;
  }

  /** When what is being dealt with happened: a callback that tells of it counts from here. */
  Instant happenedAt() {
    return time.get();
  }

  /** The same result, told on the box's context. */
  <T> Future<T> here(Future<T> elsewhere) {
    Promise<T> promise = Promise.promise();
    elsewhere.onComplete(result -> context.runOnContext(ignored -> promise.handle(result)));
    return promise.future();
  }

  /** Does the work on the box's context, for whoever is on another; the result is told on the context of whoever asked. */
  <T> Future<T> ask(Supplier<Future<T>> work) {
    Promise<T> promise = context.owner() instanceof VertxInternal vertx ? vertx.getOrCreateContext().promise() : Promise.promise();
    context.runOnContext(ignored -> {
      try {
        work.get().onComplete(promise);
      } catch (RuntimeException defect) {
        promise.fail(defect);
      }
    });
    return promise.future();
  }

  /** Throws if the caller is on another context: two threads in one box's state is a defect, and has to show as one. */
  void check() {
    if (Vertx.currentContext() != context) {
      throw new IllegalStateException("a box's state was touched outside its context");
    }
  }
}
