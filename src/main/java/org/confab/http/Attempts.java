package org.confab.http;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntFunction;
import org.confab.clock.Clock;
import org.confab.http.RetryPolicy.On;

/** Tries a request again, at once, as the options of its URL say. */
public final class Attempts {

  private final Http http;
  private final Clock clock;

  public Attempts(Http http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /** As {@link #send(IntFunction, RetryPolicy)} with the same request every time. */
  public Future<HttpReply> send(HttpRequest request, RetryPolicy policy) {
    return send(number -> request, policy);
  }

  /**
   * Sends a request until it succeeds, or the policy has no further try or no further time. The future has the last try's reply or failure.
   *
   * @param request the request of the first, second… try (1, 2…); the time limits of the policy replace its own
   */
  public Future<HttpReply> send(IntFunction<HttpRequest> request, RetryPolicy policy) {
    return attempt(request, policy, 1, clock.now().plus(policy.total()));
  }

  private Future<HttpReply> attempt(IntFunction<HttpRequest> requests, RetryPolicy policy, int number, Instant deadline) {
    HttpRequest request = requests.apply(number);
    Duration left = number == 1 ? policy.total() : left(deadline);
    Limits limits = new Limits(policy.connect(), policy.read(), left, request.limits().maxBodyBytes());
    return http.send(request.withLimits(limits)).transform(result -> {
      boolean again = number <= policy.retries() && left(deadline).toMillis() > 0
          && reason(result.succeeded() ? result.result() : null, result.cause()).filter(policy.on()::contains).isPresent();
      if (again) {
        return attempt(requests, policy, number + 1, deadline);
      }
      return result.succeeded() ? Future.succeededFuture(result.result()) : Future.failedFuture(result.cause());
    });
  }

  private Duration left(Instant deadline) {
    return Duration.between(clock.now(), deadline);
  }

  private static Optional<On> reason(HttpReply reply, Throwable cause) {
    if (reply != null) {
      return switch (reply.status() / 100) {
        case 4 -> Optional.of(On.CLIENT_ERROR);
        case 5 -> Optional.of(On.SERVER_ERROR);
        default -> Optional.empty();
      };
    }
    if (!(cause instanceof HttpFailure failure)) {
      return Optional.empty();
    }
    return switch (failure.kind()) {
      case UNKNOWN_HOST, CONNECT_REFUSED, CONNECT_TIMEOUT, TLS -> Optional.of(On.CONNECT);
      case READ_TIMEOUT, CONNECTION_CLOSED, BAD_REPLY -> Optional.of(On.READ);
      case BAD_URL, FORBIDDEN_ADDRESS, TOTAL_TIMEOUT, BODY_TOO_LARGE, TOO_MANY_REDIRECTS, FILE_UNREADABLE -> Optional.empty();
    };
  }
}
