package org.confab.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;

/** The public port with the REST API behind it, and a client that sends exactly what a test wants. Every answer is compared with the API's description. */
final class RestServer implements AutoCloseable {

  static final Account OWNER = new Account("MAAAAAAAAAAAAAAAAAAA", List.of(new Secret("new-token"), new Secret("old-token")));
  static final Account OTHER = new Account("MABBBBBBBBBBBBBBBBBB", List.of(new Secret("other-token")));
  static final String ROOT = "/v1/Account/" + OWNER.authId() + "/";
  static final String LOGIN = basic(OWNER.authId(), "new-token");
  static final String JSON = "Content-Type: application/json";
  static final String FORM = "Content-Type: application/x-www-form-urlencoded";

  /** @param headers by their names in lower case */
  record Reply(int status, Map<String, String> headers, String body) {

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(body);
      } catch (IOException broken) {
        throw new UncheckedIOException(body, broken);
      }
    }

    String error() {
      return json().path("error").asText();
    }

    String apiId() {
      return json().path("api_id").asText();
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** One connection. */
  final class Client implements AutoCloseable {

    private final Socket socket;

    Client() {
      try {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(60_000);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    void write(byte[] bytes) {
      try {
        socket.getOutputStream().write(bytes);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    void request(String method, String path, byte[] body, String... headers) {
      write(message(method, path, body, headers));
    }

    /** The next answer. */
    Reply reply() {
      try {
        return read(socket.getInputStream());
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    boolean isAtEnd() {
      try {
        return socket.getInputStream().read() < 0;
      } catch (IOException reset) {
        return true;
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  private final Loop loop = new Loop();
  private final ManualClock clock = new ManualClock();
  private final FakeConferences conferences = new FakeConferences();
  private final PublicServer server;
  private final int port;

  RestServer() {
    this(List.of());
  }

  /** With more calls than those of conferences. */
  RestServer(List<? extends Routes> more) {
    server = loop.run(() -> new PublicServer(loop.vertx(), new Settings.Http(List.of())));
    List<Routes> routes = new ArrayList<>(List.of(new ConferenceRoutes(conferences, clock), new MemberRoutes(conferences)));
    routes.addAll(more);
    server.route(OpenApiRequests.PATH, new OpenApiRequests());
    server.route(RestRequests.PREFIX, new RestRequests(loop.vertx(), clock, List.of(OTHER, OWNER), routes));
    port = loop.await(server::start);
  }

  Loop loop() {
    return loop;
  }

  ManualClock clock() {
    return clock;
  }

  FakeConferences conferences() {
    return conferences;
  }

  static String basic(String user, String password) {
    return "Authorization: Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  Client connect() {
    return new Client();
  }

  Reply get(String path) {
    return send("GET", ROOT + path, "", LOGIN);
  }

  Reply delete(String path) {
    return send("DELETE", ROOT + path, "", LOGIN);
  }

  /** With a JSON body, as the SDKs do. */
  Reply post(String path, String json) {
    return send("POST", ROOT + path, json, LOGIN, JSON);
  }

  Reply send(String method, String path, String body, String... headers) {
    return send(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** On a connection of its own. */
  Reply send(String method, String path, byte[] body, String... headers) {
    try (Client client = connect()) {
      client.request(method, path, body, headers);
      Reply reply = client.reply();
      Description.check(method, path, reply);
      return reply;
    }
  }

  private static byte[] message(String method, String path, byte[] body, String... headers) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    message.writeBytes(body);
    return message.toByteArray();
  }

  private static Reply read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("the connection was closed after: " + head);
      }
      head.append((char) next);
    }
    String[] lines = head.toString().strip().split("\r\n");
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] parts = lines[i].split(": ", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    int status = Integer.parseInt(lines[0].split(" ")[1]);
    assertThat(headers).as("no chunks, which this client cannot read").doesNotContainKey("transfer-encoding");
    return new Reply(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    Loop.result(server.close());
    loop.close();
  }
}
