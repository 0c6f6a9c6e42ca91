package org.confab.console;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/** A response without an end. It is given one thing at a time: until that has gone to the socket, it is full. */
final class ResponseOutlet implements Outlet {

  private final HttpServerResponse response;
  private final Context server;
  private final AtomicBoolean underWay = new AtomicBoolean();

  /** @param server where the response may be touched */
  ResponseOutlet(HttpServerResponse response, Context server) {
    this.response = response;
    this.server = server;
  }

  @Override
  public boolean full() {
    return underWay.get();
  }

  @Override
  public void send(Buffer events) {
    underWay.set(true);
    server.runOnContext(ignored -> {
      if (!response.closed() && !response.ended()) {
        response.write(events).onComplete(gone -> underWay.set(false));
      }
    });
  }

  @Override
  public void close() {
    server.runOnContext(ignored -> {
      if (!response.closed()) {
        response.reset();
      }
    });
  }
}
