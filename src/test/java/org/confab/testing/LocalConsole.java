package org.confab.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.confab.api.HealthCheck;
import org.confab.api.OperatorServer;
import org.confab.callback.Callback;
import org.confab.callback.CallbackListener;
import org.confab.callback.Lane;
import org.confab.callback.Outbox;
import org.confab.config.Secret;
import org.confab.console.Console;
import org.confab.console.Feed;
import org.confab.console.Phones;
import org.confab.console.Sources;
import org.confab.http.HttpReply;
import org.confab.http.Limits;
import org.confab.http.Signer;
import org.confab.store.Store;
import org.confab.trace.Found;

/** The console on a port of this machine, with conferences that a test makes up, and a store in memory. */
public final class LocalConsole implements AutoCloseable {

  public static final String PASSWORD = "a-password";

  private final Loop loop = new Loop();
  private final LeapClock clock = new LeapClock(loop.vertx());
  private final FakeConferences conferences = new FakeConferences();
  private final AtomicReference<HealthCheck.Condition> freeswitch = new AtomicReference<>(new HealthCheck.Condition(true, "connected"));
  private final Feed feed = new Feed(loop.vertx(), clock);
  private final CallbackListener listener = feed.watching(CallbackListener.NONE);
  private final Store store = Loop.result(Store.open(loop.context(), clock, Optional.empty(), new Store.Options(1000, 1 << 20, Duration.ofDays(7))));
  private final HttpClient http = HttpClient.newHttpClient();
  private final Optional<Phones> phones;
  private final AtomicReference<Function<String, Future<Found>>> traces =
      new AtomicReference<>(name -> Future.failedFuture("there is no trace"));
  private Console console;
  private OperatorServer server;
  private int port;

  public LocalConsole() {
    this(Optional.empty());
  }

  public LocalConsole(Optional<Phones> phones) {
    this.phones = phones;
    start(0);
  }

  private void start(int wanted) {
    List<HealthCheck> checks = List.of(new HealthCheck("freeswitch", freeswitch::get));
    console = new Console(feed, clock, new Sources(conferences, store.lists(), store.outbox()::pending, store::status, checks, loop.context(), phones,
        name -> traces.get().apply(name)));
    server = new OperatorServer(loop.vertx(), "127.0.0.1", wanted, checks, () -> "confab_calls_total 1\n");
    server.route(Console.PATH, console.requests(new Secret(PASSWORD)));
    port = loop.await(server::start);
  }

  /** What is known of whoever is asked for. */
  public void traces(Function<String, Future<Found>> known) {
    traces.set(known);
  }

  /** Confab ends, as far as a page can tell. */
  public void stop() {
    Loop.result(console.close());
    Loop.result(server.close());
  }

  /** And is there again, at the same place. */
  public void startAgain() {
    start(port);
  }

  public FakeConferences conferences() {
    return conferences;
  }

  public LeapClock clock() {
    return clock;
  }

  public Vertx vertx() {
    return loop.vertx();
  }

  public int port() {
    return port;
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** With the password in it, as a person would type it once. */
  public String loginUrl() {
    return "http://" + Console.USER + ":" + PASSWORD + "@127.0.0.1:" + port + Console.PATH;
  }

  public void freeswitch(boolean met, String reason) {
    freeswitch.set(new HealthCheck.Condition(met, reason));
  }

  /** The application was asked for something, and answered so. */
  public void asked(Map<String, String> parameters, String url, int status, String type, String body) {
    HttpReply reply = new HttpReply(status, Map.of("content-type", type), body.getBytes(StandardCharsets.UTF_8), URI.create(url), false);
    feed.watching(request -> Future.succeededFuture(reply)).send(new org.confab.http.HttpRequest("POST", URI.create(url), parameters, Signer.NONE, Map.of(),
        new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 100_000), 0));
  }

  /** The application was asked for something, and did not answer. */
  public void askedInVain(Map<String, String> parameters, String url, Throwable why) {
    feed.watching(request -> Future.failedFuture(why)).send(new org.confab.http.HttpRequest("POST", URI.create(url), parameters, Signer.NONE, Map.of(),
        new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 100_000), 0));
  }

  /** A callback is decided, stored, and waits. */
  public Outbox.Entry callback(String conference, String action, String url) {
    Callback callback = new Callback(UUID.randomUUID(), new Lane(FakeConferences.ACCOUNT + "/" + conference, url), "POST", url, false,
        Map.of("ConferenceAction", action, "ConferenceName", conference, "From", "4915100001", "CallUUID", "call-1"), FakeConferences.ACCOUNT, clock.now());
    Outbox.Entry entry = loop.await(() -> store.outbox().add(callback));
    listener.added(callback);
    return entry;
  }

  public void delivered(Outbox.Entry entry) {
    listener.answered(entry.callback(), 1, "replied 200");
    listener.delivered(entry.callback());
    loop.await(() -> store.outbox().delivered(entry));
  }

  public void retried(Outbox.Entry entry, int attempts, String said) {
    listener.answered(entry.callback(), attempts, said);
    listener.retried(entry.callback());
  }

  public void dead(Outbox.Entry entry, int attempts, String said) {
    listener.answered(entry.callback(), attempts, said);
    listener.dead(entry.callback());
    loop.await(() -> store.outbox().dead(entry, said, attempts));
  }

  public Store store() {
    return store;
  }

  public static String login(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send(HttpRequest.newBuilder(URI.create(url(path))), headers);
  }

  /** What the page's script sends. */
  public HttpResponse<String> order(String path, String json) {
    return send(HttpRequest.newBuilder(URI.create(url(Console.PATH + "/" + path))).POST(HttpRequest.BodyPublishers.ofString(json)), "Authorization",
        login(Console.USER, PASSWORD), "X-Confab-Console", "1", "Content-Type", "application/json");
  }

  public HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    stop();
    Loop.result(store.close());
    loop.close();
  }
}
