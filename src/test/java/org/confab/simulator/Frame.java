package org.confab.simulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One frame from FreeSWITCH, real or not: header block, blank line, body. */
record Frame(String text) {

  private static final JsonMapper JSON = JsonMapper.builder().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();

  record Header(String name, String value) {}

  String head() {
    int end = text.indexOf("\n\n");
    return end < 0 ? text : text.substring(0, end);
  }

  String body() {
    int end = text.indexOf("\n\n");
    return end < 0 ? "" : text.substring(end + 2);
  }

  boolean isEvent() {
    return head().contains("Content-Type: text/event-");
  }

  boolean isReply() {
    return head().startsWith("Content-Type: command/reply") || head().startsWith("Content-Type: api/response");
  }

  /** The headers of an event, in order, values decoded; the body of the event as {@code _body}. */
  List<Header> headers() {
    return head().contains("text/event-json") ? json() : plain();
  }

  private List<Header> json() {
    List<Header> headers = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(body())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        headers.add(new Header(name, parser.currentToken() == JsonToken.START_ARRAY ? array(parser) : parser.getText()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(body(), e);
    }
    return headers;
  }

  private static String array(JsonParser parser) throws IOException {
    List<String> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(parser.getText());
    }
    return "ARRAY::" + String.join("|:", values);
  }

  private List<Header> plain() {
    List<Header> headers = new ArrayList<>();
    String[] parts = body().split("\n\n", 2);
    for (String line : parts[0].split("\n")) {
      int colon = line.indexOf(": ");
      headers.add(new Header(line.substring(0, colon), decoded(line.substring(colon + 2))));
    }
    if (parts.length == 2 && !parts[1].isEmpty()) {
      headers.add(new Header("_body", parts[1]));
    }
    return headers;
  }

  private static String decoded(String value) {
    if (value.equals("_undef_")) {
      return "";
    }
    byte[] in = value.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '%') {
        out[length++] = (byte) Integer.parseInt(value.substring(i + 1, i + 3), 16);
        i += 2;
      } else {
        out[length++] = in[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  Optional<String> header(String name) {
    return headers().stream().filter(header -> header.name().equals(name)).map(Header::value).findFirst();
  }

  /** What kind of event: the action of a conference event, {@code EXECUTE_COMPLETE <application>}, or its name. */
  String label() {
    return header("Action").or(() -> header("Application").map(application -> header("Event-Name").orElse("") + " " + application))
        .orElseGet(() -> header("Event-Name").orElse(""));
  }
}
