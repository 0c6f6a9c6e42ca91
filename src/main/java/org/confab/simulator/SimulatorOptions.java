package org.confab.simulator;

import java.time.Duration;
import java.util.Objects;
import org.confab.clock.Clock;

/**
 * How a simulated switch behaves.
 *
 * @param port      where the Event Socket listens on 127.0.0.1; 0 takes any free port
 * @param password  what {@code auth} must say
 * @param version   the FreeSWITCH whose texts and header sets are given
 * @param clock     where its time comes from; tasks must run on the context that scheduled them
 * @param heartbeat how often a HEARTBEAT event is fired
 */
public record SimulatorOptions(int port, String password, Version version, Clock clock, Duration heartbeat) {

  /** The FreeSWITCH versions of which there are recordings. */
  public enum Version { V1_10_12, V1_11_1 }

  public SimulatorOptions {
    Objects.requireNonNull(password);
    Objects.requireNonNull(version);
    Objects.requireNonNull(clock);
    Objects.requireNonNull(heartbeat);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not in 0..65535");
    }
    if (heartbeat.isNegative() || heartbeat.isZero()) {
      throw new IllegalArgumentException("heartbeat must be positive, not " + heartbeat);
    }
  }

  /** Any port, FreeSWITCH's own default password, 1.11.1, a heartbeat every 20 s. */
  public static SimulatorOptions defaults(Clock clock) {
    return new SimulatorOptions(0, "ClueCon", Version.V1_11_1, clock, Duration.ofSeconds(20));
  }

  public SimulatorOptions withPort(int newPort) {
    return new SimulatorOptions(newPort, password, version, clock, heartbeat);
  }

  public SimulatorOptions withPassword(String newPassword) {
    return new SimulatorOptions(port, newPassword, version, clock, heartbeat);
  }

  public SimulatorOptions withVersion(Version newVersion) {
    return new SimulatorOptions(port, password, newVersion, clock, heartbeat);
  }

  public SimulatorOptions withClock(Clock newClock) {
    return new SimulatorOptions(port, password, version, newClock, heartbeat);
  }

  public SimulatorOptions withHeartbeat(Duration newHeartbeat) {
    return new SimulatorOptions(port, password, version, clock, newHeartbeat);
  }
}
