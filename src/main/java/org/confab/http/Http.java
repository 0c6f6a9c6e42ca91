package org.confab.http;

import io.vertx.core.Future;

/** Sends requests. {@link HttpRequests} does it over the network; tests answer by themselves. */
@FunctionalInterface
public interface Http {

  /**
   * Sends the request. The future has the reply, whatever its status, or fails with an {@link HttpFailure}; with anything else only if the
   * request itself is defective (a signer that throws, a header with a line break). It is completed on the caller's context where there is
   * one.
   */
  Future<HttpReply> send(HttpRequest request);
}
