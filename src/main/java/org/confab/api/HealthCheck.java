package org.confab.api;

import java.util.function.Supplier;

/**
 * One condition of being ready.
 *
 * @param name short, as in {@code events connection}
 * @param condition asked on every request to {@code /health/ready}, on the server's context; must not block
 */
public record HealthCheck(String name, Supplier<Condition> condition) {

  /**
   * @param met whether it is as it should be
   * @param reason why, for operators; also when it is met
   */
  public record Condition(boolean met, String reason) {}
}
