package org.confab.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.confab.clock.Clock;

/** The HTTP client. */
public final class HttpRequests implements Http {

  public HttpRequests(Vertx vertx, Clock clock) {}

  @Override
  public Future<HttpReply> send(HttpRequest request) {
    throw new UnsupportedOperationException("being written");
  }

  public Future<Void> close() {
    throw new UnsupportedOperationException("being written");
  }
}
