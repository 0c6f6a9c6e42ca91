package org.confab.scenario;

import io.vertx.core.Vertx;
import java.net.URI;
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
import org.confab.testing.FakeApplication;
import org.confab.testing.Switch;

/** Confab itself, running beside a switch under test, with an application that a test scripts. */
final class Service implements AutoCloseable {

  static final Account FIRST = new Account("MAAAAAAAAAAAAAAAAAAA", List.of(new Secret("first-token")));
  static final Account SECOND = new Account("MABBBBBBBBBBBBBBBBBB", List.of(new Secret("second-token")));

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final Confab confab;

  private Service(Settings settings) {
    confab = await(Confab.start(vertx, settings, settings.accounts(), new VertxClock(vertx)));
  }

  /** Without waiting for a connection that there may never be. */
  static Service startUnconnected(Settings settings) {
    return new Service(settings);
  }

  static Service start(Settings settings) {
    Service service = new Service(settings);
    until("connected to the switch", service.confab::isConnected);
    return service;
  }

  /** Waits for what has no event of its own to be waited for; looks every 5 ms. */
  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not " + what + " within " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(5_000_000);
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

  static Settings with(Settings settings, Settings.Answer answer) {
    return new Settings(settings.freeswitch(), answer, settings.conference(), settings.operator(), settings.accounts(), settings.sounds(),
        settings.callbacks(), settings.http());
  }

  int operatorPort() {
    return confab.operatorPort();
  }

  boolean isConnected() {
    return confab.isConnected();
  }

  private static <T> T await(io.vertx.core.Future<T> future) {
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
    await(vertx.close());
  }

  @Override
  public void close() {
    await(confab.stop());
    await(vertx.close());
  }
}
