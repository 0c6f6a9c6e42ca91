package org.confab.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A GET, as any client of the operator's would make it; blocking. */
final class Web {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NORMAL).build();

  HttpResponse<String> get(URI url) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(url).timeout(PATIENCE).header("User-Agent", "confab-doctor").build(), HttpResponse.BodyHandlers.ofString());
  }

  /** What went wrong, in words. */
  static String reason(IOException failed) {
    String message = failed.getMessage();
    return message == null ? failed instanceof java.net.ConnectException ? "nothing listens there" : failed.getClass().getSimpleName() : message;
  }
}
