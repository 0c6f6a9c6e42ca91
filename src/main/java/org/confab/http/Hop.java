package org.confab.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.confab.network.Literals;

/**
 * One request of those that redirects make of one; its URL is absolute, http or https, with a path, without fragment and password; its host is a
 * name or an address in the one form that everybody reads alike.
 *
 * @param trusted see {@link HttpRequest#trusted}; lost for good with the first hop to another origin
 */
record Hop(String method, URI url, Map<String, String> parameters, boolean trusted) {

  /** What some resolvers take for an address, and not all for the same one: a last label of digits or of hex digits after 0x, or brackets. */
  private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9A-Fa-f]*)\\.?|\\[.*");

  /**
   * Checks and tidies a URL.
   *
   * @throws HttpFailure {@link HttpFailure.Kind#BAD_URL}
   */
  static Hop to(String method, URI url, Map<String, String> parameters, boolean trusted) {
    String scheme = url.getScheme();
    if (scheme == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
      throw bad(url, "only http:// and https:// URLs can be requested");
    }
    if (url.getRawUserInfo() != null || (url.getRawAuthority() != null && url.getRawAuthority().contains("@"))) {
      throw bad(url, "user and password in a URL are not supported; requests are signed instead");
    }
    if (url.getHost() == null) {
      throw bad(url, "it names no host that could be looked up (letters, digits, hyphens and dots)");
    }
    if (NUMERIC.matcher(url.getHost()).matches() && Literals.of(bare(url.getHost())).isEmpty()) {
      throw bad(url, "its host is no address as in 192.0.2.1 (four decimal numbers, no leading zeros) or [2001:db8::1] (no zone)");
    }
    if (url.getPort() == 0 || url.getPort() > 65535) {
      throw bad(url, "its port is not between 1 and 65535");
    }
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return new Hop(method, URI.create(URI.create(scheme + "://" + url.getHost() + port + path + query).toASCIIString()), parameters, trusted);
  }

  /**
   * Where a reply sends us on: as browsers do, 301, 302 and 303 make a GET of a POST, 307 and 308 keep the method and the body. Parameters
   * of a GET are not repeated: the new URL is complete.
   *
   * @throws HttpFailure the new URL cannot be requested
   */
  Optional<Hop> next(HttpReply reply) {
    boolean keeps = reply.status() == 307 || reply.status() == 308;
    boolean redirects = keeps || (reply.status() >= 301 && reply.status() <= 303);
    Optional<String> location = reply.header("location").map(String::trim).filter(text -> !text.isEmpty());
    if (!redirects || location.isEmpty()) {
      return Optional.empty();
    }
    boolean posts = keeps && method.equals("POST");
    URI target = resolve(location.get());
    return Optional.of(to(posts ? "POST" : "GET", target, posts ? parameters : Map.of(), trusted && Link.sameOrigin(url, target)));
  }

  boolean tls() {
    return url.getScheme().equalsIgnoreCase("https");
  }

  /** The host as sockets want it: an IPv6 address without brackets. */
  String host() {
    return bare(url.getHost());
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    return url.getPort() > 0 ? url.getPort() : tls() ? 443 : 80;
  }

  /** Path and query as sent. */
  String target() {
    String query = url.getRawQuery() == null ? "" : url.getRawQuery();
    String added = method.equals("GET") ? form() : "";
    String whole = query.isEmpty() || added.isEmpty() ? query + added : query + "&" + added;
    return url.getRawPath() + (whole.isEmpty() ? "" : "?" + whole);
  }

  /** The parameters as {@code application/x-www-form-urlencoded}. */
  String form() {
    return parameters.entrySet().stream().map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** RFC 3986 §5.2; URI.resolve alone forgets the path before a reference that is only a query. */
  private URI resolve(String location) {
    try {
      return url.resolve(new URI(location.startsWith("?") ? url.getRawPath() + location : location));
    } catch (URISyntaxException notOne) {
      throw new HttpFailure(HttpFailure.Kind.BAD_URL, PlainUrl.of(url) + ": it redirects to something that is no URL");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static HttpFailure bad(URI url, String why) {
    return new HttpFailure(HttpFailure.Kind.BAD_URL, PlainUrl.of(url) + ": " + why);
  }
}
