package org.confab.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What the operator's port of a Confab on this machine answers. */
record OperatorPort(int port) {

  private static final int PATIENCE = 60_000;

  record Answer(int status, String body) {}

  /** GET of a path. */
  Answer get(String path) {
    try {
      return get(path, PATIENCE);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The same, for as many milliseconds. */
  Answer get(String path, int patience) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setConnectTimeout(patience);
    connection.setReadTimeout(patience);
    int status = connection.getResponseCode();
    try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(status, new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  Answer ready() {
    return get("/health/ready");
  }

  String metrics() {
    return get("/metrics").body();
  }

  /** A metric's value now, by its name and tags. */
  double metric(String name) {
    return metrics().lines().filter(line -> line.startsWith(name + " ")).findFirst().map(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .orElseThrow(() -> new AssertionError("there is no metric " + name));
  }
}
