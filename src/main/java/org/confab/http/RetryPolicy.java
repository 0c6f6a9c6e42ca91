package org.confab.http;

import java.time.Duration;
import java.util.Set;

/**
 * Plivo's options of a callback URL ({@code #ct=…&rt=…&tt=…&rc=…&rp=…}, docs.plivo.com/docs/voice/concepts/callback-configurations), read.
 *
 * @param connect {@code ct}, of one try
 * @param read {@code rt}, of one try
 * @param total {@code tt}, of all tries together
 * @param retries {@code rc}, tries after the first one
 * @param on {@code rp}, after what to try again
 */
public record RetryPolicy(Duration connect, Duration read, Duration total, int retries, Set<On> on) {

  /** Reasons to try again; Plivo's {@code all} is all of them. */
  public enum On {
    /** {@code 4xx} */
    CLIENT_ERROR,
    /** {@code 5xx} */
    SERVER_ERROR,
    /** {@code ct}: no connection could be made: refused, no such host, TLS failed, too late. */
    CONNECT,
    /** {@code rt}: a connection, but no complete reply: too late, closed, not HTTP. */
    READ
  }

  /** Plivo's defaults. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(40), Duration.ofSeconds(55), 1, Set.of(On.CONNECT, On.READ));

  public RetryPolicy {
    if (retries < 0) {
      throw new IllegalArgumentException("retries is negative: " + retries);
    }
    on = Set.copyOf(on);
  }
}
