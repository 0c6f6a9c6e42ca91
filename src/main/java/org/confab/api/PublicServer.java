package org.confab.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.confab.config.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port for applications and people's browsers: what begins with a prefix that was routed goes to its handler, everything else is 404.
 * It lives on an event loop of its own, so that a disk that is slow while a file is sent keeps no call waiting.
 */
public final class PublicServer {

  private static final Logger LOG = LoggerFactory.getLogger(PublicServer.class);
  private static final int IDLE_SECONDS = 60;

  private final Vertx vertx;
  private final Settings.Http settings;
  private final HttpServer server;
  private final Map<String, Handler<HttpServerRequest>> routes = new LinkedHashMap<>();

  public PublicServer(Vertx vertx, Settings.Http settings) {
    this.vertx = vertx;
    this.settings = settings;
    HttpServerOptions limits = new HttpServerOptions().setMaxInitialLineLength(4096).setMaxHeaderSize(16_384).setIdleTimeout(IDLE_SECONDS)
        .setHttp2ClearTextEnabled(false);
    this.server = vertx.createHttpServer(limits).requestHandler(this::handle).invalidRequestHandler(request -> {
      LOG.warn("Public port: a request from {} is not HTTP or has too long a header", request.remoteAddress());
      HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
    });
  }

  /** Before the start: paths that begin so go there. The handler sees the path as it was sent, with nothing decoded in it. */
  public void route(String prefix, Handler<HttpServerRequest> handler) {
    routes.put(prefix, handler);
  }

  /** Listens; the future has the port (which the system chose if 0 was asked for), or says what keeps it from listening. */
  public Future<Integer> start() {
    Promise<HttpServer> listening = ((ContextInternal) vertx.getOrCreateContext()).promise();
    AnotherLoop.of(vertx).runOnContext(ignored -> server.listen(settings.port(), settings.bind()).onComplete(listening));
    return listening.future().map(HttpServer::actualPort).recover(cause -> Future.failedFuture(new IllegalStateException("The public port "
        + settings.bind() + ":" + settings.port() + " (http.bind, http.port) cannot be used: " + cause.getMessage(), cause)));
  }

  /** What the URLs of everything here begin with, without a slash at the end; once it listens. */
  public String url() {
    return settings.publicUrl().map(Object::toString).orElseGet(() ->
        "http://" + (settings.bind().contains(":") ? "[" + settings.bind() + "]" : settings.bind()) + ":" + server.actualPort());
  }

  public Future<Void> close() {
    return server.close();
  }

  private void handle(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    try {
      routes.entrySet().stream().filter(route -> path.startsWith(route.getKey())).map(Map.Entry::getValue).findFirst()
          .orElse(any -> end(any, 404, "there is nothing here")).handle(request);
    } catch (RuntimeException failure) {
      LOG.error("Public port: a request failed by a defect of Confab's", failure);
      end(request, 500, "failed; the log says why");
    }
  }

  /** Ends a request with a text of ours, which is no syntax to JSON; nothing of it is kept by anybody in between. */
  static Future<Void> end(HttpServerRequest request, int status, String text) {
    return request.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end("{\"error\":\"" + text + "\"}\n");
  }
}
