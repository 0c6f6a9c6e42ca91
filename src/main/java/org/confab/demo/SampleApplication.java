package org.confab.demo;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.confab.config.Account;
import org.confab.plivo.Signatures;

/**
 * A web application as a Plivo customer has one: an HTTP server on 127.0.0.1 that answers with documents, keeps what it was told, and
 * checks that it was Confab that told it.
 */
final class SampleApplication {

  /**
   * A request.
   *
   * @param base     scheme, host and port of this application's URLs
   * @param sequence {@code X-Confab-Sequence}; empty where there was none
   * @param attempt  {@code X-Confab-Attempt}; empty where there was none
   * @param signed   whether its X-Plivo-Signature-V3 is right
   */
  record Received(
      String method, String path, String base, Map<String, String> parameters, String sequence, String attempt, boolean signed) {
    String parameter(String name) {
      return parameters.getOrDefault(name, "");
    }
  }

  /**
   * What is answered.
   *
   * @param body not to be written to
   */
  record Answer(int status, String contentType, byte[] body) {
    static Answer xml(String document) {
      return new Answer(200, "application/xml; charset=utf-8", document.getBytes(StandardCharsets.UTF_8));
    }

    static Answer wav(byte[] file) {
      return new Answer(200, "audio/wav", file);
    }

    static Answer status(int status) {
      return new Answer(status, "text/plain", new byte[0]);
    }
  }

  private final Account account;
  private final Function<Received, Answer> answers;
  private final HttpServer server;
  private final List<Received> received = new ArrayList<>();

  private SampleApplication(Vertx vertx, Account account, Function<Received, Answer> answers) {
    this.account = account;
    this.answers = answers;
    this.server = vertx.createHttpServer();
  }

  /** Starts one on any free port. */
  static Future<SampleApplication> start(Vertx vertx, Account account, Function<Received, Answer> answers) {
    SampleApplication application = new SampleApplication(vertx, account, answers);
    return application.server.requestHandler(application::handle).listen(0, "127.0.0.1").map(application);
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.actualPort() + path;
  }

  /** Everything that came, in the order in which it came. */
  synchronized List<Received> received() {
    return List.copyOf(received);
  }

  /** Waits until what has come fulfils the condition, or time is up; blocking. */
  synchronized boolean await(Predicate<List<Received>> condition, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (!condition.test(List.copyOf(received))) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  Future<Void> stop() {
    return server.close();
  }

  private void handle(HttpServerRequest request) {
    request.setExpectMultipart(!header(request, "content-type").isEmpty()); // a GET has no form
    request.end().onSuccess(ignored -> {
      Map<String, String> parameters = new LinkedHashMap<>();
      request.params().forEach(parameters::put);
      Map<String, String> form = map(request.formAttributes());
      parameters.putAll(form);
      Received now = new Received(request.method().name(), request.path(), url(""), parameters, header(request, "X-Confab-Sequence"),
          header(request, "X-Confab-Attempt"), isSigned(request, form));
      synchronized (this) {
        received.add(now);
        notifyAll();
      }
      Answer answer = answers.apply(now);
      request.response().setStatusCode(answer.status()).putHeader("content-type", answer.contentType()).end(Buffer.buffer(answer.body()));
    });
  }

  private boolean isSigned(HttpServerRequest request, Map<String, String> form) {
    String nonce = header(request, "X-Plivo-Signature-V3-Nonce");
    String token = account.authTokens().get(0).reveal();
    String expected = Signatures.signV3(token, request.method().name(), URI.create(url(request.uri())), form, nonce);
    return !nonce.isEmpty() && header(request, "X-Plivo-Signature-V3").equals(expected);
  }

  private static String header(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  private static Map<String, String> map(MultiMap pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    pairs.forEach(map::put);
    return map;
  }
}
