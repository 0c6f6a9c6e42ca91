package org.confab.config;

import java.util.List;

/**
 * An account in Plivo's sense: whose conferences they are, and what signs requests.
 *
 * @param authId {@code MA} and 18 characters
 * @param authTokens at least one; while tokens are being rotated requests are signed with each of them
 */
public record Account(String authId, List<Secret> authTokens) {

  public Account {
    if (authTokens.isEmpty()) {
      throw new IllegalArgumentException("Account " + authId + " has no token");
    }
    authTokens = List.copyOf(authTokens);
  }
}
