package org.confab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.confab.api.HealthCheck.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperatorServerTest {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Condition> events = new AtomicReference<>(new Condition(true, "connected"));
  private final AtomicReference<Condition> commands = new AtomicReference<>(new Condition(true, "connected"));
  private final OperatorServer server = new OperatorServer(vertx, "127.0.0.1", 0,
      List.of(new HealthCheck("events", events::get), new HealthCheck("commands", () -> {
        if (commands.get() == null) {
          throw new IllegalStateException("broken \"check\"");
        }
        return commands.get();
      })), () -> "confab_calls_total 1\n");
  private int port;

  @BeforeEach
  void start() throws Exception {
    port = await(server.start());
  }

  @AfterEach
  void stop() throws Exception {
    await(server.close());
    await(vertx.close());
  }

  @Test
  void readyWhileEveryConditionIsMet() throws Exception {
    HttpResponse<String> reply = get("/health/ready");
    assertThat(reply.statusCode()).isEqualTo(200);
    JsonNode body = new ObjectMapper().readTree(reply.body());
    assertThat(body.get("ready").asBoolean()).isTrue();
    assertThat(body.get("conditions")).hasSize(2);
  }

  @Test
  void notReadyWhenOneConditionIsNotMetAndSaysWhy() throws Exception {
    events.set(new Condition(false, "password refused by 127.0.0.1:8021"));
    HttpResponse<String> reply = get("/health/ready");
    assertThat(reply.statusCode()).isEqualTo(503);
    JsonNode body = new ObjectMapper().readTree(reply.body());
    assertThat(body.get("ready").asBoolean()).isFalse();
    assertThat(body.get("conditions").get(0).get("name").asText()).isEqualTo("events");
    assertThat(body.get("conditions").get(0).get("met").asBoolean()).isFalse();
    assertThat(body.get("conditions").get(0).get("reason").asText()).isEqualTo("password refused by 127.0.0.1:8021");
    assertThat(body.get("conditions").get(1).get("met").asBoolean()).isTrue();
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    events.set(new Condition(true, "connected"));
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void checkThatBreaksIsNotMet() throws Exception {
    commands.set(null);
    HttpResponse<String> reply = get("/health/ready");
    assertThat(reply.statusCode()).isEqualTo(503);
    assertThat(new ObjectMapper().readTree(reply.body()).get("conditions").get(1).get("reason").asText()).contains("broken \"check\"");
  }

  @Test
  void metricsAreTextForPrometheus() throws Exception {
    HttpResponse<String> reply = get("/metrics");
    assertThat(reply.body()).isEqualTo("confab_calls_total 1\n");
    assertThat(reply.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void otherPathsAndMethodsAreRefusedAsJson() throws Exception {
    for (String path : List.of("/", "/health", "/health/ready/", "/metrics/../etc", "/%2e%2e/metrics")) {
      HttpResponse<String> reply = get(path);
      assertThat(reply.statusCode()).as(path).isEqualTo(404);
      assertThat(new ObjectMapper().readTree(reply.body()).has("error")).isTrue();
    }
    HttpRequest delete = HttpRequest.newBuilder(uri("/metrics")).DELETE().build();
    assertThat(HttpClient.newHttpClient().send(delete, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void oversizedRequestsAreRefusedWithoutBeingRead() throws Exception {
    assertThat(raw("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: a\r\n\r\n")).matches("(?s)HTTP/1\\.[01] 414 .*");
    assertThat(raw("GET /metrics HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(20_000) + "\r\n\r\n")).matches("(?s)HTTP/1\\.[01] 431 .*");
    assertThat(raw("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000000\r\n\r\n")).matches("(?s)HTTP/1\\.[01] 413 .*");
    assertThat(raw("GET /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")).matches("(?s)HTTP/1\\.[01] 413 .*");
    assertThat(raw("\u0000\u0001\r\n\r\n")).matches("(?s)HTTP/1\\.[01] 400 .*");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void portThatIsTakenIsAnErrorThatNamesTheSettings() {
    OperatorServer second = new OperatorServer(vertx, "127.0.0.1", port, List.of(), () -> "");
    assertThatThrownBy(() -> await(second.start())).hasRootCauseMessage("Address already in use").cause()
        .hasMessageContaining("operator.port");
  }

  /** The first line of what is replied; the server closes the connection. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
