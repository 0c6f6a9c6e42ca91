package org.confab.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.confab.config.Account;
import org.confab.config.Secret;

/** What a client says of itself by Basic authentication (RFC 7617). */
public record BasicLogin(String user, Secret password) {

  private static final String SCHEME = "Basic ";

  /** Empty if there is no such header, or nothing in it that could be one. @param header may be null: there is none */
  public static Optional<BasicLogin> of(String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      String text = new String(Base64.getDecoder().decode(header.substring(SCHEME.length()).strip()), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(new BasicLogin(text.substring(0, colon), new Secret(text.substring(colon + 1))));
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }

  /** Takes the same time whatever differs, in the user as in the password. */
  public boolean is(String expectedUser, Secret expectedPassword) {
    return new Secret(user).equals(new Secret(expectedUser)) & password.equals(expectedPassword);
  }

  /** The account whose auth id and one of whose tokens these are; every one is looked at, so that the time does not tell which it was. */
  Optional<Account> account(List<Account> accounts) {
    Optional<Account> found = Optional.empty();
    for (Account account : accounts) {
      for (Secret token : account.authTokens()) {
        found = is(account.authId(), token) ? Optional.of(account) : found;
      }
    }
    return found;
  }
}
