package org.confab.http;

import io.vertx.core.Future;

/** Sends requests. {@link HttpRequests} does it over the network; tests answer by themselves. */
@FunctionalInterface
public interface Http {

  /**
   * Sends the request. The future has the reply, whatever its status, or fails with an {@link HttpFailure} and nothing else. It is completed
   * on the context of the caller where there is one.
   */
  Future<HttpReply> send(HttpRequest request);
}
