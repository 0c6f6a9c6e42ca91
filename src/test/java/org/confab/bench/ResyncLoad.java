package org.confab.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.confab.clock.VertxClock;
import org.confab.simulator.IncomingCall;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;
import org.confab.testing.Loop;
import org.confab.testing.RealFreeSwitch;

/**
 * 100 conferences of 10. Confab's connections to the switch break; meanwhile one member of each conference hangs up, one is taken out of it, and one is
 * transferred elsewhere; then Confab gets through again. Required is that it compares its calls and rooms with the switch's in time; printed, too, is how
 * long after its first connection the last of the 300 exits was at the application. The last round kills Confab instead, and starts it anew. On the simulated switch, and on FreeSWITCH where FREESWITCH_HOME names one: the members there are calls
 * of its null endpoint, which runs the shipped dialplan file.
 */
public final class ResyncLoad {

  private static final int CONFERENCES = 100;
  private static final int SIZE = 10;
  private static final int PROBES = 40;
  private static final double REQUIRED_SECONDS = 2;
  private static final List<String> FATES = List.of("hung up", "taken out", "transferred");

  /** A switch with its callers. */
  private record Box(String name, int port, String password, Function<String, String> place, UnaryOperator<String> api, Runnable close) {}

  private record Member(String call, int conference) {}

  /** What Confab says of its comparisons with the switch since its process began. */
  private record Resyncs(double count, double sum, double max) {
    static Resyncs of(ServiceProcess confab) throws IOException, InterruptedException {
      String metrics = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + confab.report().operatorPort() + "/metrics"))
          .build(), HttpResponse.BodyHandlers.ofString()).body();
      return new Resyncs(value(metrics, "count"), value(metrics, "sum"), value(metrics, "max"));
    }

    private static double value(String metrics, String which) {
      return metrics.lines().filter(line -> line.startsWith("confab_resyncs_seconds_" + which + "{") && line.contains("compared"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).findFirst().orElseThrow();
    }
  }

  private static final Machine MACHINE = new Machine();

  private final Box box;
  private final int size;
  private final Map<String, Long> enteredAt = new ConcurrentHashMap<>();
  private final Map<String, Long> leftAt = new ConcurrentHashMap<>();
  private final List<Member> members = new ArrayList<>();
  private long placed;
  private double worst;

  private ResyncLoad(Box box, int size) {
    this.box = box;
    this.size = size;
  }

  /**
   * Arguments: rounds that are measured, after 2 that are not (default 5), and the members of each conference on FreeSWITCH (default 10), which mixes them
   * all: 1,000 are more than two processors can do.
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    int size = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SIZE;
    boolean good = run(simulated(), SIZE, rounds);
    if (RealFreeSwitch.isInstalled()) {
      good &= run(real(), size, rounds);
    }
    System.exit(good ? 0 : 1);
  }

  private static Box simulated() {
    Vertx vertx = Vertx.vertx();
    SimulatedFreeSwitch simulated = Loop.result(SimulatedFreeSwitch.start(vertx, SimulatorOptions.defaults(new VertxClock(vertx))));
    return new Box("the simulated switch", simulated.port(), "ClueCon", from -> simulated.place(new IncomingCall(from, "266322", "caller",
        Map.of("confab_answer_url", "default", "confab_fallback", "confab_fallback XML public"))).uuid(),
        command -> Loop.result(simulated.api(command)), () -> Loop.result(vertx.close()));
  }

  private static Box real() {
    RealFreeSwitch real = RealFreeSwitch.start().orElseThrow();
    return new Box(real.name(), real.eventSocketPort(), real.password(), from -> {
      String call = UUID.randomUUID().toString();
      String reply = real.fsCli("originate {origination_uuid=" + call + ",origination_caller_id_number=" + from + "}null/" + from + " 266322 XML public");
      if (!reply.startsWith("+OK")) {
        throw new IllegalStateException("originate: " + reply);
      }
      return call;
    }, real::fsCli, real::close);
  }

  private static boolean run(Box box, int size, int rounds) throws Exception {
    try {
      return new ResyncLoad(box, size).run(rounds);
    } finally {
      box.close().run();
    }
  }

  private boolean run(int rounds) throws Exception {
    Path store = ServiceUnderLoad.store();
    try (Gate gate = new Gate(box.port()); Receiver receiver = new Receiver(ResyncLoad::document, this::told)) {
      ServiceProcess confab = start(gate, receiver, store).awaitConnection();
      try {
        fill();
        System.out.printf(Locale.ROOT, "%s: %d conferences, %d members (required: a comparison in %.0f s)%n", box.name(),
            CONFERENCES, CONFERENCES * size, REQUIRED_SECONDS);
        System.out.println("  caller to enter, nothing else going on: " + probe());
        for (int round = -1; round <= rounds; round++) {
          gate.shut();
          Map<String, String> fates = meanwhile();
          gate.open();
          measure(round < 1 ? "warm-up" : "reconnected " + round, gate, confab, fates, round > 0, Optional.empty());
          fill();
        }
        gate.shut();
        confab.kill();
        Map<String, String> fates = meanwhile();
        receiver.killed();
        gate.open();
        long began = System.nanoTime();
        confab = start(gate, receiver, store);
        measure("killed, started anew", gate, confab, fates, true, Optional.of(began));
        System.out.println("  " + receiver.account());
        return worst <= REQUIRED_SECONDS && receiver.isInOrder();
      } finally {
        confab.close();
      }
    }
  }

  private ServiceProcess start(Gate gate, Receiver receiver, Path store) throws IOException {
    return ServiceProcess.start(ServiceProcess.SMALL, gate.port(), box.password(), receiver.url("/answer"), store);
  }

  private static String document(String from) {
    return "<Response><Conference callbackUrl=\"CALLBACK\">" + (from.startsWith("1555") ? "room " + Long.parseLong(from.substring(4)) % CONFERENCES : "probe "
        + from) + "</Conference></Response>";
  }

  private void told(Receiver.Arrival callback) {
    if (leftAt.containsKey(callback.call()) || callback.action().equals("enter") && enteredAt.containsKey(callback.call())) {
      System.out.println("  a second " + callback.action() + " of " + callback.call());
      worst = Double.POSITIVE_INFINITY;
    }
    (callback.action().equals("enter") ? enteredAt : leftAt).put(callback.call(), callback.nanos());
  }

  /** As many as there are to be; who is missing in which conference comes anew. */
  private void fill() {
    int[] there = new int[CONFERENCES];
    members.forEach(member -> there[member.conference()]++);
    int[] coming = {0};
    for (int conference = 0; conference < CONFERENCES; conference++) {
      for (int i = there[conference]; i < size; i++) {
        members.add(new Member(box.place().apply("1555" + (1_000_000 + placed++ * CONFERENCES + conference)), conference));
        if (++coming[0] % 20 == 0) {
          awaitMembers();
        }
      }
    }
    awaitMembers();
  }

  private void awaitMembers() {
    Crowd.await(() -> members.stream().allMatch(member -> enteredAt.containsKey(member.call())), "members that enter");
  }

  /** What happens while Confab hears nothing: what became of which call. */
  private Map<String, String> meanwhile() {
    Map<String, String> fates = new HashMap<>();
    Map<Integer, List<Member>> byConference = members.stream().collect(Collectors.groupingBy(Member::conference));
    byConference.values().forEach(room -> {
      fates.put(room.get(0).call(), FATES.get(0));
      box.api().apply("uuid_kill " + room.get(0).call());
      String call = room.get(1).call();
      fates.put(call, FATES.get(1));
      box.api().apply("conference " + variable(call, "conference_name") + " hup " + variable(call, "conference_member_id"));
      fates.put(room.get(2).call(), FATES.get(2));
      box.api().apply("uuid_transfer " + room.get(2).call() + " elsewhere XML public");
    });
    members.removeIf(member -> fates.containsKey(member.call()));
    return fates;
  }

  private String variable(String call, String name) {
    return box.api().apply("uuid_getvar " + call + " " + name).strip();
  }

  private void measure(String what, Gate gate, ServiceProcess confab, Map<String, String> fates, boolean counts, Optional<Long> began)
      throws IOException, InterruptedException {
    double cpu = began.isPresent() ? 0 : confab.report().cpuSeconds();
    Resyncs before = began.isPresent() ? new Resyncs(0, 0, 0) : Resyncs.of(confab);
    Crowd.await(() -> gate.passedNanos() != 0, "connection");
    long from = gate.passedNanos();
    MACHINE.begin();
    Latencies probes = probe();
    Crowd.await(() -> leftAt.keySet().containsAll(fates.keySet()), "exits of " + fates.size());
    StringBuilder line = new StringBuilder();
    for (String fate : FATES) {
      double last = fates.keySet().stream().filter(call -> fates.get(call).equals(fate)).mapToDouble(call -> (leftAt.get(call) - from) / 1e9).max().orElseThrow();
      line.append(String.format(Locale.ROOT, " %s %.2f s,", fate, last));
    }
    Resyncs after = Resyncs.of(confab);
    // the greatest of a process that has just begun is that of this round
    double took = began.isPresent() ? after.max() : (after.sum() - before.sum()) / (after.count() - before.count());
    worst = counts ? Math.max(worst, took) : worst;
    began.ifPresent(start -> line.append(String.format(Locale.ROOT, " connected %.2f s after the start of the process,", (from - start) / 1e9)));
    System.out.printf(Locale.ROOT, "  %-20s last exit:%s%n", what, line);
    System.out.printf(Locale.ROOT, "  %-20s CPU of Confab %.2f s; %s; %s%n", "", confab.report().cpuSeconds() - cpu,
        String.format(Locale.ROOT, "%.0f comparisons, %.2f s %s", after.count() - before.count(), took, began.isPresent() ? "at most" : "on average"), MACHINE);
    System.out.printf("  %-20s caller to enter meanwhile: %s%n", "", probes);
    fates.forEach((call, fate) -> {
      if (fate.equals(FATES.get(2))) {
        box.api().apply("uuid_kill " + call);
      }
    });
  }

  /** Callers who come one after the other, 20 a second, and how long each took to be told as a member. */
  private Latencies probe() {
    Map<String, Long> came = new HashMap<>();
    for (int i = 0; i < PROBES; i++) {
      long start = System.nanoTime();
      came.put(box.place().apply("1666" + (1_000_000 + placed++)), start);
      Crowd.pause(start + TimeUnit.MILLISECONDS.toNanos(50));
    }
    Set<String> calls = new HashSet<>(came.keySet());
    Crowd.await(() -> enteredAt.keySet().containsAll(calls), "callers that enter");
    Latencies took = new Latencies();
    came.forEach((call, start) -> took.add(enteredAt.get(call) - start));
    calls.forEach(call -> box.api().apply("uuid_kill " + call));
    Crowd.await(() -> leftAt.keySet().containsAll(calls), "exits of callers");
    return took;
  }
}
