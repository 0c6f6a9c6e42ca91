package org.confab.apptest;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.confab.http.Http;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;

/** Every request to the application, in the order in which they went out, and what became of each. May be used from any thread. */
final class Requests {

  /**
   * @param at     after the scenario's beginning, on its clock
   * @param result as people would put it; empty text while it is under way
   */
  record Requested(int number, Duration at, String method, URI url, Map<String, String> parameters, AtomicReference<String> result) {

    Optional<String> callUuid() {
      return Optional.ofNullable(parameters.get("CallUUID"));
    }
  }

  private final Stillness stillness;
  private final SimulatedClock clock;
  private final List<Requested> all = new ArrayList<>();

  Requests(Stillness stillness, SimulatedClock clock) {
    this.stillness = stillness;
    this.clock = clock;
  }

  /** The same client, observed. */
  Http around(Http http) {
    return request -> {
      Requested requested = add(request);
      stillness.begin();
      return http.send(request).onComplete(reply -> end(requested, status(reply)), failure -> end(requested, String.valueOf(failure.getMessage())));
    };
  }

  private static String status(HttpReply reply) {
    return Integer.toString(reply.status());
  }

  private synchronized Requested add(HttpRequest request) {
    Map<String, String> parameters = new LinkedHashMap<>(request.parameters());
    Requested requested = new Requested(all.size() + 1, clock.elapsed(), request.method(), request.url(), parameters, new AtomicReference<>(""));
    all.add(requested);
    return requested;
  }

  private void end(Requested requested, String result) {
    requested.result().set(result);
    stillness.end();
  }

  /** Those after that many. */
  synchronized List<Requested> after(int count) {
    return List.copyOf(all.subList(Math.min(count, all.size()), all.size()));
  }

  /** Those that were not answered yet. */
  List<Requested> unanswered() {
    return after(0).stream().filter(requested -> requested.result().get().isEmpty()).toList();
  }
}
