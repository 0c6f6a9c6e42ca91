package org.confab.esl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * The one place through which every byte to FreeSWITCH passes. The protocol has no escape: a line break in a value would start a second
 * command, and a NUL would end FreeSWITCH's string early. So both, and lone surrogates, which are no text, are refused.
 */
final class Wire {

  private Wire() {}

  /** The bytes of a command: its lines, an empty line, and the body, whose length the last line has to give. */
  static byte[] encode(List<String> lines, byte[] body) {
    StringBuilder text = new StringBuilder(96);
    for (String line : lines) {
      text.append(checkedLine(line)).append('\n');
    }
    byte[] head = text.append('\n').toString().getBytes(UTF_8);
    if (body.length == 0) {
      return head;
    }
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  static String checkedLine(String line) {
    if (line.isEmpty()) {
      throw new EslException.Refused("an empty line would end the command");
    }
    return checked(line);
  }

  /** The text itself, if it can stand in one line. */
  static String checked(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' || c == 0) {
        throw new EslException.Refused("a line break or NUL in a value for FreeSWITCH: " + printable(text));
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c) || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new EslException.Refused("half a character in a value for FreeSWITCH: " + printable(text));
        }
        i++;
      }
    }
    return text;
  }

  /** Text for a log line: control characters as {@code ?}, at most 200 characters. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.strip().codePoints().limit(200).forEach(c -> printable.appendCodePoint(Character.isISOControl(c) || c >= 0xD800 && c <= 0xDFFF ? '?' : c));
    return printable.toString();
  }
}
