package org.confab.prove;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The application of the kill test: sends every caller to his conference, then to a second document, and writes everything into the ledger. */
final class ProvingApplication implements AutoCloseable {

  /** What is known of a caller from what Confab told of him. */
  record Told(String callUuid, Optional<String> memberId, boolean entered, boolean left, boolean goesOn) {

    /** For a person to read. */
    String text() {
      return "call " + callUuid + ", " + (goesOn ? "his document had gone on" : left ? "he had left his conference"
          : entered ? "he was in his conference" : "he had not entered yet");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "application");
    thread.setDaemon(true);
    return thread;
  });
  private final Ledger ledger;
  private final Function<String, String> attributes;
  private final Map<String, Told> callers = new ConcurrentHashMap<>();

  /** @param attributes of a caller's conference element, and its name, as {@code a="b">name} */
  ProvingApplication(Ledger ledger, Function<String, String> attributes) throws IOException {
    this.ledger = ledger;
    this.attributes = attributes;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** What was told of the caller with that number. */
  Optional<Told> told(String from) {
    return Optional.ofNullable(callers.get(from));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      // confab_answer_method can make the answer request a GET
      Map<String, String> form = form(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("") + "&"
          + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      String from = form.getOrDefault("From", "");
      if (!Storm.isCaller(from)) {
        exchange.sendResponseHeaders(404, -1); // somebody who called meanwhile: to the fallback
        return;
      }
      String id = header(exchange, "X-Confab-Callback-Id");
      String sequence = header(exchange, "X-Confab-Sequence");
      String call = form.getOrDefault("CallUUID", "");
      String what = path.equals("/callback") ? form.getOrDefault("ConferenceAction", "") : path;
      // the action of a call that has ended is told in its conference's lane, that of a live one in a lane of its own
      boolean alone = path.equals("/hangup") || path.equals("/after") && !form.getOrDefault("CallStatus", "").equals("completed");
      String lane = path + " of " + (alone ? call : form.getOrDefault("ConferenceName", call));
      ledger.arrived(new Ledger.Arrival(System.nanoTime(), lane, id, sequence.isEmpty() ? 0 : Long.parseLong(sequence), call, what));
      callers.compute(from, (same, before) -> {
        Optional<Told> known = Optional.ofNullable(before);
        return new Told(call, known.flatMap(Told::memberId).or(() -> Optional.ofNullable(form.get("ConferenceMemberID"))),
            what.equals("enter") || known.filter(Told::entered).isPresent(), what.equals("exit") || known.filter(Told::left).isPresent(),
            path.equals("/next") || known.filter(Told::goesOn).isPresent());
      });
      byte[] body = answer(path, from).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/xml");
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String answer(String path, String from) {
    return switch (path) {
      case "/answer" -> "<Response><Conference callbackUrl=\"" + url("/callback") + "\" action=\"" + url("/after") + "\" hangupOnStar=\"true\" "
          + attributes.apply(from) + "</Conference><Redirect>" + url("/next") + "</Redirect></Response>";
      case "/after" -> "<Response><Redirect>" + url("/next") + "</Redirect></Response>";
      case "/next" -> "<Response><Hangup/></Response>";
      default -> "";
    };
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  private static Map<String, String> form(String text) {
    Map<String, String> form = new HashMap<>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
