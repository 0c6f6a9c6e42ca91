package org.confab.api;

import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * One condition of being ready, or of being whole.
 *
 * @param name short, as in {@code events connection}
 * @param needed whether the service is not ready without it; else it is ready, and says {@code degraded}
 * @param condition asked on every request to {@code /health/ready}, on the server's context; must not block
 */
public record HealthCheck(String name, boolean needed, Supplier<Condition> condition) {

  /** One without which the service is not ready. */
  public HealthCheck(String name, Supplier<Condition> condition) {
    this(name, true, condition);
  }

  /** How it stands now; a check that breaks is not met. */
  public Condition ask() {
    try {
      return condition.get();
    } catch (RuntimeException failure) {
      LoggerFactory.getLogger(HealthCheck.class).error("The health check {} failed", name, failure);
      return new Condition(false, "the check itself failed: " + failure);
    }
  }

  /**
   * @param met whether it is as it should be
   * @param reason why, for operators; also when it is met
   */
  public record Condition(boolean met, String reason) {}
}
