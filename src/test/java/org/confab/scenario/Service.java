package org.confab.scenario;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.confab.Confab;
import org.confab.clock.VertxClock;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.confab.http.Http;
import org.confab.http.HttpReply;
import org.confab.live.LiveConferences;
import org.confab.testing.FakeApplication;
import org.confab.testing.LeapClock;
import org.confab.testing.Switch;
import org.confab.trace.Tracing;

/** Confab itself, running beside a switch under test, with an application that a test scripts. */
final class Service implements AutoCloseable {

  static final Account FIRST = new Account("MAAAAAAAAAAAAAAAAAAA", List.of(new Secret("first-token")));
  static final Account SECOND = new Account("MABBBBBBBBBBBBBBBBBB", List.of(new Secret("second-token")));

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final LeapClock clock = new LeapClock(vertx);
  private final Confab confab;
  private volatile boolean killed;

  private Service(Settings settings, boolean leaps) {
    confab = await(Confab.start(vertx, settings, settings.accounts(), leaps ? clock : new VertxClock(vertx), this::untilKilled, Optional.empty()));
  }

  /** Vert.x closes its HTTP clients before its sockets: who is killed would hear that his request failed, and have time to hang a call up for it. */
  private Http untilKilled(Http network) {
    return request -> {
      Promise<HttpReply> reply = Promise.promise();
      network.send(request).onComplete(done -> {
        if (!killed && done.succeeded()) {
          reply.complete(done.result());
        } else if (!killed) {
          reply.fail(done.cause());
        }
      });
      return reply.future();
    };
  }

  /** Without waiting for a connection that there may never be. */
  static Service startUnconnected(Settings settings) {
    return new Service(settings, false);
  }

  static Service start(Settings settings) {
    return start(settings, false);
  }

  /** One whose time a test can make {@link #leap}. */
  static Service leaping(Settings settings) {
    return start(settings, true);
  }

  private static Service start(Settings settings, boolean leaps) {
    Service service = new Service(settings, leaps);
    until("connected to the switch", service.confab::isConnected);
    return service;
  }

  /** For Confab, that much time passes now. */
  void leap(Duration time) {
    clock.leap(time);
  }

  /** Waits for that at most so long; whether it has come. */
  static boolean orNot(Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(5_000_000);
    }
    return true;
  }

  /** Waits for what has no event of its own to be waited for; looks every 5 ms. */
  static void until(String what, BooleanSupplier condition) {
    if (!orNot(PATIENCE, condition)) {
      throw new AssertionError("not " + what + " within " + PATIENCE.toSeconds() + " s");
    }
  }

  static Settings settings(Switch box, FakeApplication application) {
    return new Settings(
        new Settings.FreeSwitch(box.host(), box.eventSocketPort(), new Secret(box.password()), "confab", Duration.ofSeconds(10)),
        new Settings.Answer(Optional.of(URI.create(application.url("/answer"))), "POST", Optional.empty(), "POST", Optional.empty(), "POST", true,
            new Unsupported.Skip()),
        new Settings.Conference(20, false), new Settings.Operator("127.0.0.1", 0), List.of(FIRST, SECOND),
        Settings.Sounds.in(Path.of("target", "sounds")), new Settings.Callbacks(Duration.ofHours(1), true), new Settings.Http(List.of()));
  }

  /** As they are, but with FreeSWITCH's Event Socket at that port. */
  static Settings through(Settings settings, int eventSocketPort) {
    Settings.FreeSwitch there = settings.freeswitch();
    return new Settings(new Settings.FreeSwitch(there.host(), eventSocketPort, there.password(), there.profile(), there.commandTimeout()),
        settings.answer(), settings.conference(), settings.operator(), settings.accounts(), settings.sounds(), settings.callbacks(),
        settings.http(), settings.store(), settings.recordings());
  }

  /** As they are, but with rooms of that profile. */
  static Settings withProfile(Settings settings, String profile) {
    Settings.FreeSwitch there = settings.freeswitch();
    return new Settings(new Settings.FreeSwitch(there.host(), there.port(), there.password(), profile, there.commandTimeout()),
        settings.answer(), settings.conference(), settings.operator(), settings.accounts(), settings.sounds(), settings.callbacks(),
        settings.http(), settings.store(), settings.recordings());
  }

  static Settings with(Settings settings, Settings.Answer answer) {
    return new Settings(settings.freeswitch(), answer, settings.conference(), settings.operator(), settings.accounts(), settings.sounds(),
        settings.callbacks(), settings.http());
  }

  /** What the operator's port answers. */
  HttpResponse<String> get(String path) {
    try {
      return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operatorPort() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** A series of {@code /metrics}, by its name and tags as they stand there. */
  double metric(String series) {
    return get("/metrics").body().lines().filter(line -> line.startsWith(series + " ")).findFirst()
        .map(line -> Double.parseDouble(line.substring(series.length() + 1))).orElseThrow(() -> new AssertionError("no " + series));
  }

  int operatorPort() {
    return confab.operatorPort();
  }

  String publicUrl() {
    return confab.publicUrl();
  }

  /** What Confab shows of its conferences, and lets others do to them. */
  LiveConferences live() {
    return confab.live();
  }

  /** What it knows of what happened. */
  Tracing tracing() {
    return confab.tracing();
  }

  boolean isConnected() {
    return confab.isConnected();
  }

  static <T> T await(io.vertx.core.Future<T> future) {
    CountDownLatch done = new CountDownLatch(1);
    future.onComplete(ignored -> done.countDown());
    try {
      if (!done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("Confab did not answer within " + PATIENCE.toSeconds() + " s");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
    if (future.failed()) {
      throw new AssertionError(future.cause());
    }
    return future.result();
  }

  /** Ends it in the middle of whatever it does, as a kill would: nothing is said to the switch or to the application. */
  void kill() {
    killed = true;
    await(vertx.close());
  }

  @Override
  public void close() {
    await(confab.stop());
    await(vertx.close());
  }
}
