package org.confab.http;

import java.net.URI;
import java.util.Locale;

/**
 * A URL that will be requested, and whether the operator himself named it.
 *
 * @param url absolute, with Plivo's options in its fragment
 * @param trusted true for URLs of confab.yaml and of {@code confab_*} variables, and for those of the same origin in a document that such a URL
 *     returned
 */
public record Link(String url, boolean trusted) {

  /** The operator's own. */
  public static Link own(String url) {
    return new Link(url, true);
  }

  /**
   * A URL in a document.
   *
   * @param document where the document came from
   * @param trusted whether that is trusted ({@link HttpReply#trusted})
   * @param url what it says, absolute
   */
  public static Link in(URI document, boolean trusted, URI url) {
    return new Link(url.toString(), trusted && sameOrigin(document, url));
  }

  /** Same scheme, host and port; false for what has no host. */
  static boolean sameOrigin(URI one, URI other) {
    return one.getScheme() != null && one.getHost() != null && one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost()) && port(one) == port(other);
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : url.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
  }
}
