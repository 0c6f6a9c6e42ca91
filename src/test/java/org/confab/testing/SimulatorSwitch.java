package org.confab.testing;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.confab.clock.Clock;
import org.confab.clock.VertxClock;
import org.confab.simulator.IncomingCall;
import org.confab.simulator.SimulatedCall;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;

/** The simulated FreeSWITCH in real time, with calls as Confab's dialplan file hands them over. */
public final class SimulatorSwitch implements Switch {

  private final Vertx vertx;
  private final SimulatorOptions options;
  private final SimulatedFreeSwitch simulated;
  private EventSocket events;
  private final Map<String, SimulatedCaller> callers = new ConcurrentHashMap<>();
  private final BlockingQueue<SimulatedCallee> called = new LinkedBlockingQueue<>();

  private SimulatorSwitch(Vertx vertx, SimulatorOptions options) throws IOException, TimeoutException {
    this.vertx = vertx;
    this.options = options;
    this.simulated = SimulatedFreeSwitch.start(vertx, options).await(Caller.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    this.events = listen();
    simulated.onDialled(phone -> {
      SimulatedCallee callee = new SimulatedCallee(phone, options.clock());
      callers.put(phone.uuid(), callee);
      phone.onChange(changed -> callee.positions.at(changed.position()));
      called.add(callee);
    });
  }

  private EventSocket listen() throws IOException {
    EventSocket socket = EventSocket.connect(host(), simulated.port(), options.password(), this::answered);
    socket.command("event plain CHANNEL_ANSWER");
    return socket;
  }

  public static SimulatorSwitch start() {
    Vertx vertx = Vertx.vertx();
    try {
      return new SimulatorSwitch(vertx, SimulatorOptions.defaults(new VertxClock(vertx)));
    } catch (IOException | TimeoutException failed) {
      vertx.close();
      throw new IllegalStateException(failed);
    }
  }

  /** For faults that only a simulator can have on demand. */
  public SimulatedFreeSwitch simulated() {
    return simulated;
  }

  private void answered(Map<String, String> event) {
    Optional.ofNullable(callers.get(event.getOrDefault("Unique-ID", ""))).ifPresent(caller -> caller.positions.answered());
  }

  @Override
  public String name() {
    return "simulator";
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public String version() {
    return switch (options.version()) {
      case V1_10_12 -> "1.10.12";
      case V1_11_1 -> "1.11.1";
    };
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int eventSocketPort() {
    return simulated.port();
  }

  @Override
  public String password() {
    return options.password();
  }

  @Override
  public Caller call(String from, Map<String, String> channelVariables) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("confab_answer_url", "default");
    variables.put("confab_fallback", "confab_fallback XML public");
    variables.putAll(channelVariables);
    IncomingCall incoming = new IncomingCall(from, RealFreeSwitch.CONFAB, from, variables);
    SimulatedCall call = Optional.ofNullable(channelVariables.get(SOCKET)).map(hosts -> simulated.placeBySocket(incoming, hosts))
        .orElseGet(() -> simulated.place(incoming));
    SimulatedCaller caller = new SimulatedCaller(call, options.clock());
    callers.put(call.uuid(), caller);
    call.onChange(changed -> caller.positions.at(changed.position()));
    caller.positions.at(call.position()); // what happened before the listener was there
    return caller;
  }

  @Override
  public String dialString() {
    return "sofia/gateway/phones/{to}";
  }

  @Override
  public Callee awaitCalled(String number) {
    return Called.await(called, number);
  }

  @Override
  public void hangUpAll() {
    called.clear();
    callers.values().stream().filter(Caller::isUp).forEach(Caller::hangUp);
    callers.values().forEach(caller -> caller.awaitHangUp());
    callers.clear();
  }

  @Override
  public void holdLockAtNextLeave() {
    simulated.holdLockAtNextLeave();
  }

  @Override
  public void letGoOfLock() {
    simulated.letGoOfLock();
  }

  @Override
  public void kill() {
    simulated.reachable(false);
    simulated.killCore();
    callers.values().forEach(Caller::awaitHangUp);
    callers.clear();
  }

  @Override
  public void startAgain() {
    simulated.reachable(true);
    try {
      events.close();
      events = listen();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void awaitReady() {
    // it is, as soon as its port answers
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      simulated.stop().eventually(vertx::close);
    }
  }

  private static final class SimulatedCallee extends SimulatedCaller implements Callee {

    private final SimulatedCall phone;

    SimulatedCallee(SimulatedCall phone, Clock clock) {
      super(phone, clock, phone.to());
      this.phone = phone;
    }

    @Override
    public String from() {
      return phone.to();
    }

    @Override
    public void rings() {
      phone.ring();
    }

    @Override
    public void answers() {
      phone.answer();
    }

    @Override
    public void refuses(String cause) {
      phone.refuse(cause);
    }

    @Override
    public String shownNumber() {
      return phone.from();
    }

    @Override
    public String shownName() {
      return phone.callerName();
    }
  }

  private static class SimulatedCaller extends PositionedCaller {
    private final SimulatedCall call;
    private final Ear ear;

    SimulatedCaller(SimulatedCall call, Clock clock) {
      this(call, clock, call.from());
    }

    SimulatedCaller(SimulatedCall call, Clock clock, String whose) {
      super(whose);
      this.call = call;
      this.ear = new SimulatedEar(call, clock);
      call.onKeys(positions::received);
      positions.isCall(call.uuid());
    }

    @Override
    public String from() {
      return call.from();
    }

    @Override
    public String callUuid() {
      return call.uuid();
    }

    @Override
    public void press(String digits) {
      call.press(digits);
    }

    @Override
    public void hangUp() {
      call.hangUp();
    }

    @Override
    public void talks(Tone voice) {
      call.talk(voice.endlessStream());
    }

    @Override
    public void fallsSilent() {
      call.fallSilent();
    }

    @Override
    public Hearing listens() {
      return new Hearing(call.from(), ear);
    }

    @Override
    public void hold() {
      call.hold();
    }

    @Override
    public void unhold() {
      call.unhold();
    }

    @Override
    public boolean isUp() {
      return call.isUp();
    }
  }
}
