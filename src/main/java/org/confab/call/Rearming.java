package org.confab.call;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import org.confab.clock.Clock;
import org.confab.freeswitch.Chain;

/** Keeps a call while nothing runs on it: its way out, armed when its last chain ended, is armed anew before it takes the call away. */
record Rearming(Channels channels, Clock clock) {

  /** Soon enough: an application may have taken its time for the document, too. */
  private static final Duration AFTER = Duration.ofSeconds(5);

  /** Completes as {@code done} does, with nothing running on the call. Nothing else may be run on it meanwhile. */
  <T> Future<T> until(Call call, Future<T> done) {
    return done.isComplete() || call.handover().wayOut().isEmpty() ? done : new Wait<>(call, done).start();
  }

  private final class Wait<T> {

    private final Call call;
    private final Future<T> done;
    private final Promise<T> over = Promise.promise();
    private Clock.Timer timer = () -> { };
    private boolean arming;

    Wait(Call call, Future<T> done) {
      this.call = call;
      this.done = done;
    }

    Future<T> start() {
      next();
      done.onComplete(ended -> {
        timer.cancel();
        if (!arming) {
          done.onComplete(over);
        }
      });
      return over.future();
    }

    /** Counted from the first of several waits that follow each other: each of them may be short. */
    private void next() {
      timer = clock.schedule(Duration.between(clock.now(), call.waitsSince(clock.now()).plus(AFTER)), this::arm);
    }

    private void arm() {
      if (call.over()) {
        return;
      }
      arming = true;
      channels.run(call, Map.of(), new Chain()).onComplete(armed -> {
        arming = false;
        if (done.isComplete()) {
          done.onComplete(over);
        } else if (!call.over() && armed.succeeded()) {
          next();
        }
      });
    }
  }
}
