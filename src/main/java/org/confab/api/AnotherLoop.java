package org.confab.api;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;

/** An event loop for what must keep no call waiting. */
public final class AnotherLoop {

  private static final int LOOPS_TRIED = 64;

  private AnotherLoop() {}

  /** A context on another loop than the current one's; with one loop there is no other. */
  public static Context of(Vertx vertx) {
    ContextInternal here = (ContextInternal) vertx.getOrCreateContext();
    // contexts get the loops in turn
    ContextInternal other = ((VertxInternal) vertx).createEventLoopContext();
    for (int i = 1; i < LOOPS_TRIED && other.nettyEventLoop() == here.nettyEventLoop(); i++) {
      other = ((VertxInternal) vertx).createEventLoopContext();
    }
    return other;
  }
}
