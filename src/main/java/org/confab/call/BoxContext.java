package org.confab.call;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** The context of one box: what comes from elsewhere is brought here before it touches a call. */
final class BoxContext {

  private final Context context;

  BoxContext(Context context) {
    this.context = context;
  }

  /** The same result, told on the box's context. */
  <T> Future<T> here(Future<T> elsewhere) {
    Promise<T> promise = Promise.promise();
    elsewhere.onComplete(result -> context.runOnContext(ignored -> promise.handle(result)));
    return promise.future();
  }

  /** Throws if the caller is on another context: two threads in one box's state is a defect, and has to show as one. */
  void check() {
    if (Vertx.currentContext() != context) {
      throw new IllegalStateException("a box's state was touched outside its context");
    }
  }
}
