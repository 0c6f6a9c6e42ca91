package org.confab.callback;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;
import org.confab.clock.Clock;
import org.confab.http.Attempts;
import org.confab.http.RetryPolicy;
import org.confab.http.Signer;

/** Sends callbacks from the outbox. */
public final class Delivery {

  /**
   * @param signers by auth id
   * @param policies the options of a URL, as configured (with its fragment)
   */
  public Delivery(Outbox outbox, Attempts attempts, Clock clock, Function<String, Signer> signers, Function<String, RetryPolicy> policies,
      Options options, CallbackListener listener) {}

  /**
   * @param retryFor how long an application may be away before a callback becomes a dead letter, from when it was decided
   * @param extended whether the X-Confab- headers are sent
   */
  public record Options(Duration retryFor, boolean extended) {}

  /** Stores the callback and sends it when its turn comes. The future is completed once it is stored; it fails with {@link OutboxFull}. */
  public Future<Void> add(Callback callback) {
    throw new UnsupportedOperationException("being written");
  }

  /** The conference is over, see {@link Outbox#ended}; to be called after its last callback was added. */
  public Future<Void> ended(String conference) {
    throw new UnsupportedOperationException("being written");
  }

  /** Sends what an earlier process left in the outbox. */
  public Future<Void> start() {
    throw new UnsupportedOperationException("being written");
  }

  public Future<Void> drain(Duration atMost) {
    throw new UnsupportedOperationException("being written");
  }
}
