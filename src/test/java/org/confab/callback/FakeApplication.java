package org.confab.callback;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.confab.http.Http;
import org.confab.http.HttpFailure;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;

/** Applications that answer when, and as, the test says. */
final class FakeApplication implements Http {

  /** A request that has no answer yet. */
  record Open(HttpRequest request, Promise<HttpReply> promise) {
    String id() {
      return request.parameters().get("id");
    }

    void reply(int status) {
      reply(status, Map.of());
    }

    void fail(HttpFailure.Kind kind) {
      promise.fail(new HttpFailure(kind, "as the test says"));
    }

    void reply(int status, Map<String, String> headers) {
      promise.complete(new HttpReply(status, headers, new byte[0], URI.create("http://app/"), false));
    }
  }

  /** All requests, in the order in which they came. */
  final List<HttpRequest> received = new ArrayList<>();

  private final List<Open> open = new ArrayList<>();

  @Override
  public Future<HttpReply> send(HttpRequest request) {
    Open opened = new Open(request, Promise.promise());
    received.add(request);
    open.add(opened);
    return opened.promise().future().onComplete(done -> open.remove(opened));
  }

  List<Open> open() {
    return List.copyOf(open);
  }

  /** The only request without an answer. */
  Open only() {
    if (open.size() != 1) {
      throw new AssertionError(open.size() + " requests are open: " + open);
    }
    return open.get(0);
  }

  List<String> ids() {
    return received.stream().map(request -> request.parameters().get("id")).toList();
  }
}
