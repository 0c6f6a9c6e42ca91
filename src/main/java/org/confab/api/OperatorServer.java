package org.confab.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.confab.api.HealthCheck.Condition;
import org.confab.http.PlainUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's port: {@code /health/live} (200 while the event loop runs), {@code /health/ready} (200 while every
 * condition that is needed is met, else 503; {@code degraded} while another one is not; each with its reason), {@code /metrics} (Prometheus): GET and HEAD only, without a body. Besides, what is routed.
 */
public final class OperatorServer {

  private static final Logger log = LoggerFactory.getLogger(OperatorServer.class);
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final String bind;
  private final int port;
  private final List<HealthCheck> checks;
  private final Supplier<String> metrics;
  private final Map<String, Handler<HttpServerRequest>> routes = new LinkedHashMap<>();
  private final ObjectMapper json = new ObjectMapper();

  /** @param metrics the text for Prometheus, made anew for each request; must be safe to call on any event loop */
  public OperatorServer(Vertx vertx, String bind, int port, List<HealthCheck> checks, Supplier<String> metrics) {
    this.bind = bind;
    this.port = port;
    this.checks = List.copyOf(checks);
    this.metrics = metrics;
    HttpServerOptions limits = new HttpServerOptions().setMaxInitialLineLength(2048).setMaxHeaderSize(8192).setIdleTimeout(30)
        .setHttp2ClearTextEnabled(false);
    this.server = vertx.createHttpServer(limits).requestHandler(this::handle).invalidRequestHandler(request -> {
      log.warn("Operator port: a request from {} is not HTTP or has too long a header", request.remoteAddress());
      HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
    });
  }

  /** Listens; the future has the port (which the system chose if 0 was asked for), or says what keeps it from listening. */
  public Future<Integer> start() {
    return server.listen(port, bind).map(HttpServer::actualPort).recover(cause -> Future.failedFuture(new IllegalStateException(
        "The operator's port " + bind + ":" + port + " (operator.bind, operator.port) cannot be used: " + cause.getMessage(), cause)));
  }

  public Future<Void> close() {
    return server.close();
  }

  /** Before the start: that path, and those below it, go there, whatever the method and the body. */
  public void route(String path, Handler<HttpServerRequest> handler) {
    routes.put(path, handler);
  }

  private void handle(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    try {
      routes.entrySet().stream().filter(route -> path.equals(route.getKey()) || path.startsWith(route.getKey() + "/")).map(Map.Entry::getValue)
          .findFirst().orElse(this::own).handle(request);
    } catch (RuntimeException failure) {
      log.error("Operator port: {} failed", PlainUrl.printable(path), failure);
      error(request, 500, "failed; the log says why");
    }
  }

  private void own(HttpServerRequest request) {
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"))) {
      // not read: the connection cannot be used again
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
      error(request, 413, "requests have no body here").onComplete(sent -> request.connection().close());
      return;
    }
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      error(request, 405, "only GET and HEAD");
      return;
    }
    switch (String.valueOf(request.path())) {
      case "/health/live" -> reply(request, 200, JSON, text(Map.of("live", true)));
      case "/health/ready" -> ready(request);
      case "/metrics" -> reply(request, 200, PROMETHEUS, metrics.get());
      default -> error(request, 404, "there are " + Stream.concat(Stream.of("/health/live", "/health/ready"), routes.keySet().stream())
          .collect(Collectors.joining(", ")) + " and /metrics");
    }
  }

  private void ready(HttpServerRequest request) {
    List<Map<String, Object>> conditions = new ArrayList<>();
    boolean ready = true;
    boolean degraded = false;
    for (HealthCheck check : checks) {
      Condition condition = check.ask();
      ready &= condition.met() || !check.needed();
      degraded |= !condition.met();
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("name", check.name());
      shown.put("met", condition.met());
      shown.put("needed", check.needed());
      shown.put("reason", condition.reason());
      conditions.add(shown);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("ready", ready);
    body.put("degraded", degraded);
    body.put("conditions", conditions);
    reply(request, ready ? 200 : 503, JSON, text(body));
  }

  private Future<Void> error(HttpServerRequest request, int status, String what) {
    return reply(request, status, JSON, text(Map.of("error", what)));
  }

  private static Future<Void> reply(HttpServerRequest request, int status, String type, String body) {
    return request.response().setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, type).putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end(body);
  }

  private String text(Map<String, ?> body) {
    try {
      return json.writeValueAsString(body) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
