package org.confab.plivo;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be said of a document by its size and its first bytes: that it is no XML at all, in words that name what it is, or what
 * stands before its XML (a byte order mark of UTF-8, white space that some web frameworks put before the declaration).
 *
 * @param fault why it is refused
 * @param skipped bytes before the XML
 * @param lines how many line ends are among those
 * @param blanks how many bytes of those are white space
 */
record Preamble(Optional<String> fault, int skipped, int lines, int blanks) {

  static final String HTML = "this is an HTML page, not an answer document; is it an error page, or the wrong URL?";

  static Preamble of(byte[] body) {
    if (body.length == 0) {
      return refused("the reply is empty");
    }
    if (body.length > AnswerDocuments.LARGEST) {
      return refused("the document is larger than 100 KB: " + body.length + " bytes");
    }
    boolean mark = body.length >= 3 && (body[0] & 0xFF) == 0xEF && (body[1] & 0xFF) == 0xBB && (body[2] & 0xFF) == 0xBF;
    int at = mark ? 3 : 0;
    int lines = 0;
    int first = at;
    while (at < body.length && (body[at] == ' ' || body[at] == '\t' || body[at] == '\r' || body[at] == '\n')) {
      lines += body[at++] == '\n' ? 1 : 0;
    }
    if (at == body.length) {
      return refused("the reply is empty but for white space");
    }
    String start = new String(body, at, Math.min(64, body.length - at), StandardCharsets.ISO_8859_1)
        .replace("\0", "").replaceFirst("\\A(\u00FE\u00FF|\u00FF\u00FE)\\s*", "").toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      return refused(HTML);
    }
    if (start.startsWith("{") || start.startsWith("[")) {
      return refused("this is JSON, not an answer document");
    }
    return new Preamble(Optional.empty(), at, lines, at - first);
  }

  private static Preamble refused(String reason) {
    return new Preamble(Optional.of(reason), 0, 0, 0);
  }
}
