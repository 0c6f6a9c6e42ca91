package org.confab.transcription;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.confab.clock.Clock;
import org.confab.testing.ManualClock;

/** A clock that a test moves, whose tasks run on the contexts that scheduled them, as the machine's do. */
final class ContextClock implements Clock {

  private final ManualClock clock = new ManualClock();

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Context context = Vertx.currentContext();
    AtomicBoolean cancelled = new AtomicBoolean();
    Timer timer = clock.schedule(delay, () -> context.runOnContext(due -> {
      if (!cancelled.get()) {
        task.run();
      }
    }));
    return () -> {
      cancelled.set(true);
      timer.cancel();
    };
  }

  void advance(Duration by) {
    clock.advance(by);
  }
}
