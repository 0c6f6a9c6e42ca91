package org.confab.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.confab.api.BasicLogin;
import org.confab.clock.Clock;
import org.confab.config.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /console} and what is below it: the page's files, its events, and what it asks for. Nothing of it is for anybody without the password; an order is
 * taken from the page alone, never from another site's page in the operator's browser.
 */
final class ConsoleRequests implements Handler<HttpServerRequest> {

  /** A page of another site cannot set it without asking us first, which we refuse. */
  static final String HEADER = "X-Confab-Console";

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleRequests.class);
  private static final int LONGEST_BODY = 64 * 1024;
  private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

  private static final Map<String, String> PROTECTION = Map.of(
      "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
          + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      "X-Frame-Options", "DENY",
      "X-Content-Type-Options", "nosniff",
      "Referrer-Policy", "no-referrer",
      "Cross-Origin-Opener-Policy", "same-origin",
      "Cross-Origin-Resource-Policy", "same-origin",
      "Cache-Control", "no-store");

  private final Console console;
  private final Orders orders;
  private final Secret password;
  private final Clock clock;
  private final PageFiles files = new PageFiles();
  private Instant warned = Instant.EPOCH;

  ConsoleRequests(Console console, Orders orders, Secret password, Clock clock) {
    this.console = console;
    this.orders = orders;
    this.password = password;
    this.clock = clock;
  }

  @Override
  public void handle(HttpServerRequest request) {
    PROTECTION.forEach(request.response()::putHeader);
    String path = request.path().substring(Console.PATH.length()).replaceFirst("^/", "");
    if (BasicLogin.of(request.headers().get(HttpHeaders.AUTHORIZATION)).filter(who -> who.is(Console.USER, password)).isEmpty()) {
      unauthorized(request);
    } else if (request.method() == HttpMethod.POST) {
      post(request, path);
    } else if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD, POST");
      refuse(request, 405, "only GET, HEAD and POST");
    } else if (hasBody(request)) {
      refuse(request, 413, "a GET has no body here");
    } else if (path.equals("events") && request.method() == HttpMethod.GET) {
      events(request);
    } else {
      files.at(path).ifPresentOrElse(
          file -> request.response().putHeader(HttpHeaders.CONTENT_TYPE, file.type()).end(file.content()),
          () -> refuse(request, 404, "there is nothing here"));
    }
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
  }

  private void unauthorized(HttpServerRequest request) {
    if (request.headers().contains(HttpHeaders.AUTHORIZATION) && !warned.plus(BETWEEN_WARNINGS).isAfter(clock.now())) {
      warned = clock.now();
      LOG.warn("Console: {} does not know the password (of the user {}; operator.password)", request.remoteAddress(), Console.USER);
    }
    request.response().putHeader("WWW-Authenticate", "Basic realm=\"Confab console\", charset=\"UTF-8\"");
    refuse(request, 401, "user and password are needed");
  }

  private void events(HttpServerRequest request) {
    if (fromAnotherSite(request)) {
      refuse(request, 403, "this is for the console's own page");
      return;
    }
    HttpServerResponse response = request.response();
    ContextInternal here = (ContextInternal) Vertx.currentContext();
    ResponseOutlet outlet = new ResponseOutlet(request, here);
    response.closeHandler(gone -> console.closed(outlet));
    String last = Optional.ofNullable(request.headers().get("Last-Event-ID")).or(() -> Optional.ofNullable(request.getParam("last"))).orElse("");
    console.open(outlet, last, here).onSuccess(taken -> {
      if (!taken) {
        refuse(request, 503, "this console is open in as many pages as it may be, or Confab is stopping");
      } else if (response.closed()) {
        console.closed(outlet);
      } else {
        response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream").putHeader("X-Accel-Buffering", "no");
        response.write("retry: 1000\n\n");
      }
    });
  }

  private void post(HttpServerRequest request, String path) {
    String type = Optional.ofNullable(request.headers().get(HttpHeaders.CONTENT_TYPE)).orElse("");
    String length = Optional.ofNullable(request.headers().get(HttpHeaders.CONTENT_LENGTH)).orElse("");
    Optional<Function<ObjectNode, Future<Orders.Reply>>> order = orders.at(path);
    if (fromAnotherSite(request) || !request.headers().contains(HEADER)) {
      refuse(request, 403, "orders are taken from the console's own page, with the header " + HEADER);
    } else if (order.isEmpty()) {
      refuse(request, 404, "there is nothing here");
    } else if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      refuse(request, 415, "the body is application/json");
    } else if (!length.matches("\\d{1,6}") || Integer.parseInt(length) > LONGEST_BODY) {
      refuse(request, 413, "the body has a Content-Length of at most " + LONGEST_BODY);
    } else {
      request.body().compose(body -> Json.read(body).map(order.get())
          .orElseGet(() -> Future.succeededFuture(Orders.Reply.bad("the body is no object in JSON"))))
          .onSuccess(reply -> reply.body().ifPresentOrElse(found -> end(request, reply.status(), found),
              () -> end(request, reply.status(), reply.text())))
          .onFailure(failure -> {
            LOG.error("Console: {} failed", path, failure);
            if (!request.response().closed()) {
              end(request, 500, "This failed; the log says why.");
            }
          });
    }
  }

  /** What browsers say of where a request comes from; who is none says nothing, and cannot be misused. */
  private static boolean fromAnotherSite(HttpServerRequest request) {
    String site = request.headers().get("Sec-Fetch-Site");
    String origin = request.headers().get(HttpHeaders.ORIGIN);
    if (site != null) {
      return !site.equals("same-origin");
    }
    return origin != null && !isOf(origin, request.headers().get(HttpHeaders.HOST));
  }

  private static boolean isOf(String origin, String host) {
    try {
      return URI.create(origin).getRawAuthority() != null && URI.create(origin).getRawAuthority().equalsIgnoreCase(host);
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  /** What was sent is not read: the connection cannot be used again where there is a body. */
  private static void refuse(HttpServerRequest request, int status, String why) {
    boolean last = hasBody(request);
    if (last) {
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    Future<Void> sent = end(request, status, why);
    if (last) {
      sent.onComplete(ignored -> request.connection().close());
    }
  }

  private static Future<Void> end(HttpServerRequest request, int status, String text) {
    return end(request, status, text.isEmpty() ? Json.object() : Json.object().put("error", text));
  }

  private static Future<Void> end(HttpServerRequest request, int status, ObjectNode body) {
    return request.response().closed() ? Future.succeededFuture() : request.response().setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(Buffer.buffer(Json.text(body) + "\n"));
  }
}
