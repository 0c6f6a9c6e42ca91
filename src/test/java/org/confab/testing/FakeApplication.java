package org.confab.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The web application that a Plivo customer has: an HTTP server on loopback that records every request and answers as a test says. A path
 * that no test spoke of is answered with 200 and an empty body, as Plivo applications answer callbacks.
 */
public final class FakeApplication implements AutoCloseable {

  /** What is answered; {@code body} is sent as XML unless a header {@code content-type} says otherwise. Status 0: nothing, the connection is closed. */
  public record Answer(int status, byte[] body, Map<String, String> headers) {
    public Answer(int status, String body, Map<String, String> headers) {
      this(status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public static Answer of(String body) {
      return new Answer(200, body, Map.of());
    }

    public static Answer status(int status) {
      return new Answer(status, "", Map.of());
    }

    public static Answer none() {
      return status(0);
    }

    public static Answer redirect(int status, String location) {
      return new Answer(status, "", Map.of("location", location));
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "fake application");
    thread.setDaemon(true);
    return thread;
  });
  private final Map<String, Function<ReceivedRequest, Answer>> handlers = new ConcurrentHashMap<>();
  private final List<ReceivedRequest> received = new ArrayList<>();
  private int arrived;

  private FakeApplication() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public static FakeApplication start() {
    try {
      return new FakeApplication();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** The absolute URL of a path. */
  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** Answers requests of that path with 200 and what {@code body} returns; replaces what was said before. */
  public FakeApplication on(String path, Function<ReceivedRequest, String> body) {
    return answer(path, body.andThen(Answer::of));
  }

  /** Answers requests of that path with these bytes. */
  public FakeApplication on(String path, String contentType, byte[] bytes) {
    return answer(path, request -> new Answer(200, bytes, Map.of("content-type", contentType)));
  }

  /** Answers requests of that path; a handler may block for as long as the application shall be slow. */
  public FakeApplication answer(String path, Function<ReceivedRequest, Answer> handler) {
    handlers.put(path, handler);
    return this;
  }

  /** Every request so far, in the order of arrival. */
  public synchronized List<ReceivedRequest> requests() {
    return List.copyOf(received);
  }

  public List<ReceivedRequest> requests(String path) {
    return requests().stream().filter(request -> request.path().equals(path)).toList();
  }

  /** Forgets what was received; the counting goes on. */
  public synchronized void forget() {
    received.clear();
  }

  /** Waits until a request came, or had come, that fulfils {@code condition}; returns the first. */
  public ReceivedRequest awaitRequest(Predicate<ReceivedRequest> condition) {
    return awaitRequests(1, condition).get(0);
  }

  /** Waits for the first request to {@code path}. */
  public ReceivedRequest awaitRequest(String path) {
    return awaitRequest(request -> request.path().equals(path));
  }

  /** Waits for the first callback to {@code path} with that {@code ConferenceAction}, of that call. */
  public ReceivedRequest awaitCallback(String path, String conferenceAction, String callUuid) {
    return awaitRequest(request -> request.path().equals(path) && request.parameter("ConferenceAction").equals(conferenceAction)
        && request.parameter("CallUUID").equals(callUuid));
  }

  /** Waits until {@code count} requests fulfil {@code condition}; returns all that do. */
  public synchronized List<ReceivedRequest> awaitRequests(int count, Predicate<ReceivedRequest> condition) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<ReceivedRequest> matching = received.stream().filter(condition).toList();
      if (matching.size() >= count) {
        return matching;
      }
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("within " + PATIENCE.toSeconds() + " s " + matching.size() + " of " + count + " expected requests came; all: "
            + received.stream().map(each -> "\n  " + each).collect(Collectors.joining()));
      }
      try {
        wait(left);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted; received: " + received, interrupted);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      ReceivedRequest request = record(exchange, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      Answer answer;
      try {
        answer = Optional.ofNullable(handlers.get(request.path())).map(handler -> handler.apply(request)).orElse(Answer.of(""));
      } catch (RuntimeException broken) {
        answer = new Answer(500, "the test's handler failed: " + broken, Map.of("content-type", "text/plain"));
      }
      if (answer.status() == 0) {
        return;
      }
      byte[] body = answer.body();
      exchange.getResponseHeaders().set("content-type", "application/xml; charset=utf-8");
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }

  private synchronized ReceivedRequest record(HttpExchange exchange, String body) {
    URI uri = exchange.getRequestURI();
    Map<String, List<String>> headers = new TreeMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    List<Map.Entry<String, String>> parameters = new ArrayList<>(form(Optional.ofNullable(uri.getRawQuery()).orElse("")));
    if (headers.getOrDefault("content-type", List.of("")).get(0).startsWith("application/x-www-form-urlencoded")) {
      parameters.addAll(form(body));
    }
    ReceivedRequest request = new ReceivedRequest(++arrived, exchange.getRequestMethod(), uri.getPath(), uri.toString(),
        List.copyOf(parameters), headers, body);
    received.add(request);
    notifyAll();
    return request;
  }

  private static List<Map.Entry<String, String>> form(String text) {
    List<Map.Entry<String, String>> parameters = new ArrayList<>();
    for (String pair : text.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        parameters.add(Map.entry(URLDecoder.decode(name, StandardCharsets.UTF_8),
            equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8)));
      }
    }
    return parameters;
  }
}
