package org.confab.simulator;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.confab.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the switch, from its start to its end: the channels, rooms, timers and listeners. Everything runs on one context. */
final class Core {

  private static final Logger LOG = LoggerFactory.getLogger(SimulatedFreeSwitch.class);
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter GMT = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
  private static final String HOST = "fs1";

  private final SimulatorOptions options;
  private final Context context;
  private final Disk disk;
  private final Installation installation;
  private final String uuid = UUID.randomUUID().toString();
  private final Instant started;
  private final Map<String, Channel> channels = new LinkedHashMap<>();
  private final Set<Listener> listeners = new LinkedHashSet<>();
  private final Rooms rooms;
  private final Schedule schedule;
  private final Api api;
  private final Map<String, List<Action>> extensions = new LinkedHashMap<>();
  private long sequence = 500;
  private int sessions;
  private int peak;
  private boolean dead;
  private Optional<NetClient> client = Optional.empty();
  private final Originate originate = new Originate(this);
  private Optional<Consumer<SimulatedCall>> dialled = Optional.empty();

  Core(SimulatorOptions options, Context context, Disk disk, Installation installation) {
    this.options = options;
    this.context = context;
    this.disk = disk;
    this.installation = installation;
    this.started = options.clock().now();
    this.rooms = new Rooms(this);
    this.schedule = new Schedule(this);
    this.api = new Api(this);
    heartbeat();
  }

  SimulatorOptions options() {
    return options;
  }

  /** For connections that the switch makes. */
  NetClient client() {
    if (client.isEmpty()) {
      client = Optional.of(context.owner().createNetClient());
    }
    return client.get();
  }

  String uuid() {
    return uuid;
  }

  Disk disk() {
    return disk;
  }

  Installation installation() {
    return installation;
  }

  Rooms rooms() {
    return rooms;
  }

  Schedule schedule() {
    return schedule;
  }

  Instant now() {
    return options.clock().now();
  }

  Instant started() {
    return started;
  }

  int sessionsSinceStart() {
    return sessions;
  }

  int peak() {
    return peak;
  }

  String versionText() {
    return installation.version().orElse(options.version() == SimulatorOptions.Version.V1_11_1 ? "1.11.1-release" : "1.10.12-release");
  }

  /** An extension of the XML dialplan. */
  void extension(String name, List<Action> actions) {
    extensions.put(name, actions);
  }

  /** What a transfer to {@code extension} of {@code dialplan} runs; empty where that is an extension that is not simulated. */
  Optional<List<Action>> route(String extension, String dialplan) {
    return dialplan.equalsIgnoreCase("inline") ? Optional.of(Action.inline(extension)) : Optional.ofNullable(extensions.get(extension));
  }

  /** Runs {@code task} on the context, after what runs now. */
  void later(Runnable task) {
    context.runOnContext(ignored -> alive(task));
  }

  /** Runs {@code task} on the context when {@code delay} has passed, unless cancelled. */
  Clock.Timer after(Duration delay, Runnable task) {
    boolean[] cancelled = new boolean[1];
    Runnable guarded = () -> {
      if (!cancelled[0]) {
        alive(task);
      }
    };
    Clock.Timer timer = options.clock().schedule(delay, () -> onContext(guarded));
    return () -> {
      cancelled[0] = true;
      timer.cancel();
    };
  }

  private void onContext(Runnable task) {
    if (Vertx.currentContext() == context) {
      task.run();
    } else {
      context.runOnContext(ignored -> task.run());
    }
  }

  private void alive(Runnable task) {
    if (dead) {
      return;
    }
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("the simulated switch failed; its state may be wrong from here on", e);
    }
  }

  Optional<Channel> channel(String id) {
    return Optional.ofNullable(channels.get(id));
  }

  List<Channel> channels() {
    return List.copyOf(channels.values());
  }

  int add(Channel channel) {
    channels.put(channel.uuid(), channel);
    peak = Math.max(peak, channels.size());
    return ++sessions;
  }

  void remove(Channel channel) {
    channels.remove(channel.uuid());
  }

  void listen(Listener listener) {
    listeners.add(listener);
  }

  void forget(Listener listener) {
    listeners.remove(listener);
  }

  void dropListeners() {
    List.copyOf(listeners).forEach(Listener::drop);
  }

  /** The end of this life: nothing that waits happens any more, and nothing is told. */
  void die() {
    rooms.all().forEach(room -> room.recordings().all().forEach(Recorder::breaksOff));
    dead = true;
    dropListeners();
    List<Channel> gone = new ArrayList<>(channels.values());
    channels.clear();
    gone.forEach(Channel::vanish);
  }

  boolean isDead() {
    return dead;
  }

  /** Whether any listener asked for such events; an event that nobody wants need not be built, but counts. */
  boolean wanted(String name, String subclass) {
    for (Listener listener : listeners) {
      if (listener.asks(name, subclass)) {
        return true;
      }
    }
    sequence++;
    return false;
  }

  /** A new event with the headers that all events start with. */
  Event event(String name, String subclass, Origin origin) {
    Instant now = now();
    Event event = new Event(name, subclass);
    if (!subclass.isEmpty()) {
      event.add("Event-Subclass", subclass);
    }
    return event.add("Event-Name", name)
        .add("Core-UUID", uuid)
        .add("FreeSWITCH-Hostname", HOST)
        .add("FreeSWITCH-Switchname", HOST)
        .add("FreeSWITCH-IPv4", "192.0.2.10")
        .add("FreeSWITCH-IPv6", "2001:db8::2")
        .add("Event-Date-Local", LOCAL.format(now.atZone(ZoneId.systemDefault())))
        .add("Event-Date-GMT", GMT.format(now.atOffset(ZoneOffset.UTC)))
        .add("Event-Date-Timestamp", Times.micros(now))
        .add("Event-Calling-File", origin.file)
        .add("Event-Calling-Function", origin.function)
        .add("Event-Calling-Line-Number", Integer.toString(origin.line(options.version())))
        .add("Event-Sequence", Long.toString(++sequence));
  }

  void fire(Event event) {
    for (Listener listener : List.copyOf(listeners)) {
      listener.deliver(event);
    }
  }

  /** Who is told of each phone that is called; it leads nowhere if there is nobody. */
  Optional<Consumer<SimulatedCall>> dialled() {
    return dialled;
  }

  void dialled(Optional<Consumer<SimulatedCall>> world) {
    dialled = world;
  }

  /** The reply text of {@code api <command>}. */
  String api(String command) {
    return api.execute(command);
  }

  /** What {@code bgapi} does after its reply; one that waits for a room's lock waits by itself. */
  void job(String id, String command) {
    if (Originate.is(command)) {
      originate.run(command, result -> done(id, command, result));
      return;
    }
    rooms.locks().command(command, () -> perform(id, command));
  }

  private void perform(String id, String command) {
    done(id, command, api(command));
  }

  private void done(String id, String command, String result) {
    String[] parts = command.strip().split(" ", 2);
    Event event = event("BACKGROUND_JOB", "", Origin.JOB).add("Job-UUID", id).add("Job-Command", parts[0]);
    if (parts.length == 2) {
      event.add("Job-Command-Arg", parts[1]);
    }
    fire(event.body(result));
  }

  /** The reply to {@code sendmsg}. */
  String sendMessage(String id, CommandReader.Command command) {
    String target = id.isEmpty() ? command.header("session-id").orElse("") : id;
    Channel channel = channels.get(target);
    if (channel == null) {
      return "-ERR invalid session id [" + target + "]";
    }
    later(() -> channel.applications().message(command));
    return "+OK";
  }

  private void heartbeat() {
    after(options.heartbeat(), () -> {
      heartbeat();
      fire(Status.heartbeat(this));
    });
  }
}
