package org.confab.http;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request to an application.
 *
 * @param method GET (parameters are appended to the URL's query) or POST (parameters are the body,
 *     {@code application/x-www-form-urlencoded})
 * @param url its fragment is never sent. Whether it can be used is found out when it is sent ({@link HttpFailure.Kind#BAD_URL})
 * @param parameters sent in the order given
 * @param signer makes further headers for every hop
 * @param headers sent on every hop
 * @param maxRedirects how many redirects are followed; 0: a redirect is a reply like any other
 * @param trusted whether the URL is the operator's own ({@link Link#trusted}): then its host may have any address but those that are always
 *     refused
 * @param file with one, a POST is {@code multipart/form-data}: the parameters, then the file. It goes out on a connection of its own, and follows
 *     no redirect
 * @param leaves run as the request goes out on a connection, on every hop; must not throw
 */
public record HttpRequest(
    String method, URI url, Map<String, String> parameters, Signer signer, Map<String, String> headers, Limits limits, int maxRedirects,
    boolean trusted, Optional<FilePart> file, Runnable leaves) {

  private static final Runnable NOBODY = () -> {};

  public HttpRequest {
    if (!method.equals("GET") && !method.equals("POST")) {
      throw new IllegalArgumentException("The method is GET or POST, not " + method);
    }
    if (maxRedirects < 0) {
      throw new IllegalArgumentException("maxRedirects is negative: " + maxRedirects);
    }
    if (file.isPresent() && (!method.equals("POST") || maxRedirects > 0)) {
      throw new IllegalArgumentException("A file is sent by POST, and follows no redirect");
    }
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Nobody hears when it goes out. */
  public HttpRequest(
      String method, URI url, Map<String, String> parameters, Signer signer, Map<String, String> headers, Limits limits, int maxRedirects,
      boolean trusted, Optional<FilePart> file) {
    this(method, url, parameters, signer, headers, limits, maxRedirects, trusted, file, NOBODY);
  }

  /** A request without a file. */
  public HttpRequest(
      String method, URI url, Map<String, String> parameters, Signer signer, Map<String, String> headers, Limits limits, int maxRedirects,
      boolean trusted) {
    this(method, url, parameters, signer, headers, limits, maxRedirects, trusted, Optional.empty());
  }

  /** A request to a URL that is not trusted. */
  public HttpRequest(
      String method, URI url, Map<String, String> parameters, Signer signer, Map<String, String> headers, Limits limits, int maxRedirects) {
    this(method, url, parameters, signer, headers, limits, maxRedirects, false);
  }

  public HttpRequest withLimits(Limits other) {
    return new HttpRequest(method, url, parameters, signer, headers, other, maxRedirects, trusted, file, leaves);
  }
}
