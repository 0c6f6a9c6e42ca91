package org.confab.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A password or token. It never prints itself; equality takes the same time whatever differs. */
public final class Secret {

  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /** The secret itself, for the one place that needs it; never for a log line. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "****";
  }
}
