package org.confab.transcription;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.confab.callback.CallbackListener;
import org.confab.callback.Delivery;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.config.TranscriptionEngine;
import org.confab.http.Attempts;
import org.confab.http.Http;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.http.HttpRequests;
import org.confab.http.Link;
import org.confab.http.RetryPolicy;
import org.confab.http.Signer;
import org.confab.metrics.Meters;
import org.confab.network.AddressGuard;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.TranscriptionType;
import org.confab.store.Store;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;

/** Transcriptions with the real store, outbox and HTTP client, and an application that takes everything. Pauses are the test's to end. */
final class TranscribingBox implements AutoCloseable {

  static final String TOLD_URL = "http://app.example/transcription/";

  final Loop loop = new Loop();
  final ManualClock clock = new ManualClock();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final BlockingQueue<HttpRequest> told = new LinkedBlockingQueue<>();
  private final Path directory;
  /** Of requests to engines: none is too late before the test says so. */
  final ContextClock engineClock = new ContextClock();
  private final HttpRequests http = new HttpRequests(loop.vertx(), engineClock, new AddressGuard(List.of()));
  private final Http application = request -> {
    told.add(request);
    return Future.succeededFuture(new HttpReply(200, Map.of(), new byte[0], request.url(), true));
  };
  Store store;
  Delivery delivery;
  Transcriptions transcriptions;

  TranscribingBox(Path directory, Settings.Transcription settings) {
    this.directory = directory;
    start(settings);
  }

  /** With this engine for auto, and no other. */
  static Settings.Transcription auto(TranscriptionEngine engine) {
    return new Settings.Transcription(Optional.of(engine), Optional.empty(), Optional.empty(), 2, Duration.ofHours(1));
  }

  static TranscriptionEngine.Endpoint endpoint(URI url, Duration timeout) {
    return new TranscriptionEngine.Endpoint(url, Optional.of(new Secret("geheim")), Optional.of("whisper-1"), Optional.of("pt-BR"), timeout,
        new BigDecimal("0.035"));
  }

  static TranscriptionEngine.Endpoint endpoint(URI url) {
    return endpoint(url, Duration.ofMinutes(1));
  }

  void start(Settings.Transcription settings) {
    store = Loop.result(Store.open(loop.context(), clock, Optional.of(directory.resolve("confab.db")),
        new Store.Options(10_000, 64L << 20, Duration.ofDays(7))));
    loop.run(() -> {
      delivery = new Delivery(store.outbox(), new Attempts(application, clock), clock, id -> Signer.NONE, url -> RetryPolicy.DEFAULT,
          new Delivery.Options(Duration.ofHours(1), true), CallbackListener.NONE);
      transcriptions = Transcriptions.open(loop.vertx(), settings, http, delivery, store.states(), clock, new Meters(registry));
      delivery.start();
    });
  }

  /** As if the process were killed: what is under way goes on, and nobody hears of it. */
  void kill() {
    Loop.result(store.close());
    loop.run(() -> delivery.drain(Duration.ZERO));
    Loop.result(transcriptions.close());
    registry.clear();
  }

  Path file(String name, byte[] bytes) {
    try {
      return Files.write(directory.resolve(name), bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Transcriptions.Job job(String id, Duration length) {
    return new Transcriptions.Job(id, file(id + ".wav", ("RIFF" + id).getBytes()), "wav", length, "call-" + id, TranscriptionType.AUTO,
        new Link(TOLD_URL, false), HttpMethod.POST, "MA1");
  }

  void add(Transcriptions.Job job) {
    loop.run(() -> transcriptions.add(job));
  }

  /** The next that the application is told. */
  Map<String, String> told() {
    return toldRequest().parameters();
  }

  HttpRequest toldRequest() {
    try {
      HttpRequest request = told.poll(60, TimeUnit.SECONDS);
      if (request == null) {
        throw new AssertionError("the application was told nothing within 60 s");
      }
      return request;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** What is kept in the store. */
  Map<String, String> kept() {
    return loop.run(() -> store.states().all("transcription"));
  }

  double count(String outcome) {
    return registry.get("confab.transcriptions").tag("outcome", outcome).counter().count();
  }

  double pending() {
    return registry.get("confab.transcriptions.pending").gauge().value();
  }

  void advance(Duration by) {
    loop.advance(clock, by);
  }

  @Override
  public void close() {
    Loop.result(transcriptions.close());
    Loop.result(store.close());
    Loop.result(http.close());
    loop.close();
  }
}
