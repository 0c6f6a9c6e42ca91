package org.confab.freeswitch;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.confab.clock.Clock;
import org.confab.esl.BackgroundJobs;
import org.confab.esl.Backoff;
import org.confab.esl.CommandListener;
import org.confab.esl.Event;
import org.confab.esl.EslConnection;
import org.confab.esl.EslException;
import org.confab.esl.EslOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A FreeSWITCH box: keeps an events and a commands connection to it, for ever, and tells its listener everything that concerns us. If either
 * connection goes, or two heartbeats in a row do not come, both are closed and opened again.
 */
public final class Box {

  private static final Logger LOG = LoggerFactory.getLogger(Box.class);
  /** The modules that the dialplan file, the elements and mod_conference itself need. */
  public static final List<String> MODULES = List.of("mod_conference", "mod_dptools", "mod_commands", "mod_sndfile", "mod_tone_stream");
  private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(20);
  private static final Duration HEARTBEAT_GRACE = Duration.ofSeconds(5);
  /** A FreeSWITCH that is being started has calls as soon as its port answers: nobody waits for our next attempt longer than this. */
  private static final Duration NOT_THERE = Duration.ofSeconds(2);

  private final Context context;
  private final NetClient client;
  private final EslOptions options;
  private final Clock clock;
  private final Backoff backoff;
  private final BoxListener listener;
  private final CommandListener replies;
  private final BackgroundJobs jobs;
  private final Applications applications;
  private final BoxCommands commands;
  private final CallCommands calls;
  private final List<EslConnection> open = new ArrayList<>();

  private Clock.Timer watchdog = () -> { };
  private Clock.Timer retry = () -> { };
  private Duration heartbeat = DEFAULT_HEARTBEAT;
  private int failures;
  /** Events that came after the subscription and before the greeting was complete: told after {@link SwitchEvent.Connected}. */
  private final List<Event> early = new ArrayList<>();
  private Optional<Instant> readAt = Optional.empty();
  private String coreUuid = "";
  private long generation;
  private boolean stopped;
  private Optional<EslConnection> events = Optional.empty();
  private boolean talk;
  private volatile BoxStatus status;

  /** A box that is not yet connected to; {@code listener} hears of it on the context that is current here, or a new one. */
  public Box(Vertx vertx, EslOptions options, Clock clock, Backoff backoff, BoxListener listener) {
    this(vertx, options, clock, backoff, listener, CommandListener.NONE);
  }

  /** As the other; {@code replies} hears how FreeSWITCH took each command. */
  public Box(Vertx vertx, EslOptions options, Clock clock, Backoff backoff, BoxListener listener, CommandListener replies) {
    this.replies = replies;
    this.context = vertx.getOrCreateContext();
    this.client = vertx.createNetClient();
    this.options = options;
    this.clock = clock;
    this.backoff = backoff;
    this.listener = listener;
    String start = Subscription.PREFIX + UUID.randomUUID().toString().substring(0, 8) + "-";
    this.jobs = new BackgroundJobs(clock, start, replies);
    this.applications = new Applications(start, listener::onEvent);
    this.commands = new BoxCommands(jobs, applications, clock, listener);
    this.calls = new CallCommands(commands, jobs);
    this.status = BoxStatus.down("not connected yet", clock.now());
  }

  /** The context on which everything of this box happens. */
  public Context context() {
    return context;
  }

  /** What can be asked of the box; to be used on its context. */
  public BoxCommands commands() {
    return commands;
  }

  /** What can be asked of it for calls that nobody else began; to be used on its context. */
  public CallCommands calls() {
    return calls;
  }

  /** How the box stands; callable from anywhere. */
  public BoxStatus status() {
    return status;
  }

  /** When the event arrived that is being told to the listener; empty while none is. On the box's context. */
  public Optional<Instant> readAt() {
    return readAt;
  }

  /** The rooms for which FreeSWITCH does not answer, and since when; callable from anywhere. */
  public Map<String, Instant> quarantinedRooms() {
    return commands.rooms().quarantined();
  }

  /** Whether {@link SwitchEvent.Talked} is to be told, from now on and after each connect; not at first. On the box's context. */
  public void tellTalk(boolean wanted) {
    if (talk != wanted) {
      talk = wanted;
      events.ifPresent(this::sayTalk);
    }
  }

  /** Said twice, the filter would have to be taken back twice: this is said once for each change. */
  private void sayTalk(EslConnection connection) {
    Subscription.talk(talk).forEach(command -> connection.expectOk(command)
        .onFailure(why -> LOG.warn("FreeSWITCH could not be told whether to say who talks, and the console may not show it: {}", why.getMessage())));
  }

  /** Begins to connect; comes back at once. */
  public void start() {
    context.runOnContext(ignored -> connect());
  }

  /** Closes both connections and stays away. */
  public Future<Void> stop() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(ignored -> {
      stopped = true;
      retry.cancel();
      disconnect("Confab is stopping");
      commands.rooms().forget();
      client.close().onComplete(done);
    });
    return done.future();
  }

  private void connect() {
    if (stopped) {
      return;
    }
    early.clear();
    long attempt = ++generation;
    EslConnection.open(client, options, clock, this::onEvent, replies)
        .compose(events -> keep(attempt, events).compose(ignored -> subscribe(events)))
        .compose(ignored -> EslConnection.open(client, options, clock, unexpected -> { }, replies))
        .compose(connection -> keep(attempt, connection))
        .compose(connection -> {
          commands.use(Optional.of(connection));
          return introduce();
        })
        .onSuccess(greeting -> {
          if (attempt == generation) {
            connected(greeting);
          }
        })
        .onFailure(why -> lost(attempt, why));
  }

  /** From here on the end of that connection is the end of both. */
  private Future<EslConnection> keep(long attempt, EslConnection connection) {
    if (attempt != generation || stopped) {
      connection.close();
      return Future.failedFuture(new EslException.Closed("the attempt to connect was given up"));
    }
    open.add(connection);
    connection.closed().onFailure(why -> lost(attempt, why));
    return Future.succeededFuture(connection);
  }

  private Future<Void> subscribe(EslConnection events) {
    List<Future<?>> all = new ArrayList<>();
    Subscription.commands().forEach(command -> all.add(events.expectOk(command)));
    this.events = Optional.of(events);
    if (talk) {
      sayTalk(events);
    }
    return Future.all(all).mapEmpty();
  }

  private record Greeting(SwitchVersion version, String coreUuid, List<String> missingModules) {}

  private Future<Greeting> introduce() {
    Future<String> version = commands.api("version", "short");
    Future<String> core = commands.api("global_getvar", "core_uuid");
    List<Future<Optional<String>>> missing = MODULES.stream()
        .map(module -> commands.api("module_exists", module).map(reply -> reply.equals("true") ? Optional.<String>empty() : Optional.of(module)))
        .toList();
    List<Future<?>> all = new ArrayList<>(missing);
    all.add(version);
    all.add(core);
    return Future.all(all).map(ignored -> new Greeting(SwitchVersion.parse(version.result()), core.result(),
        missing.stream().flatMap(each -> each.result().stream()).toList()));
  }

  private void connected(Greeting greeting) {
    failures = 0;
    status = BoxStatus.up(greeting.version(), clock.now());
    LOG.info("Connected to FreeSWITCH {} at {}:{}, events and commands.", greeting.version(), options.host(), options.port());
    if (greeting.version().compareTo(SwitchVersion.OLDEST_KNOWN) < 0) {
      LOG.warn("FreeSWITCH {} is older than {}: endConferenceOnExit is done by Confab instead of by FreeSWITCH, so it does not hold while "
          + "Confab is down, and nothing here has been tried on it. Update FreeSWITCH.", greeting.version(), SwitchVersion.OLDEST_KNOWN);
    }
    greeting.missingModules().forEach(module ->
        LOG.warn("FreeSWITCH has not loaded {}: add it to modules.conf.xml, or load it with 'fs_cli -x \"load {}\"'.", module, module));
    feedWatchdog();
    if (!coreUuid.equals(greeting.coreUuid())) {
      commands.rooms().forget();
    }
    coreUuid = greeting.coreUuid();
    listener.onEvent(new SwitchEvent.Connected(greeting.version(), greeting.coreUuid()));
    List<Event> waiting = List.copyOf(early);
    early.clear();
    waiting.forEach(this::onEvent);
  }

  private void onEvent(Event event) {
    if (!status.connected()) {
      early.add(event);
      return;
    }
    feedWatchdog();
    readAt = Optional.of(event.readAt());
    try {
      tell(event);
    } finally {
      readAt = Optional.empty();
    }
  }

  private void tell(Event event) {
    switch (event.name()) {
      case "HEARTBEAT" -> {
        heartbeat = event.get("Heartbeat-Interval").filter(text -> text.matches("[1-9][0-9]{0,4}"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))).orElse(DEFAULT_HEARTBEAT);
        status = status.heartbeatAt(clock.now());
        // the connection for commands has no traffic of its own: a reply that does not come ends it
        commands.api("global_getvar", "core_uuid").onFailure(why -> LOG.debug("FreeSWITCH lives, but: {}", why.getMessage()));
      }
      case "BACKGROUND_JOB" -> jobs.completed(event);
      case "CHANNEL_EXECUTE_COMPLETE" -> {
        applications.completed(event);
        SwitchEvents.of(event).ifPresent(listener::onEvent);
      }
      case "CHANNEL_HANGUP_COMPLETE" -> {
        applications.hungUp(event.text("Unique-ID"));
        SwitchEvents.of(event).ifPresent(listener::onEvent);
      }
      default -> SwitchEvents.of(event).ifPresent(listener::onEvent);
    }
  }

  /** Any event shows that the box lives; without any, two heartbeats have to be missing before we doubt it. */
  private void feedWatchdog() {
    watchdog.cancel();
    Duration patience = heartbeat.multipliedBy(2).plus(HEARTBEAT_GRACE);
    long attempt = generation;
    watchdog = clock.schedule(patience, () -> lost(attempt, new EslException.Closed("no heartbeat for " + patience.toSeconds() + " s")));
  }

  private void lost(long attempt, Throwable why) {
    if (attempt != generation || stopped) {
      return;
    }
    disconnect(why.getMessage());
    // whoever was turned away stays so until somebody changes a setting
    boolean turnedAway = !(why instanceof EslException.Closed || why instanceof EslException.TimedOut);
    Duration delay = (turnedAway ? backoff : backoff.atMost(NOT_THERE)).delay(++failures);
    LOG.warn("{}. Next attempt in {} ms.", why.getMessage(), delay.toMillis());
    retry = clock.schedule(delay, this::connect);
  }

  private void disconnect(String why) {
    boolean wasUp = status.connected();
    generation++;
    watchdog.cancel();
    status = BoxStatus.down(why, clock.now());
    commands.use(Optional.empty());
    events = Optional.empty();
    List<EslConnection> closing = List.copyOf(open);
    open.clear();
    early.clear();
    closing.forEach(EslConnection::close);
    jobs.failAll(new EslException.Closed(why));
    if (wasUp) {
      listener.onEvent(new SwitchEvent.Disconnected(why));
    }
  }

  /**
   * How a box stands.
   *
   * @param detail    the version, or why it is not connected
   * @param since     of this state
   * @param heartbeat when anything was last heard that shows it alive
   */
  public record BoxStatus(boolean connected, String detail, Instant since, Instant heartbeat) {

    static BoxStatus down(String why, Instant now) {
      return new BoxStatus(false, why, now, now);
    }

    static BoxStatus up(SwitchVersion version, Instant now) {
      return new BoxStatus(true, "FreeSWITCH " + version, now, now);
    }

    BoxStatus heartbeatAt(Instant now) {
      return new BoxStatus(connected, detail, since, now);
    }
  }
}
