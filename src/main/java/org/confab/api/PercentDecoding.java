package org.confab.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Percent-encoded text (RFC 3986 §2.1), strictly: what is no UTF-8 is refused, since nobody could mean it. */
final class PercentDecoding {

  private PercentDecoding() {}

  /**
   * @param raw characters as they came over the wire, one for each byte
   * @throws BadRequest it is not percent-encoded UTF-8
   */
  static String decoded(String raw, boolean plusIsSpace, String what) {
    ByteBuffer bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        if (i + 2 >= raw.length() || hex(raw.charAt(i + 1)) < 0 || hex(raw.charAt(i + 2)) < 0) {
          throw new BadRequest("%s is not percent-encoded as it has to be: after %% come two hexadecimal digits".formatted(what));
        }
        bytes.put((byte) (hex(raw.charAt(i + 1)) << 4 | hex(raw.charAt(i + 2))));
        i += 2;
      } else if (c > 0xFF) {
        throw new BadRequest("%s is not UTF-8".formatted(what));
      } else {
        bytes.put((byte) (c == '+' && plusIsSpace ? ' ' : c));
      }
    }
    return utf8(bytes.flip(), what);
  }

  static String utf8(ByteBuffer bytes, String what) {
    try {
      return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new BadRequest("%s is not UTF-8".formatted(what));
    }
  }

  /** {@code a=1&b=2}, of a query or a form; of a name that is there twice the last value. */
  static Map<String, String> form(String raw, String what) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : raw.split("&")) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        values.put(decoded(parts[0], true, what), parts.length == 1 ? "" : decoded(parts[1], true, what));
      }
    }
    return values;
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
