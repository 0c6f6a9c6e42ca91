package org.confab.plivo;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * URLs as applications write them. Resolved by RFC 3986 §5.2 and not by {@link URI#resolve(URI)}, which follows the older RFC 2396 (it
 * loses the last segment before {@code ?query}). Only http and https.
 */
public final class Urls {

  /** What a reference leads to. */
  public sealed interface Resolution {
    /** An absolute http or https URL with a host, its options ({@code #ct=…}) still at its end. */
    record Resolved(URI url) implements Resolution {
    }

    /** A reference that cannot be requested; the reason is one sentence, safe for a log line. */
    record Refused(String reason) implements Resolution {
    }
  }

  /** RFC 3986, appendix B: scheme, authority, path, query, fragment. */
  private static final Pattern PARTS = Pattern.compile("(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?");
  private static final Pattern AUTHORITY = Pattern.compile("(?:(.*)@)?(\\[[0-9A-Fa-f:.]+]|[^:@\\[\\]]+)(?::([0-9]{0,5}))?");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
  private static final URI ANY = URI.create("http://any.invalid/");
  private static final int LONGEST = 8192;

  private Urls() {
  }

  /**
   * The URL that {@code reference} means in a document that came from {@code base}. White space around it is dropped; characters that a URL
   * cannot have (a space, {@code |}, letters beyond ASCII) are percent-encoded as UTF-8, as browsers do; what is encoded already stays.
   *
   * @param base an absolute http or https URL; its query and fragment are not inherited
   * @param reference absolute, or relative to base
   */
  public static Resolution resolve(URI base, String reference) {
    String text = XmlSpace.trim(reference);
    if (text.length() > LONGEST) {
      return new Resolution.Refused("a URL of " + text.length() + " characters is too long, " + LONGEST + " are allowed");
    }
    if (text.isEmpty() || text.startsWith("#")) {
      return new Resolution.Refused("the URL is empty");
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      return new Resolution.Refused("the URL contains a control character");
    }
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      return new Resolution.Refused("this is not a URL");
    }
    try {
      return resolve(base, parts);
    } catch (URISyntaxException e) {
      return new Resolution.Refused("this is not a URL: " + e.getReason()); // its message repeats the URL
    } catch (IllegalArgumentException e) {
      return new Resolution.Refused("this is not a URL: " + Printable.of(String.valueOf(e.getMessage())));
    }
  }

  /** As {@link #resolve} where there is no document: {@code url} has to be absolute. */
  public static Resolution parse(String url) {
    return SCHEME.matcher(XmlSpace.trim(url).split(":", 2)[0]).matches() && url.contains(":")
        ? resolve(ANY, url)
        : new Resolution.Refused("the URL has to begin with http:// or https://");
  }

  /** Why a reference could not be requested, wherever its document came from. */
  static Optional<String> faultOf(String reference) {
    return resolve(ANY, reference) instanceof Resolution.Refused refused ? Optional.of(refused.reason()) : Optional.empty();
  }

  private static Resolution resolve(URI base, Matcher reference) throws URISyntaxException {
    String scheme = reference.group(1) == null ? base.getScheme() : reference.group(1).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return new Resolution.Refused("only http:// and https:// URLs can be requested, not " + Printable.of(scheme) + ":");
    }
    String authority = reference.group(2);
    String path = encoded(reference.group(3), "/");
    String query = reference.group(4);
    if (authority == null && reference.group(1) != null) {
      return new Resolution.Refused("the URL has no host: after " + scheme + ": comes //");
    }
    if (authority == null) {
      if (path.isEmpty()) {
        path = base.getRawPath();
        query = query == null ? base.getRawQuery() : query;
      } else if (!path.startsWith("/")) {
        path = merged(base.getRawPath(), path);
      }
    }
    Matcher host = AUTHORITY.matcher(authority == null ? base.getRawAuthority() : authority);
    if (!host.matches()) {
      return new Resolution.Refused("the URL has no host");
    }
    String port = host.group(3) == null || host.group(3).isEmpty() ? "" : ":" + host.group(3);
    if (!port.isEmpty() && (Integer.parseInt(port.substring(1)) < 1 || Integer.parseInt(port.substring(1)) > 65_535)) {
      return new Resolution.Refused("a port is between 1 and 65535, not " + port.substring(1));
    }
    URI url = new URI(scheme + "://"
        + (host.group(1) == null ? "" : encoded(host.group(1), ":") + "@")
        + ascii(host.group(2)) + port
        + withoutDots(path)
        + (query == null ? "" : "?" + encoded(query, "/?[]"))
        + (reference.group(5) == null ? "" : "#" + encoded(reference.group(5), "/?")));
    return url.getHost() == null
        ? new Resolution.Refused("\"" + Printable.of(host.group(2)) + "\" is not a host name: letters, digits, hyphens and dots")
        : new Resolution.Resolved(url);
  }

  private static String ascii(String host) {
    return host.startsWith("[") ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
  }

  /** RFC 3986 §5.2.3. */
  private static String merged(String basePath, String relative) {
    return basePath == null || basePath.isEmpty() ? "/" + relative : basePath.substring(0, basePath.lastIndexOf('/') + 1) + relative;
  }

  /** RFC 3986 §5.2.4, for a path that is empty or begins with a slash. */
  private static String withoutDots(String path) {
    if (!path.contains("/.")) {
      return path;
    }
    String[] segments = path.substring(1).split("/", -1);
    ArrayDeque<String> kept = new ArrayDeque<>();
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      if (segments[i].equals("..")) {
        kept.pollLast();
      } else if (!segments[i].equals(".")) {
        kept.add(segments[i]);
        continue;
      }
      if (last) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }

  private static String encoded(String part, String alsoAllowed) {
    StringBuilder out = new StringBuilder(part.length());
    for (int i = 0; i < part.length(); ) {
      int c = part.codePointAt(i);
      if (c == '%' && i + 2 < part.length() && isHex(part.charAt(i + 1)) && isHex(part.charAt(i + 2))
          || c < 0x80 && (Character.isLetterOrDigit(c) || ("-._~!$&'()*+,;=:@" + alsoAllowed).indexOf(c) >= 0)) {
        out.append((char) c);
      } else {
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
          out.append("%%%02X".formatted(b));
        }
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  private static boolean isHex(char c) {
    return Character.digit(c, 16) >= 0 && c < 0x80;
  }
}
