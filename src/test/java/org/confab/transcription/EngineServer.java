package org.confab.transcription;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.confab.testing.Loop;

/** An HTTP server of the form of OpenAI's transcriptions; forms are taken apart by Netty, which is not what put them together. */
final class EngineServer implements AutoCloseable {

  /** What came in one request. */
  record Received(String method, String path, Map<String, String> headers, Map<String, String> fields, String field, String filename,
      String contentType, byte[] file) {}

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server = vertx.createHttpServer();
  private final URI url;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Consumer<HttpServerResponse>> replies = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<HttpServerResponse> held = new LinkedBlockingQueue<>();
  private final BlockingQueue<HttpServerResponse> givenUp = new LinkedBlockingQueue<>();
  private final AtomicInteger under = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  EngineServer() {
    int port = Loop.result(server.requestHandler(this::take).listen(0, "127.0.0.1")).actualPort();
    url = URI.create("http://127.0.0.1:" + port + "/v1/audio/transcriptions");
  }

  URI url() {
    return url;
  }

  /** How the next requests without such an answer are answered, one after the other; all others get a text. */
  EngineServer then(Consumer<HttpServerResponse> reply) {
    replies.add(reply);
    return this;
  }

  EngineServer then(int status, String body) {
    return then(response -> response.setStatusCode(status).end(body));
  }

  EngineServer then(int status, String body, String header, String value) {
    return then(response -> response.setStatusCode(status).putHeader(header, value).end(body));
  }

  /** The next request waits for {@link #held}. */
  EngineServer hold() {
    return then(response -> {
      response.closeHandler(closed -> givenUp.add(response));
      held.add(response);
    });
  }

  static String text(String text) {
    return new JsonObject().put("text", text).encode();
  }

  HttpServerResponse held() {
    return next(held);
  }

  /** Waits until the client has closed the connection of a request that is held, before it was answered. */
  HttpServerResponse givenUp() {
    return next(givenUp);
  }

  Received received() {
    return next(received);
  }

  boolean wasAsked() {
    return !received.isEmpty();
  }

  /** The most requests that were under way at once. */
  int mostAtOnce() {
    return most.get();
  }

  private static <T> T next(BlockingQueue<T> queue) {
    try {
      T next = queue.poll(60, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("the engine saw nothing of it within 60 s");
      }
      return next;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private void take(HttpServerRequest request) {
    most.accumulateAndGet(under.incrementAndGet(), Math::max);
    request.setExpectMultipart(true);
    Buffer file = Buffer.buffer();
    String[] about = {"", "", ""};
    request.uploadHandler(upload -> {
      about[0] = upload.name();
      about[1] = upload.filename();
      about[2] = upload.contentType();
      upload.handler(file::appendBuffer);
    });
    request.exceptionHandler(broken -> under.decrementAndGet());
    request.endHandler(ended -> {
      Map<String, String> headers = new HashMap<>();
      request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
      Map<String, String> fields = new HashMap<>();
      request.formAttributes().forEach((name, value) -> fields.put(name, value));
      Consumer<HttpServerResponse> reply = replies.poll();
      request.response().endHandler(done -> under.decrementAndGet());
      received.add(new Received(request.method().name(), request.path(), headers, fields, about[0], about[1], about[2], file.getBytes()));
      (reply == null ? (Consumer<HttpServerResponse>) response -> response.end(text("Hello")) : reply).accept(request.response());
    });
  }

  /** Nobody listens any more. */
  @Override
  public void close() {
    Loop.result(server.close());
    Loop.result(vertx.close());
  }
}
