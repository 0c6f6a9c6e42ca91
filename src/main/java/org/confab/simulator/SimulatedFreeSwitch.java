package org.confab.simulator;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A FreeSWITCH that is not there: its Event Socket, its channels and its conferences, on 127.0.0.1. */
public final class SimulatedFreeSwitch {

  private final SimulatorOptions options;
  private final Context context;
  private final FaultyDisk disk;
  private final Installation installation = new Installation();
  private final NetServer server;
  private final List<SimulatedCall> calls = new CopyOnWriteArrayList<>();
  private final List<Consumer<ReceivedCommand>> observers = new CopyOnWriteArrayList<>();
  private volatile Core core;
  private volatile boolean reachable = true;
  private volatile Optional<Consumer<SimulatedCall>> dialled = Optional.empty();

  private SimulatedFreeSwitch(Vertx vertx, Context context, SimulatorOptions options, Disk disk) {
    this.options = options;
    this.context = context;
    this.disk = new FaultyDisk(disk);
    this.core = new Core(options, context, this.disk, installation);
    this.server = vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(options.port()).setTcpNoDelay(true));
  }

  /** Starts one; fails if the port cannot be had. */
  public static Future<SimulatedFreeSwitch> start(Vertx vertx, SimulatorOptions options) {
    return start(vertx, options, new RealDisk());
  }

  static Future<SimulatedFreeSwitch> start(Vertx vertx, SimulatorOptions options, Disk disk) {
    Context context = vertx.getOrCreateContext();
    Promise<SimulatedFreeSwitch> started = Promise.promise();
    context.runOnContext(ignored -> {
      SimulatedFreeSwitch freeSwitch = new SimulatedFreeSwitch(vertx, context, options, disk);
      freeSwitch.server.connectHandler(freeSwitch::connected).listen().map(freeSwitch).onComplete(started);
    });
    return started.future();
  }

  /** Its operator loads or unloads a module; what the module would do is not affected. */
  public void module(String name, boolean loaded) {
    context.runOnContext(ignored -> installation.module(name, loaded));
  }

  /** What it says that its dialplan is ({@code <section name="dialplan">}); calls do not go by it. */
  public void dialplan(String section) {
    context.runOnContext(ignored -> installation.dialplan(section));
  }

  /** What it says of mod_event_socket's configuration. */
  public void eventSocketConfiguration(String xml) {
    context.runOnContext(ignored -> installation.eventSocket(xml));
  }

  /** Where it says that its configuration is. */
  public void configurationDirectory(String path) {
    context.runOnContext(ignored -> installation.directory(path));
  }

  /** What it says of its version, and nothing else of that version. */
  public void versionText(String text) {
    context.runOnContext(ignored -> installation.version(text));
  }

  /** {@code fsctl pause}; calls that are placed come in all the same. */
  public void pause(boolean now) {
    context.runOnContext(ignored -> installation.pause(now));
  }

  /** FreeSWITCH's connections are all served by the context that it was started on. */
  private void connected(NetSocket socket) {
    if (core.isDead() || !reachable) {
      socket.close();
    } else {
      core.listen(new Listener(core, socket, command -> observers.forEach(observer -> observer.accept(command))));
    }
  }

  /** An extension of the XML dialplan, which else is outside of what is simulated. */
  void extension(String name, List<Action> actions) {
    context.runOnContext(ignored -> core.extension(name, actions));
  }

  /** As if that many members had been in its conferences before. */
  void skipMemberIds(int count) {
    context.runOnContext(ignored -> core.rooms().skipMemberIds(count));
  }

  /** Where everything of it runs. */
  Context context() {
    return context;
  }

  /** The port on which the Event Socket listens. */
  public int port() {
    return server.actualPort();
  }

  /** A call comes in. Returns at once; what happens to it happens on the switch's context. */
  public SimulatedCall place(IncomingCall call) {
    return place(call, dialplan(call));
  }

  /** As {@link #place}, with {@code socket <hosts>} before {@code park}. */
  public SimulatedCall placeBySocket(IncomingCall call, String hosts) {
    List<Action> actions = dialplan(call);
    actions.add(actions.size() - 1, new Action("socket", hosts));
    return place(call, actions);
  }

  SimulatedCall place(IncomingCall call, List<Action> dialplan) {
    String uuid = UUID.randomUUID().toString();
    Phone phone = new Phone();
    SimulatedCall simulated = new SimulatedCall(uuid, call, phone,
        action -> context.runOnContext(ignored -> core.channel(uuid).ifPresent(action)));
    calls.add(simulated);
    phone.onMove(position -> {
      if (position.startsWith("hungup")) {
        calls.remove(simulated);
      }
    });
    context.runOnContext(ignored -> new Channel(core, uuid, call, phone).applications().runDialplan(dialplan));
    return simulated;
  }

  /** The dialplan that Confab ships: the variables, {@code ring_ready}, the way out, {@code park}. */
  private static List<Action> dialplan(IncomingCall call) {
    List<Action> actions = new ArrayList<>();
    Map<String, String> variables = new LinkedHashMap<>(call.variables());
    String fallback = variables.remove("confab_fallback");
    variables.forEach((name, value) -> actions.add(new Action("set", name + "=" + value)));
    actions.add(new Action("ring_ready", ""));
    if (fallback != null) {
      actions.add(new Action("set", "confab_fallback=" + fallback));
      actions.add(new Action("sched_transfer", "+30 ${confab_fallback}"));
    }
    actions.add(new Action("park", ""));
    return actions;
  }

  /**
   * Who is told, on the switch's context, of each phone that FreeSWITCH calls: it is silent until it is made to {@link SimulatedCall#ring}, to answer or
   * to refuse. Without anybody, dial strings lead nowhere.
   */
  public void onDialled(Consumer<SimulatedCall> world) {
    dialled = Optional.of(phone -> {
      calls.add(phone);
      phone.onChange(changed -> {
        if (!changed.isUp()) {
          calls.remove(changed);
        }
      });
      world.accept(phone);
    });
    context.runOnContext(ignored -> core.dialled(dialled));
  }

  /** The calls that are up, in the order in which they came. */
  public List<SimulatedCall> calls() {
    return List.copyOf(calls);
  }

  /** Tells {@code observer}, on the switch's context, each command that comes over the Event Socket, before it is carried out. */
  public void onCommand(Consumer<ReceivedCommand> observer) {
    observers.add(observer);
  }

  /** What {@code fs_cli -x} would print for that command. */
  public Future<String> api(String command) {
    Promise<String> reply = Promise.promise();
    context.runOnContext(ignored -> reply.complete(core.api(command)));
    return reply.future();
  }

  /** Ends it: every connection just closes. */
  public Future<Void> stop() {
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(ignored -> {
      core.die();
      server.close().onComplete(stopped);
    });
    return stopped.future();
  }

  /** A fault: every Event Socket connection closes, the calls go on. */
  public void dropConnections() {
    context.runOnContext(ignored -> core.dropListeners());
  }

  /** A fault: nobody reaches its Event Socket, and who was connected no longer is, until it is reachable again. */
  public void reachable(boolean now) {
    reachable = now;
    if (!now) {
      dropConnections();
    }
  }

  /** A fault: FreeSWITCH's user gets to no file that is there, until he may again. */
  public void readable(boolean now) {
    disk.readable(now);
  }

  /** A fault: FreeSWITCH's user may write nowhere, until he may again. */
  public void writable(boolean now) {
    disk.writable(now);
  }

  /** A fault: FreeSWITCH is killed and started again: another Core-UUID, every call is gone, every connection closes. */
  public void killCore() {
    context.runOnContext(ignored -> {
      Core old = core;
      core = new Core(options, context, disk, installation);
      core.dialled(dialled);
      old.die();
    });
  }

  /**
   * A fault: the next member who leaves others behind in a room never lets go of its lock, until {@link #letGoOfLock}. What is asked of that room by
   * {@code bgapi} is not answered, nobody gets into it or out of it, and a list of all rooms makes all rooms wait.
   */
  public void holdLockAtNextLeave() {
    context.runOnContext(ignored -> core.rooms().locks().holdAtNextLeave());
  }

  /** The end of {@link #holdLockAtNextLeave}. */
  public void letGoOfLock() {
    context.runOnContext(ignored -> core.rooms().locks().letGo());
  }

  /**
   * A fault: the next call that joins a room is lost in it, as the room ends in that instant: add-member, then no del-member and no
   * conference-destroy; no command finds the room, its conference_call_key stays set, and {@code uuid_transfer <uuid> park inline} is
   * what gets it out.
   */
  public void loseNextJoinInDyingRoom() {
    context.runOnContext(ignored -> core.rooms().loseNext());
  }
}
