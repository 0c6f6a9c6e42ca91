package org.confab.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Supplier;

/** The operator's port: {@code /health/live}, {@code /health/ready}, {@code /metrics}. */
public final class OperatorServer {

  /** @param metrics the text for Prometheus, made anew for each request; must be safe to call on any event loop */
  public OperatorServer(Vertx vertx, String bind, int port, List<HealthCheck> checks, Supplier<String> metrics) {}

  /** Listens; the future has the port (which the system chose if 0 was asked for). */
  public Future<Integer> start() {
    throw new UnsupportedOperationException("being written");
  }

  public Future<Void> close() {
    throw new UnsupportedOperationException("being written");
  }
}
