package org.confab.esl;

import java.time.Duration;

/**
 * Where an Event Socket listens and how long we wait for it.
 *
 * @param connectTimeout for the connection and the whole of the authentication
 * @param commandTimeout for each reply; a connection that exceeds it is closed
 * @param maxPending     commands that may wait for their reply before further ones fail at once
 */
public record EslOptions(String host, int port, String password, Duration connectTimeout, Duration commandTimeout, int maxPending) {

  /** Five seconds to connect, ten for a reply, 20,000 pending commands. */
  public static EslOptions of(String host, int port, String password) {
    return new EslOptions(host, port, password, Duration.ofSeconds(5), Duration.ofSeconds(10), 20_000);
  }

  public EslOptions withCommandTimeout(Duration timeout) {
    return new EslOptions(host, port, password, connectTimeout, timeout, maxPending);
  }

  String address() {
    return host + ":" + port;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "EslOptions[" + address() + "]";
  }
}
