package org.confab.esl;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Undoes FreeSWITCH's {@code switch_url_encode}: {@code %xx} is a byte of UTF-8; a plus sign is a plus sign. What is no valid escape is kept
 * as it stands, so that one bad value never costs the event.
 */
final class PercentDecoding {

  private PercentDecoding() {}

  static String decode(byte[] bytes, int from, int to) {
    int escape = from;
    while (escape < to && bytes[escape] != '%') {
      escape++;
    }
    if (escape == to) {
      return new String(bytes, from, to - from, UTF_8);
    }
    byte[] decoded = new byte[to - from];
    int length = escape - from;
    System.arraycopy(bytes, from, decoded, 0, length);
    for (int at = escape; at < to; at++) {
      if (bytes[at] == '%' && at + 2 < to && hex(bytes[at + 1]) >= 0 && hex(bytes[at + 2]) >= 0) {
        decoded[length++] = (byte) (hex(bytes[at + 1]) << 4 | hex(bytes[at + 2]));
        at += 2;
      } else {
        decoded[length++] = bytes[at];
      }
    }
    return new String(decoded, 0, length, UTF_8);
  }

  static String decode(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return decode(bytes, 0, bytes.length);
  }

  private static int hex(byte digit) {
    return Character.digit(digit, 16);
  }
}
