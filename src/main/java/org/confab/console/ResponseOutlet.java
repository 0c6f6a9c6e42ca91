package org.confab.console;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.concurrent.atomic.AtomicBoolean;

/** A response without an end. It is given one thing at a time: until that has gone to the socket, it is full. */
final class ResponseOutlet implements Outlet {

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Context server;
  private final AtomicBoolean underWay = new AtomicBoolean();

  /** @param server where the response may be touched */
  ResponseOutlet(HttpServerRequest request, Context server) {
    this.request = request;
    this.response = request.response();
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

  /** Whatever is under way is dropped: Vert.x's own closing waits until the reader has read it. */
  @Override
  public void close() {
    server.runOnContext(ignored -> {
      if (request.connection() instanceof HttpServerConnection connection) {
        connection.channelHandlerContext().close();
      } else {
        request.connection().close();
      }
    });
  }
}
