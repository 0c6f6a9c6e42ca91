package org.confab;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.confab.api.CallRoutes;
import org.confab.api.CallbackRoutes;
import org.confab.api.ConferenceRoutes;
import org.confab.api.HealthCheck;
import org.confab.api.MemberRoutes;
import org.confab.api.OpenApiRequests;
import org.confab.api.OperatorServer;
import org.confab.api.PublicServer;
import org.confab.api.RecordingRequests;
import org.confab.api.RestRequests;
import org.confab.call.Application;
import org.confab.call.Arrivals;
import org.confab.call.Calls;
import org.confab.call.StoredMemory;
import org.confab.call.Transcripts;
import org.confab.call.UrlPolicies;
import org.confab.callback.Delivery;
import org.confab.clock.Clock;
import org.confab.config.Account;
import org.confab.config.Settings;
import org.confab.console.Console;
import org.confab.console.Feed;
import org.confab.console.Phones;
import org.confab.console.Sources;
import org.confab.esl.Backoff;
import org.confab.esl.EslOptions;
import org.confab.freeswitch.AccessCheck;
import org.confab.freeswitch.Box;
import org.confab.http.Attempts;
import org.confab.http.Http;
import org.confab.http.HttpRequests;
import org.confab.http.Signer;
import org.confab.live.LiveConferences;
import org.confab.metrics.Meters;
import org.confab.metrics.ProcessMeters;
import org.confab.network.AddressGuard;
import org.confab.plivo.UrlOptions;
import org.confab.recording.Recordings;
import org.confab.sound.LocalSounds;
import org.confab.store.SqliteOutbox;
import org.confab.store.Store;
import org.confab.trace.Tracing;
import org.confab.transcription.Transcriptions;

/** The service: the one place where its parts are wired together. */
public final class Confab {

  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Box box;
  private final Calls calls;
  private final Arrivals arrivals;
  private final Delivery delivery;
  private final LocalSounds sounds;
  private final Recordings recordings;
  private final PublicServer publicServer;
  private final Transcriptions transcriptions;
  private final List<HttpRequests> http;
  private final ProcessMeters process;
  private final Store store;
  private final Console console;
  private final OperatorServer operator;
  private final int operatorPort;
  private final AtomicBoolean stopping;
  private final Tracing tracing;

  private Confab(Box box, Calls calls, Arrivals arrivals, Delivery delivery, LocalSounds sounds, Recordings recordings, PublicServer publicServer,
      Transcriptions transcriptions, List<HttpRequests> http, ProcessMeters process, Store store, Console console, OperatorServer operator,
      int operatorPort, AtomicBoolean stopping, Tracing tracing) {
    this.tracing = tracing;
    this.process = process;
    this.stopping = stopping;
    this.box = box;
    this.calls = calls;
    this.arrivals = arrivals;
    this.delivery = delivery;
    this.sounds = sounds;
    this.recordings = recordings;
    this.publicServer = publicServer;
    this.transcriptions = transcriptions;
    this.http = http;
    this.store = store;
    this.console = console;
    this.operator = operator;
    this.operatorPort = operatorPort;
  }

  /**
   * Starts the service; completes when its own port listens. The connection to FreeSWITCH is made afterwards, and made again for as long as the
   * service runs.
   *
   * @param accounts not empty; the first is the default
   */
  public static Future<Confab> start(Vertx vertx, Settings settings, List<Account> accounts, Clock clock) {
    return start(vertx, settings, accounts, clock, UnaryOperator.identity(), Optional.empty());
  }

  /**
   * As the other, with something around the HTTP client, for whoever wants to see what is said to the application.
   *
   * @param phones that the console shows, to call with
   */
  public static Future<Confab> start(Vertx vertx, Settings settings, List<Account> accounts, Clock clock, UnaryOperator<Http> around,
      Optional<Phones> phones) {
    Settings.Callbacks callbacks = settings.callbacks();
    Store.Options bounds = new Store.Options(callbacks.memory(), callbacks.memorySize(), callbacks.keepDead());
    Context context = vertx.getOrCreateContext();
    return Store.open(context, clock, settings.store().path(), bounds).compose(store -> closedWith(vertx, store)
        .compose(ignored -> on(context, () -> start(vertx, settings, accounts, clock, around, phones, store)))
        .recover(failed -> store.close().transform(closed -> Future.failedFuture(failed))));
  }

  /**
   * The box is made on the store's context: what one of its turns changes is one step of the store. A future that is complete already would run what
   * is composed with it on whatever thread asks.
   */
  private static <T> Future<T> on(Context context, Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(ignored -> {
      try {
        work.get().onComplete(done);
      } catch (RuntimeException failed) {
        done.fail(failed);
      }
    });
    return done.future();
  }

  /** Whoever closes Vert.x alone closes the store's file, too. */
  private static Future<String> closedWith(Vertx vertx, Store store) {
    return vertx.deployVerticle(new VerticleBase() {
      @Override
      public Future<?> stop() {
        return store.close();
      }
    });
  }

  private static Future<Confab> start(Vertx vertx, Settings settings, List<Account> accounts, Clock clock, UnaryOperator<Http> around,
      Optional<Phones> phones, Store store) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ProcessMeters process = new ProcessMeters(registry);
    Meters meters = new Meters(registry);
    Tracing tracing = Tracing.start(vertx, settings, clock, meters);
    AddressGuard guard = new AddressGuard(settings.http().allow());
    HttpRequests http = new HttpRequests(vertx, clock, guard);
    Feed feed = new Feed(vertx, clock);
    Attempts attempts = new Attempts(tracing.documents(around.apply(feed.watching(http))), clock);
    // connections of its own: callbacks that an application does not take must not keep documents, and so callers, waiting
    HttpRequests callbackHttp = new HttpRequests(vertx, clock, guard);
    Attempts callbackAttempts = new Attempts(tracing.callbacks(around.apply(callbackHttp)), clock);
    SqliteOutbox outbox = store.outbox();
    Map<String, Signer> signers = accounts.stream().collect(Collectors.toMap(Account::authId, Application::signer, (one, same) -> one));
    Function<String, Signer> signerOf = authId -> signers.getOrDefault(authId, Signer.NONE);
    Delivery delivery = new Delivery(outbox, callbackAttempts, clock, signerOf, url -> UrlPolicies.of(UrlOptions.of(url)),
        new Delivery.Options(settings.callbacks().retryFor(), settings.callbacks().extended(), settings.callbacks().inFlight()),
        tracing.callbacks(feed.watching(meters.callbacks())));
    HttpRequests soundHttp = new HttpRequests(vertx, clock, guard);
    LocalSounds sounds = LocalSounds.start(vertx, settings.sounds(), around.apply(feed.watching(soundHttp)), clock, meters);
    PublicServer publicServer = new PublicServer(vertx, settings.http());
    Recordings recordings = Recordings.open(vertx, vertx.getOrCreateContext(), settings.recordings(), publicServer::url, store.states(), clock, meters);
    HttpRequests engineHttp = new HttpRequests(vertx, clock, guard);
    Transcriptions transcriptions = Transcriptions.open(vertx, settings.transcription(), engineHttp, delivery, store.states(), clock, meters);
    Calls calls = new Calls(settings, accounts, clock, attempts, delivery, sounds, recordings, transcripts(transcriptions),
        new StoredMemory(store.states()), meters);
    Settings.FreeSwitch freeswitch = settings.freeswitch();
    EslOptions esl = EslOptions.of(freeswitch.host(), freeswitch.port(), freeswitch.password().reveal())
        .withCommandTimeout(freeswitch.commandTimeout());
    publicServer.route(RecordingRequests.PREFIX, new RecordingRequests(recordings, settings.recordings().login(), accounts));
    publicServer.route(OpenApiRequests.PATH, new OpenApiRequests());
    Arrivals arrivals = new Arrivals(vertx, settings.outbound(), clock);
    List<AccessCheck> accesses = new ArrayList<>();
    Box box = new Box(vertx, esl, clock, Backoff.standard(Math::random), event -> {
      tracing.heard(event);
      calls.onEvent(event);
      arrivals.onEvent(event);
      accesses.forEach(access -> access.onEvent(event));
    }, tracing.commands(meters.commands()));
    AccessCheck soundsAccess = new AccessCheck("sounds.directory", box.commands(), clock, sounds::askAccess);
    AccessCheck recordingsAccess = new AccessCheck("recordings.directory", box.commands(), clock, recordings::askAccess);
    accesses.addAll(List.of(soundsAccess, recordingsAccess));
    calls.drive(box);
    LiveConferences live = calls.live();
    publicServer.route(RestRequests.PREFIX, new RestRequests(vertx, clock, accounts,
        List.of(new ConferenceRoutes(live, clock), new MemberRoutes(live), new CallRoutes(calls.liveCalls()),
            new CallbackRoutes(store.callbacks()))));
    calls.restore();
    outbox.onReplay(delivery::start);
    meters.callbacks().pending(outbox::pending);
    meters.callbacks().store(() -> store.status().writable(), () -> store.status().held(), () -> store.status().deadLetters(),
        () -> store.status().oldest().map(oldest -> Duration.between(oldest, clock.now())).orElse(Duration.ZERO));
    meters.quarantinedRooms(() -> box.quarantinedRooms().size());
    meters.heartbeatAge(() -> Duration.between(box.status().heartbeat(), clock.now()));
    AtomicBoolean stopping = new AtomicBoolean();
    List<HealthCheck> checks = List.of(
        new HealthCheck("draining", () -> new HealthCheck.Condition(!stopping.get(), stopping.get()
            ? "Confab is stopping: no call is taken, and callbacks that are under way are finished" : "no")),
        new HealthCheck("freeswitch", () -> new HealthCheck.Condition(box.status().connected(), box.status().detail())),
        new HealthCheck("rooms", false, () -> rooms(box.quarantinedRooms(), clock.now())),
        new HealthCheck("outbox", () -> outbox(store.status())), new HealthCheck("store", false, () -> store(store.status())),
        new HealthCheck("sounds", false, () -> access(soundsAccess.problem(), soundsAccess.standing())),
        new HealthCheck("recordings", false, () -> access(recordings.trouble(), recordings.room() + "; " + recordingsAccess.standing())));
    OperatorServer operator = new OperatorServer(vertx, settings.operator().bind(), settings.operator().port(), checks, registry::scrape);
    Console console = new Console(feed, clock, new Sources(calls.live(), store.lists(), outbox::pending, store::status, checks, box.context(), phones,
        name -> tracing.of(name, Optional.empty())));
    settings.operator().password().ifPresent(password -> operator.route(Console.PATH, console.requests(password)));
    return publicServer.start().compose(listening -> operator.start()).map(port -> {
      box.context().runOnContext(ignored -> delivery.start());
      box.start();
      return new Confab(box, calls, arrivals, delivery, sounds, recordings, publicServer, transcriptions,
          List.of(http, callbackHttp, soundHttp, engineHttp), process, store, console, operator, port, stopping, tracing);
    }).onFailure(failed -> process.close()).recover(failed -> publicServer.close().transform(closed -> transcriptions.close())
        .transform(closed -> recordings.close()).transform(closed -> tracing.close()).transform(closed -> Future.failedFuture(failed)));
  }

  private static Transcripts transcripts(Transcriptions transcriptions) {
    return (recording, path, length) -> recording.transcript().ifPresent(wanted -> transcriptions.add(new Transcriptions.Job(recording.file().id(), path,
        recording.file().extension(), length, recording.callUuid(), wanted.type(), wanted.url(), wanted.method(), recording.key().account())));
  }

  /** Not needed: calls and conferences go on without what cannot be heard or recorded. */
  private static HealthCheck.Condition access(Optional<String> problem, String otherwise) {
    return new HealthCheck.Condition(problem.isEmpty(), problem.orElse(otherwise));
  }

  /** Not needed: the other rooms go on. The longest silent first, and of very many only some. */
  private static HealthCheck.Condition rooms(Map<String, Instant> quarantined, Instant now) {
    String which = quarantined.entrySet().stream().sorted(Map.Entry.comparingByValue()).limit(5)
        .map(each -> each.getKey() + " for " + Duration.between(each.getValue(), now).toSeconds() + " s").collect(Collectors.joining(", "));
    return new HealthCheck.Condition(quarantined.isEmpty(), quarantined.isEmpty() ? "FreeSWITCH answers for every room"
        : "FreeSWITCH does not answer for " + quarantined.size() + " rooms: " + which + (quarantined.size() > 5 ? ", …" : ""));
  }

  /** Whether a callback would be kept: on the disk, or else in memory. */
  private static HealthCheck.Condition outbox(Store.Status status) {
    return new HealthCheck.Condition(!status.full(), status.full()
        ? "callbacks are being dropped: " + status.held() + " are held in memory, and no more fit; a restart would lose those, too"
        : status.held() + " callbacks are held in memory");
  }

  /** Not needed: calls, conferences and callbacks go on, and a restart would lose what is held. */
  private static HealthCheck.Condition store(Store.Status status) {
    return new HealthCheck.Condition(status.writable(), status.reason());
  }

  /** The port on which the console, health and metrics are served. */
  public int operatorPort() {
    return operatorPort;
  }

  /** What the URLs of recordings begin with. */
  public String publicUrl() {
    return publicServer.url();
  }

  /** The conferences, for whoever is outside. */
  public LiveConferences live() {
    return calls.live();
  }

  /** What happened to calls, for whoever asks. */
  public Tracing tracing() {
    return tracing;
  }

  /** Whether the store is at work, though no event loop is; callable from anywhere. */
  public boolean isStoring() {
    return store.isBusy();
  }

  /** Whether FreeSWITCH is connected; callable from anywhere. */
  public boolean isConnected() {
    return box.status().connected();
  }

  /**
   * Lets go of FreeSWITCH, whose calls stay as they are, delivers what can be delivered within a few seconds, and closes everything. What is not
   * delivered is in the store, and sent after the next start.
   */
  public Future<Void> stop() {
    stopping.set(true);
    Promise<Void> stopped = Promise.promise();
    box.context().runOnContext(ignored -> {
      arrivals.close();
      calls.stop();
      stopped.complete();
    });
    process.close();
    return stopped.future()
        .eventually(box::stop)
        .eventually(transcriptions::close)
        .eventually(this::drain)
        .eventually(sounds::close)
        .eventually(publicServer::close)
        .eventually(recordings::close)
        .eventually(() -> Future.all(http.stream().map(HttpRequests::close).toList()))
        .eventually(store::close)
        .eventually(tracing::close)
        .eventually(console::close)
        .eventually(operator::close);
  }

  /** Deliveries live on the box's context, as what decides them does. */
  private Future<Void> drain() {
    Promise<Void> drained = Promise.promise();
    box.context().runOnContext(ignored -> delivery.drain(DRAIN).onComplete(drained));
    return drained.future();
  }
}
