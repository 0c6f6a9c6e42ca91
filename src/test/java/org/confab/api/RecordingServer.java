package org.confab.api;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.metrics.Meters;
import org.confab.recording.RecordingFile;
import org.confab.recording.Recordings;
import org.confab.store.Store;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;

/** The public port with recordings behind it, and a client that sends exactly what a test wants. */
final class RecordingServer implements AutoCloseable {

  static final Account OWNER = new Account("MAAAAAAAAAAAAAAAAAAA", List.of(new Secret("new-token"), new Secret("old-token")));
  static final Account OTHER = new Account("MABBBBBBBBBBBBBBBBBB", List.of(new Secret("other-token")));
  static final Instant MODIFIED = Instant.parse("2026-11-03T07:05:09Z");

  /** @param headers by their names in lower case */
  record Reply(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.ISO_8859_1);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private final Loop loop = new Loop();
  private final ManualClock clock = new ManualClock();
  private final Path directory;
  private final Store store;
  private final Recordings recordings;
  private final PublicServer server;
  private final int port;

  RecordingServer(Path directory, Optional<Settings.Login> login) {
    this.directory = directory;
    store = loop.await(() -> Store.open(loop.context(), clock, Optional.empty(), new Store.Options(100, 1 << 20, Duration.ofDays(7))));
    server = loop.run(() -> new PublicServer(loop.vertx(), new Settings.Http(List.of())));
    Settings.Recordings settings = new Settings.Recordings(directory, Duration.ofDays(30), 1, login);
    recordings = loop.run(() -> Recordings.open(loop.vertx(), loop.context(), settings, server::url, store.states(), clock,
        new Meters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))));
    server.route(RecordingRequests.PREFIX, new RecordingRequests(recordings, login, List.of(OWNER, OTHER)));
    port = loop.await(server::start);
  }

  Recordings recordings() {
    return recordings;
  }

  RecordingFile began(String extension) {
    RecordingFile file = new RecordingFile(UUID.randomUUID().toString(), extension);
    loop.await(() -> recordings.began(file, OWNER.authId(), clock.now()));
    return file;
  }

  /** With these bytes in its file. */
  RecordingFile recorded(String extension, byte[] bytes) {
    RecordingFile file = began(extension);
    try {
      Files.createDirectories(directory);
      Files.setLastModifiedTime(Files.write(directory.resolve(file.name()), bytes), FileTime.from(MODIFIED));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    loop.await(() -> recordings.ended(file, clock.now(), Duration.ofSeconds(1)));
    return file;
  }

  String path(RecordingFile file) {
    return "/recordings/" + file.name();
  }

  static String basic(String user, String password) {
    return "Authorization: Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  Reply get(String path, String... headers) {
    return send("GET", path, headers);
  }

  Reply send(String method, String path, String... headers) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return exchange(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Everything that comes back until the server closes. */
  Reply exchange(byte[] request) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request);
      return reply(socket.getInputStream());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Asks for it, reads only the beginning, and is gone: at once or, as a client that waits, without ever reading on. */
  Socket beginsToDownload(String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(60_000);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getInputStream().readNBytes(1000);
    return socket;
  }

  private static Reply reply(InputStream in) throws IOException {
    byte[] all = in.readAllBytes();
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("no HTTP: " + text);
    }
    String[] lines = text.substring(0, end).split("\r\n");
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] parts = lines[i].split(": ", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }
    byte[] body = new byte[all.length - end - 4];
    System.arraycopy(all, end + 4, body, 0, body.length);
    return new Reply(Integer.parseInt(lines[0].split(" ")[1]), headers, body);
  }

  @Override
  public void close() {
    Loop.result(server.close());
    Loop.result(recordings.close());
    Loop.result(store.close());
    loop.close();
  }
}
