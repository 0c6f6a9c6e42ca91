package org.confab.http;

import io.vertx.core.Future;
import java.util.function.IntFunction;
import org.confab.clock.Clock;

/** Tries a request again as the options of its URL say. */
public final class Attempts {

  public Attempts(Http http, Clock clock) {}

  /** As {@link #send(IntFunction, RetryPolicy)} with the same request every time. */
  public Future<HttpReply> send(HttpRequest request, RetryPolicy policy) {
    return send(number -> request, policy);
  }

  /**
   * Sends a request until it succeeds, or the policy has no further try or no further time. The future has the last try's reply or failure.
   *
   * @param request the request of the first, second… try (1, 2…); the time limits of the policy replace its own
   */
  public Future<HttpReply> send(IntFunction<HttpRequest> request, RetryPolicy policy) {
    throw new UnsupportedOperationException("being written");
  }
}
