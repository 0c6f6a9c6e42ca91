package org.confab.http;

import java.time.Duration;

/**
 * What a request may take.
 *
 * @param connect until there is a connection (name look-up, waiting for a free one and TLS included); Plivo's {@code ct}
 * @param read between the request and the first byte of the reply, and between any two pieces of it; Plivo's {@code rt}
 * @param total for everything, redirects included; Plivo's {@code tt}
 * @param maxBodyBytes of the reply; a longer one is a failure, and is not read further
 */
public record Limits(Duration connect, Duration read, Duration total, int maxBodyBytes) {

  public Limits {
    if (connect.toMillis() < 1 || read.toMillis() < 1 || total.toMillis() < 1 || maxBodyBytes < 0) {
      throw new IllegalArgumentException("Limits must be positive: " + connect + " " + read + " " + total + " " + maxBodyBytes);
    }
  }
}
