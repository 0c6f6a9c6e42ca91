package org.confab.esl;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A FreeSWITCH event: a view over the bytes of a {@code text/event-plain} frame, in which each header is looked up and decoded when it is asked
 * for. Most of an event's hundred headers never are.
 */
public final class Event {

  /** How FreeSWITCH writes a header whose value is empty (switch_event.c, switch_event_serialize). */
  private static final String EMPTY = "_undef_";

  private final byte[] bytes;
  private final HeaderLines headers;
  private final int bodyStart;
  private final Instant readAt;

  private Event(byte[] bytes, HeaderLines headers, int bodyStart, Instant readAt) {
    this.bytes = bytes;
    this.headers = headers;
    this.bodyStart = bodyStart;
    this.readAt = readAt;
  }

  private Event(byte[] bytes, int headersEnd, Instant readAt) {
    this(bytes, new HeaderLines(bytes, 0, headersEnd), Math.min(bytes.length, headersEnd + 1), readAt);
  }

  /** The event that is the frame's own head, as in the reply to {@code connect}: it has no body. */
  static Event ofHead(Frame frame, Instant readAt) {
    return new Event(new byte[0], frame.headers(), 0, readAt);
  }

  /** The event in the body of that frame, whose bytes arrived then. A body that is no event yields an event without headers. */
  public static Event of(Frame frame, Instant readAt) {
    byte[] bytes = frame.body();
    int end = 0;
    while (end < bytes.length && !(bytes[end] == '\n' && (end + 1 == bytes.length || bytes[end + 1] == '\n'))) {
      end++;
    }
    return new Event(bytes, Math.min(bytes.length, end + 1), readAt);
  }

  /** When its bytes arrived here. */
  public Instant readAt() {
    return readAt;
  }

  /** The header's decoded value; empty if the event has no such header, or one without a value. */
  public Optional<String> get(String name) {
    return headers.decoded(name).filter(value -> !value.equals(EMPTY));
  }

  /** The header's decoded value, or empty text. */
  public String text(String name) {
    return get(name).orElse("");
  }

  /** A channel variable that the event carries. */
  public Optional<String> variable(String name) {
    return get("variable_" + name);
  }

  /** {@code Event-Name}. */
  public String name() {
    return text("Event-Name");
  }

  /** The event's own body, byte by byte; empty if it has none. Its length is what its inner {@code Content-Length} says, if it says so. */
  public byte[] body() {
    int end = headers.raw(Frame.CONTENT_LENGTH).flatMap(FrameDecoder::length)
        .map(length -> (int) Math.min(bytes.length, bodyStart + length)).orElse(bytes.length);
    return Arrays.copyOfRange(bytes, bodyStart, end);
  }

  /** All headers in order, decoded: for the few events of which everything is wanted. The first of two lines of one name stands. */
  public Map<String, String> headers() {
    Map<String, String> all = new LinkedHashMap<>();
    headers.forEach((name, value) -> all.putIfAbsent(name, value.equals(EMPTY) ? "" : value));
    return all;
  }

  /** For logs: the name and the channel, no values that a caller could choose. */
  @Override
  public String toString() {
    return "Event[" + name() + " " + text("Unique-ID") + "]";
  }
}
