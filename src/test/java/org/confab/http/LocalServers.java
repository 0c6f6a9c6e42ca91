package org.confab.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Applications of a test, on ports of the system's choice. */
final class LocalServers {

  private LocalServers() {}

  static URI http(Vertx vertx, Handler<HttpServerRequest> application) {
    int port = await(vertx.createHttpServer().requestHandler(application).listen(0, "127.0.0.1")).actualPort();
    return URI.create("http://127.0.0.1:" + port + "/answer");
  }

  static URI raw(Vertx vertx, Handler<NetSocket> application) {
    int port = await(vertx.createNetServer().connectHandler(application).listen(0, "127.0.0.1")).actualPort();
    return URI.create("http://127.0.0.1:" + port + "/answer");
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(failed.getCause());
    } catch (InterruptedException | TimeoutException never) {
      throw new AssertionError(never);
    }
  }
}
