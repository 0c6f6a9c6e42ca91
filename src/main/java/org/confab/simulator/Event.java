package org.confab.simulator;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An event as FreeSWITCH fires it: headers in the order in which they were added, duplicates included, and perhaps a body. */
final class Event {

  /** How a listener wants its events (mod_event_socket.c). */
  enum Format { PLAIN, JSON }

  private static final String UNSAFE = "\r\n #%&+:;<=>?@[\\]^`{|}\"";
  private static final String HEX = "0123456789ABCDEF";

  private final String name;
  private final String subclass;
  private final List<String> names = new ArrayList<>(128);
  private final List<String> values = new ArrayList<>(128);
  private String body = "";
  private Buffer plainFrame;
  private Buffer jsonFrame;

  Event(String name, String subclass) {
    this.name = name;
    this.subclass = subclass;
  }

  String name() {
    return name;
  }

  /** The subclass of a CUSTOM event, else empty. */
  String subclass() {
    return subclass;
  }

  Event add(String header, String value) {
    names.add(header);
    values.add(value);
    return this;
  }

  Event body(String text) {
    body = text;
    return this;
  }

  /** The first header of that name, in any case, as switch_event_get_header finds it. */
  Optional<String> header(String header) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(header)) {
        return Optional.of(values.get(i));
      }
    }
    return Optional.empty();
  }

  /** The whole frame as it goes to a listener; made once for all listeners of one format. */
  Buffer frame(Format format) {
    if (format == Format.JSON) {
      if (jsonFrame == null) {
        jsonFrame = frame("text/event-json", json());
      }
      return jsonFrame;
    }
    if (plainFrame == null) {
      plainFrame = frame("text/event-plain", plain());
    }
    return plainFrame;
  }

  private static Buffer frame(String type, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    return Buffer.buffer("Content-Length: " + bytes.length + "\nContent-Type: " + type + "\n\n").appendBytes(bytes);
  }

  /** switch_event_serialize: values percent-encoded, an empty one written {@code _undef_}. */
  String plain() {
    StringBuilder out = new StringBuilder(names.size() * 48);
    for (int i = 0; i < names.size(); i++) {
      String value = values.get(i);
      out.append(names.get(i)).append(": ");
      if (value.isEmpty()) {
        out.append("_undef_");
      } else {
        encode(value, out);
      }
      out.append('\n');
    }
    if (!body.isEmpty()) {
      out.append("Content-Length: ").append(body.getBytes(StandardCharsets.UTF_8).length).append("\n\n").append(body);
    } else {
      out.append('\n');
    }
    return out.toString();
  }

  /** switch_event_serialize_json: unformatted, a repeated header is a repeated key, the body is {@code _body}. */
  String json() {
    StringBuilder out = new StringBuilder(names.size() * 48).append('{');
    for (int i = 0; i < names.size(); i++) {
      out.append(i == 0 ? "" : ",");
      Json.string(names.get(i), out);
      value(values.get(i), out.append(':'));
    }
    if (!body.isEmpty()) {
      out.append(names.isEmpty() ? "" : ",").append("\"Content-Length\":\"")
          .append(body.getBytes(StandardCharsets.UTF_8).length).append("\",\"_body\":");
      Json.string(body, out);
    }
    return out.append('}').toString();
  }

  private static void value(String value, StringBuilder out) {
    if (!value.startsWith("ARRAY::")) {
      Json.string(value, out);
      return;
    }
    String[] parts = value.substring(7).split("\\|:", -1);
    for (int i = 0; i < parts.length; i++) {
      Json.string(parts[i], out.append(i == 0 ? '[' : ','));
    }
    out.append(']');
  }

  /** switch_url_encode: what already looks like {@code %XX} is left as it is. */
  static void encode(String value, StringBuilder out) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xff;
      boolean encoded = b == '%' && i + 2 < bytes.length && HEX.indexOf(bytes[i + 1]) >= 0 && HEX.indexOf(bytes[i + 2]) >= 0;
      if (!encoded && (b < ' ' || b > '~' || UNSAFE.indexOf(b) >= 0)) {
        out.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
      } else {
        out.append((char) b);
      }
    }
  }
}
