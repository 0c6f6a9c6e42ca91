package org.confab.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.confab.testing.Loop;

/**
 * The application: answers each call with a document, and keeps the account of the callbacks. An account is in order if each conference's numbers
 * came without gap from 1, and no id came twice, but for the last of a conference before a kill.
 */
final class Receiver implements AutoCloseable {

  /** A callback as it came. */
  record Arrival(String action, String call, String conference, long nanos) {}

  private final Vertx vertx = Vertx.vertx();
  private final int port;
  private final UnaryOperator<String> document;
  private final Consumer<Arrival> told;
  private final Map<String, Long> last = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private final Map<String, String> lastIds = new HashMap<>();
  /** Those of which a Confab that was killed may not have seen the answer. */
  private final Set<String> underWay = new HashSet<>();
  private long repeated;
  private long received;
  private long duplicated;
  private long disordered;

  /**
   * @param document what the caller with that number is answered, with {@code CALLBACK} for the callback URL
   * @param told on the receiver's event loop, before the request is answered
   */
  Receiver(UnaryOperator<String> document, Consumer<Arrival> told) {
    this.document = document;
    this.told = told;
    port = Loop.result(vertx.createHttpServer().requestHandler(this::take).listen(0, "127.0.0.1")).actualPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private void take(HttpServerRequest request) {
    request.setExpectMultipart(request.method() == HttpMethod.POST);
    request.body().onSuccess(ignored -> {
      long now = System.nanoTime();
      if (request.path().equals("/answer")) {
        request.response().end(document.apply(request.getFormAttribute("From")).replace("CALLBACK", url("/callback")));
        return;
      }
      String conference = request.getFormAttribute("ConferenceName");
      if (account(conference, request.getHeader("X-Confab-Callback-Id"), Long.parseLong(request.getHeader("X-Confab-Sequence")))) {
        told.accept(new Arrival(request.getFormAttribute("ConferenceAction"), request.getFormAttribute("CallUUID"), conference, now));
      }
      request.response().end();
    });
  }

  /** Confab was killed, and everything that it sent has come. */
  synchronized void killed() {
    underWay.addAll(lastIds.values());
  }

  /** False for what a kill makes come again. */
  private synchronized boolean account(String conference, String id, long sequence) {
    received++;
    if (sequence == last.getOrDefault(conference, 0L) && underWay.remove(id)) {
      repeated++;
      return false;
    }
    duplicated += ids.add(id) ? 0 : 1;
    disordered += sequence == last.getOrDefault(conference, 0L) + 1 ? 0 : 1;
    last.put(conference, sequence);
    lastIds.put(conference, id);
    return true;
  }

  synchronized long received() {
    return received;
  }

  synchronized boolean isInOrder() {
    return duplicated == 0 && disordered == 0;
  }

  synchronized String account() {
    return "received " + received + ", duplicated " + duplicated + ", out of order " + disordered + (repeated > 0 ? ", repeated over a kill " + repeated : "");
  }

  @Override
  public void close() {
    Loop.result(vertx.close());
  }
}
