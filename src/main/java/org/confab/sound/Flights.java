package org.confab.sound;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.confab.clock.Clock;

/**
 * What many ask for at once is done once; what could not be had is not tried again for a few seconds, so that two hundred callers do not
 * ask a dead server two hundred times. Lives on one context.
 */
final class Flights<T> {

  private static final Duration REMEMBERED = Duration.ofSeconds(10);
  private static final int MOST_REMEMBERED = 10_000;

  private record Failed(Throwable cause, Instant until) {
  }

  private final Clock clock;
  private final Map<String, Future<T>> underWay = new HashMap<>();
  private final Map<String, Failed> failed = new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Failed> eldest) {
      return size() > MOST_REMEMBERED;
    }
  };

  Flights(Clock clock) {
    this.clock = clock;
  }

  Future<T> of(String key, Supplier<Future<T>> flight) {
    Failed before = failed.get(key);
    if (before != null && clock.now().isBefore(before.until())) {
      return Future.failedFuture(before.cause());
    }
    failed.remove(key);
    Future<T> current = underWay.get(key);
    if (current != null) {
      return current;
    }
    Future<T> started = flight.get().onFailure(cause -> failed.put(key, new Failed(cause, clock.now().plus(REMEMBERED))));
    if (!started.isComplete()) {
      underWay.put(key, started);
      started.onComplete(done -> underWay.remove(key));
    }
    return started;
  }
}
