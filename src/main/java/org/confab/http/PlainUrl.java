package org.confab.http;

import java.net.URI;

/** Text for operators: URLs without what may be secret, and nothing that could begin a second log line. */
public final class PlainUrl {

  private PlainUrl() {}

  /** Scheme, host, port and path of a URL; never its query, fragment or password. */
  public static String of(URI url) {
    if (url.getRawAuthority() == null) {
      return printable(url.getScheme() == null ? "(no URL)" : url.getScheme() + ":…");
    }
    String authority = url.getRawAuthority();
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return printable(url.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1) + path);
  }

  /** As {@link #of(URI)}, of a text that may be none; then {@code (no URL)}, since what it holds is not known. */
  public static String of(String url) {
    try {
      return of(URI.create(url));
    } catch (IllegalArgumentException notOne) {
      return "(no URL)";
    }
  }

  /** The text with control characters, line and direction marks written as {@code \}{@code uXXXX}, and at most 500 characters of it. */
  public static String printable(String text) {
    StringBuilder plain = new StringBuilder(Math.min(text.length(), 520));
    for (int i = 0; i < text.length(); i++) {
      if (plain.length() >= 500) {
        return plain.append('…').toString();
      }
      char c = text.charAt(i);
      int type = Character.getType(c);
      if (type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR) {
        plain.append(String.format("\\u%04X", (int) c));
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
