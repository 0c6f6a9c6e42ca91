package org.confab.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.confab.http.HttpFailure;
import org.confab.http.HttpReply;

/** What an application's answer to a callback, or its silence, means for the callback. */
sealed interface Verdict {

  /** What it said, for operators. */
  String said();

  record Delivered(String said) implements Verdict {}

  /** It cannot be reached now, or asks for time: the lane waits. */
  record Away(String said, Optional<Duration> retryAfter) implements Verdict {}

  /** It does not want this; to send it again would change nothing. */
  record Refused(String said) implements Verdict {}

  /** It broke over this; perhaps not over the next one. */
  record Failed(String said) implements Verdict {}

  /** No application may hold its lane longer than this by asking for time. */
  Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

  static Verdict of(HttpReply reply, Instant now) {
    return of(reply.status(), reply.retryAfter(now).map(asked -> asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked));
  }

  static Verdict of(Throwable cause) {
    String said = String.valueOf(cause.getMessage());
    if (!(cause instanceof HttpFailure failure)) {
      return new Failed(cause.toString());
    }
    return switch (failure.kind()) {
      case UNKNOWN_HOST, CONNECT_REFUSED, CONNECT_TIMEOUT, TLS, READ_TIMEOUT, TOTAL_TIMEOUT, CONNECTION_CLOSED ->
          new Away(said, Optional.empty());
      case BAD_URL, FORBIDDEN_ADDRESS, TOO_MANY_REDIRECTS, FILE_UNREADABLE -> new Refused(said);
      case BAD_REPLY -> new Failed(said);
      // the status came first, and the body of the reply is of no interest
      case BODY_TOO_LARGE -> of(failure.status().orElse(500), Optional.empty());
    };
  }

  /** Whether somebody waited for a reply and none came. */
  static boolean silence(Throwable cause) {
    return cause instanceof HttpFailure failure && switch (failure.kind()) {
      case CONNECT_TIMEOUT, READ_TIMEOUT, TOTAL_TIMEOUT -> true;
      default -> false;
    };
  }

  private static Verdict of(int status, Optional<Duration> retryAfter) {
    String said = "replied " + status;
    if (status >= 200 && status < 300) {
      return new Delivered(said);
    }
    return switch (status) {
      case 429, 503 -> new Away(said, retryAfter);
      case 502, 504 -> new Away(said, Optional.empty());
      default -> status >= 500 ? new Failed(said) : new Refused(status < 400 ? said + " (callbacks follow no redirect)" : said);
    };
  }
}
