package org.confab.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * A real FreeSWITCH, started for the tests on ports of its own, loopback only. It runs the dialplan file and the conference profile that
 * Confab ships. Its callers are SIP calls from a second profile of the same switch, so they are also the other traffic of the box: their own
 * legs carry nothing of Confab's.
 */
public final class RealFreeSwitch implements Switch {

  /** The number that the shipped dialplan file takes, and one that reaches a conference of somebody else. */
  static final String CONFAB = "266322";
  /** The same extension with {@code socket}; its caller is told the number that he dialled, as on every switch. */
  static final String BY_SOCKET = "266323";
  /** Of somebody else's dialplan, which transfers to the first. */
  static final String TRANSFER = "266324";

  /**
   * What a caller hears is written as it comes: what arrives at his leg only, by the thread that reads it, and through no file buffer. The jitter
   * buffer is one packet: without it, 20 to 120 ms are missing now and then, as both ends run by one clock; a longer one makes 0.35 s of a pause
   * disappear (measured).
   */
  private static final String HEARING =
      ",RECORD_READ_ONLY=true,RECORD_USE_THREAD=false,enable_file_write_buffering=false,jitterbuffer_msec=20:20:0";

  private final FreeSwitchInstallation installation;
  private final FreeSwitchProcess process;
  private EventSocket events;
  private EventSocket commands;
  private final Map<String, RealCaller> byCallersLeg = new ConcurrentHashMap<>();
  private final Map<String, RealCaller> byBoxLeg = new ConcurrentHashMap<>();
  /** By what their two legs have in common. */
  private final Map<String, RealCallee> bySipCall = new ConcurrentHashMap<>();
  private final Queue<RealCallee> called = new ConcurrentLinkedQueue<>();

  private RealFreeSwitch(FreeSwitchInstallation installation, FreeSwitchProcess process) throws IOException {
    this.installation = installation;
    this.process = process;
    connect();
  }

  private void connect() throws IOException {
    this.events = EventSocket.connect(host(), eventSocketPort(), password(), this::on);
    this.commands = EventSocket.connect(host(), eventSocketPort(), password(), event -> { });
    events.command("event plain CHANNEL_CREATE CHANNEL_PARK CHANNEL_ANSWER CHANNEL_EXECUTE CHANNEL_EXECUTE_COMPLETE CHANNEL_HANGUP_COMPLETE"
        + " DTMF BACKGROUND_JOB CUSTOM conference::maintenance");
  }

  /** Whether there is one: {@code FREESWITCH_HOME}, or {@code freeswitch} on the PATH. */
  public static boolean isInstalled() {
    return FreeSwitchInstallation.find(System.getenv()).isPresent();
  }

  /** Starts the one that is installed; empty if there is none. Fails with FreeSWITCH's own words if it does not come up. */
  public static Optional<RealFreeSwitch> start() {
    return FreeSwitchInstallation.find(System.getenv()).map(installation -> {
      FreeSwitchProcess process = FreeSwitchProcess.start(installation);
      try {
        return new RealFreeSwitch(installation, process);
      } catch (IOException failed) {
        process.close();
        throw new UncheckedIOException(failed);
      }
    });
  }

  @Override
  public String name() {
    return "FreeSWITCH " + version();
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public String version() {
    return installation.version();
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int eventSocketPort() {
    return process.eventSocketPort();
  }

  @Override
  public String password() {
    return FreeSwitchProcess.PASSWORD;
  }

  /** The port of the SIP profile under test, for callers from outside. */
  public int sipPort() {
    return process.boxPort();
  }

  @Override
  public RealCaller call(String from, Map<String, String> channelVariables) {
    return dial(from, channelVariables.containsKey(SOCKET) ? BY_SOCKET
        : channelVariables.containsKey(TRANSFERRED) ? TRANSFER : CONFAB, channelVariables);
  }

  /** Traffic of the same box that is none of Confab's: a caller in the conference {@code other-<n>}. */
  public Caller callOtherConference(String from, int n) {
    return dial(from, "other-" + n, Map.of());
  }

  /** Any command of fs_cli, as a person at the box would type it. */
  public String fsCli(String command) {
    return commands.api(command);
  }

  private RealCaller dial(String from, String number, Map<String, String> channelVariables) {
    if (!from.matches("[+0-9A-Za-z]+")) {
      throw new IllegalArgumentException("not a number: " + from);
    }
    String leg = UUID.randomUUID().toString();
    RecordedEar ear = new RecordedEar(process.directory("heard").resolve(leg + ".raw"));
    RealCaller caller = new RealCaller(commands, from, leg, number, ear);
    byCallersLeg.put(leg, caller);
    String reply = commands.command("bgapi originate {origination_uuid=" + leg + ",origination_caller_id_number=" + from
        + ",origination_caller_id_name=" + from + ",originate_timeout=600" + HEARING + ",sip_h_X-Test-Caller=" + leg
        + ",sip_h_X-Test-Variables=" + encoded(channelVariables) + "}sofia/callers/" + number + "@127.0.0.1:" + sipPort()
        + " 'record_session:" + ear.file() + ",park' inline", Map.of("Job-UUID", leg));
    if (!reply.startsWith("+OK")) {
      throw new IllegalStateException("originate: " + reply);
    }
    return caller;
  }

  private static String encoded(Map<String, String> variables) {
    variables.forEach((name, value) -> {
      if ((name + value).chars().anyMatch(c -> c < ' ' || ";'\\$".indexOf(c) >= 0) || !name.matches("\\w+")) {
        throw new IllegalArgumentException("cannot be a test's channel variable: " + name + "=" + value);
      }
    });
    String all = variables.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(";"));
    return URLEncoder.encode(all.isEmpty() ? "confab_test=true" : all, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private void on(Map<String, String> event) {
    if (event.get("Event-Name").equals("BACKGROUND_JOB")) {
      String result = event.get(EventSocket.BODY);
      if (result.startsWith("-ERR")) {
        Optional.ofNullable(byCallersLeg.get(event.get("Job-UUID"))).ifPresent(caller -> caller.failed(result.substring("-ERR ".length())));
      }
      return;
    }
    String leg = event.getOrDefault("Unique-ID", "");
    String caller = event.get("variable_sip_h_X-Test-Caller");
    if (event.get("Event-Name").equals("CHANNEL_PARK") && event.getOrDefault("Caller-Context", "").equals("nowhere")) {
      phone(event);
      return;
    }
    if (event.getOrDefault("Call-Direction", "").equals("outbound") && !byCallersLeg.containsKey(leg)) {
      Optional.ofNullable(bySipCall.get(event.getOrDefault("variable_sip_call_id", ""))).ifPresent(callee -> byBoxLeg.putIfAbsent(leg, callee));
    }
    if (byCallersLeg.containsKey(leg)) {
      byCallersLeg.get(leg).callersLeg(event);
    } else if (caller != null && byCallersLeg.containsKey(caller)) {
      byBoxLeg.putIfAbsent(leg, byCallersLeg.get(caller));
    }
    Optional.ofNullable(byBoxLeg.get(leg)).ifPresent(at -> at.boxLeg(event));
    if (event.get("Event-Name").equals("CHANNEL_HANGUP_COMPLETE")) {
      synchronized (byBoxLeg) {
        byBoxLeg.remove(leg);
        byBoxLeg.notifyAll();
      }
    }
  }

  @Override
  public String dialString() {
    return "sofia/box/{to}@127.0.0.1:" + process.callersPort();
  }

  @Override
  public Callee awaitCalled(String number) {
    return Called.await(called, number);
  }

  /** A phone is called: its leg parks. */
  private void phone(Map<String, String> event) {
    String leg = event.get("Unique-ID");
    RealCallee callee = new RealCallee(commands, event.getOrDefault("variable_sip_to_user", ""), leg,
        new RecordedEar(process.directory("heard").resolve(leg + ".raw")), event);
    byCallersLeg.put(leg, callee);
    bySipCall.put(event.getOrDefault("variable_sip_call_id", ""), callee);
    callee.callersLeg(event);
    called.add(callee);
  }

  @Override
  public Optional<Path> log() {
    return Optional.of(process.directory("log").resolve("freeswitch.log"));
  }

  @Override
  public void hangUpAll() {
    byCallersLeg.values().stream().filter(RealCaller::isUp).toList().forEach(RealCaller::hangUp);
    byCallersLeg.values().forEach(caller -> caller.awaitHangUp());
    byCallersLeg.clear();
    called.clear();
    bySipCall.clear();
    awaitNoCalls();
    process.empty("heard");
  }

  @Override
  public void holdLockAtNextLeave() {
    process.exitSoundHangs();
  }

  @Override
  public void letGoOfLock() {
    process.exitSoundOpens();
  }

  @Override
  public void kill() {
    process.kill();
    byCallersLeg.values().forEach(RealCaller::crashed);
    byCallersLeg.clear();
    synchronized (byBoxLeg) {
      byBoxLeg.clear();
    }
  }

  @Override
  public void startAgain() {
    process.startAgain();
  }

  @Override
  public void awaitReady() {
    process.awaitReady();
    try {
      events.close();
      commands.close();
      connect();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void awaitNoCalls() {
    long until = System.nanoTime() + Caller.PATIENCE.toNanos();
    synchronized (byBoxLeg) {
      while (!byBoxLeg.isEmpty()) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("calls that did not end: " + byBoxLeg);
        }
        try {
          byBoxLeg.wait(left);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new AssertionError("calls that did not end: " + byBoxLeg, interrupted);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      events.close();
      commands.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      process.close();
    }
  }
}
