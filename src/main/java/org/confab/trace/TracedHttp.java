package org.confab.trace;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.confab.callback.Delivery;
import org.confab.clock.Clock;
import org.confab.http.Http;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.http.PlainUrl;
import org.confab.trace.TraceEntry.Kind;

/** What the application is asked and told by a client, and what it answers. Every attempt; the headers, signatures among them, are not looked at. */
final class TracedHttp implements Http {

  private static final int LONGEST_DOCUMENT = 8000;
  private static final int USUAL_REQUEST = 2000;

  private final Http http;
  private final Trace trace;
  private final Clock clock;
  private final boolean callbacks;

  /** @param callbacks whether nobody waits for what it answers: then there is no document */
  TracedHttp(Http http, Trace trace, Clock clock, boolean callbacks) {
    this.http = http;
    this.trace = trace;
    this.clock = clock;
    this.callbacks = callbacks;
  }

  @Override
  public Future<HttpReply> send(HttpRequest request) {
    Instant asked = clock.now();
    if (!callbacks) {
      trace.add(() -> new TraceEntry(asked, Kind.ASKED, about(request), what(request), Masked.parameters(request.parameters())), USUAL_REQUEST);
    }
    return http.send(request).onComplete(answer -> {
      if (callbacks) {
        delivered(request, asked, answer);
      } else {
        answered(request, asked, answer);
      }
    });
  }

  private void delivered(HttpRequest request, Instant asked, AsyncResult<HttpReply> answer) {
    Duration took = Duration.between(asked, clock.now());
    String became = became(answer);
    boolean fine = answer.succeeded() && answer.result().succeeded();
    trace.add(() -> {
      Map<String, String> about = about(request);
      level(about, fine);
      String attempt = request.headers().getOrDefault("X-Confab-Attempt", "");
      String number = attempt.isEmpty() || attempt.equals("1") ? "" : ", attempt " + attempt;
      return new TraceEntry(asked, Kind.CALLBACK, about, told(request.parameters()) + what(request) + number + ": " + became + " after " + millis(took),
          Masked.parameters(request.parameters()));
    }, USUAL_REQUEST);
  }

  private void answered(HttpRequest request, Instant asked, AsyncResult<HttpReply> answer) {
    Instant now = clock.now();
    String became = became(answer);
    boolean fine = answer.succeeded() && answer.result().succeeded();
    byte[] body = answer.succeeded() ? answer.result().body() : new byte[0];
    byte[] kept = body.length > LONGEST_DOCUMENT ? Arrays.copyOf(body, LONGEST_DOCUMENT) : body;
    String from = answer.succeeded() && !answer.result().url().equals(request.url()) ? PlainUrl.of(answer.result().url()) : "";
    trace.add(() -> {
      Map<String, String> about = about(request);
      level(about, fine);
      String asker = PlainUrl.of(request.url());
      return new TraceEntry(now, Kind.ANSWERED, about, became + " after " + millis(Duration.between(asked, now))
          + (from.isEmpty() || from.equals(asker) ? "" : ", from " + from) + (body.length > 0 ? ", " + body.length + " bytes" : ""),
          Masked.document(new String(kept, StandardCharsets.UTF_8)));
    }, USUAL_REQUEST + kept.length);
  }

  private static String became(AsyncResult<HttpReply> answer) {
    return answer.succeeded() ? "status " + answer.result().status() : "no reply (" + PlainUrl.printable(String.valueOf(answer.cause().getMessage())) + ")";
  }

  private static void level(Map<String, String> about, boolean fine) {
    if (!fine) {
      about.put("level", "WARN");
    }
  }

  private static String what(HttpRequest request) {
    return request.method() + " " + PlainUrl.of(request.url());
  }

  /** What a callback tells. */
  static String told(Map<String, String> parameters) {
    return Optional.ofNullable(parameters.get("ConferenceAction")).or(() -> Optional.ofNullable(parameters.get("Event"))).map(action -> action + ": ").orElse("");
  }

  private static Map<String, String> about(HttpRequest request) {
    Map<String, String> about = about(request.parameters());
    Optional.ofNullable(request.headers().get(Delivery.ID_HEADER)).ifPresent(id -> about.put("callback", id));
    return about;
  }

  static Map<String, String> about(Map<String, String> parameters) {
    Map<String, String> about = new LinkedHashMap<>();
    Optional.ofNullable(parameters.get("CallUUID")).ifPresent(call -> about.put("call", call));
    Optional.ofNullable(parameters.get("ConferenceName")).ifPresent(name -> about.put("conference", name));
    return about;
  }

  static String millis(Duration took) {
    return took.toMillis() < 10_000 ? took.toMillis() + " ms" : took.toSeconds() + " s";
  }
}
