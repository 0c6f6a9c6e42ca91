package org.confab.clock;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;

/** The machine's clock, with Vert.x timers: a task runs on the context that scheduled it. */
public final class VertxClock implements Clock {

  private final Vertx vertx;

  public VertxClock(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    long id = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> task.run());
    return () -> vertx.cancelTimer(id);
  }
}
