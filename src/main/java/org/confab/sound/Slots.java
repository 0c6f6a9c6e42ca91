package org.confab.sound;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.confab.clock.Clock;

/** Bounds how many things of one kind happen at once; the others wait their turn, for a bounded time. Lives on one context. */
final class Slots {

  private static final int MOST_WAITING = 1000;

  private final int most;
  private final Duration patience;
  private final Clock clock;
  private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
  private int busy;

  Slots(int most, Duration patience, Clock clock) {
    this.most = most;
    this.patience = patience;
    this.clock = clock;
  }

  /** Does it as soon as there is a free slot. Fails with {@link Unusable} if there is none for too long. */
  <T> Future<T> run(Supplier<Future<T>> work) {
    return enter().compose(entered -> {
      Future<T> done;
      try {
        done = work.get();
      } catch (RuntimeException failed) {
        done = Future.failedFuture(failed);
      }
      return done.onComplete(result -> leave());
    });
  }

  private Future<Void> enter() {
    if (busy < most) {
      busy++;
      return Future.succeededFuture();
    }
    if (waiting.size() >= MOST_WAITING) {
      return Future.failedFuture(new Unusable("cannot be had now: too many sounds are waiting to be fetched or made"));
    }
    Promise<Void> turn = Promise.promise();
    waiting.add(turn);
    Clock.Timer timer = clock.schedule(patience, () -> {
      if (waiting.remove(turn)) {
        turn.fail(new Unusable("cannot be had in time: too many sounds are being fetched or made"));
      }
    });
    return turn.future().onComplete(done -> timer.cancel());
  }

  private void leave() {
    Promise<Void> next = waiting.poll();
    if (next == null) {
      busy--;
    } else {
      next.complete();
    }
  }
}
