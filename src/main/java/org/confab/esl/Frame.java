package org.confab.esl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * One message of the Event Socket: a block of header lines, and a body of as many bytes as its {@code Content-Length} says (mod_event_socket.c).
 * Bytes are kept as they came; nothing is decoded before it is asked for. The arrays are not copied and must not be changed.
 */
public final class Frame {

  static final String CONTENT_TYPE = "Content-Type";
  static final String CONTENT_LENGTH = "Content-Length";

  private static final byte[] NO_BODY = {};

  private final HeaderLines headers;
  private final byte[] body;

  private Frame(HeaderLines headers, byte[] body) {
    this.headers = headers;
    this.body = body;
  }

  Frame(byte[] head) {
    this(new HeaderLines(head, 0, head.length), NO_BODY);
  }

  /** The same head with a body. */
  Frame with(byte[] bytes) {
    return new Frame(headers, bytes);
  }

  /** Whether two lines of that name say different things. */
  boolean contradicts(String name) {
    return headers.contradicts(name);
  }

  HeaderLines headers() {
    return headers;
  }

  /** The header's value as it stands on the wire, without the blanks around it. */
  public Optional<String> header(String name) {
    return headers.raw(name);
  }

  /** The frame's {@code Content-Type}; empty text if it has none. */
  public String contentType() {
    return header(CONTENT_TYPE).orElse("");
  }

  /** The body's bytes, exactly as sent. */
  public byte[] body() {
    return body;
  }

  /** The body as UTF-8 text. */
  public String bodyText() {
    return new String(body, UTF_8);
  }

  /** For logs: the type and the body's size, never the content, which may hold a caller's digits or a password. */
  @Override
  public String toString() {
    return "Frame[" + contentType() + ", " + body.length + " bytes]";
  }
}
