package org.confab.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.confab.clock.VertxClock;
import org.confab.simulator.IncomingCall;
import org.confab.simulator.SimulatedCall;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;
import org.confab.testing.Loop;

/**
 * 1,000 calls join 50 conferences of 20, then leave in a random order. The simulated switch and the application are this process; Confab is one of
 * its own. Every callback is checked: one enter and one exit of each call, in the order of its lane.
 */
public final class ConferenceLoad {

  private static final int CALLS = 1000;
  private static final int CONFERENCES = 50;
  private static final long PATIENCE_SECONDS = 120;

  /** A callback as it came. */
  private record Arrival(String conference, long sequence, String id, String action, String call, long nanos) {}

  private final String name;
  private final int callbackPort;
  private final Map<String, Long> began = new ConcurrentHashMap<>();
  private final List<Arrival> arrivals = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch entered = new CountDownLatch(CALLS);
  private final CountDownLatch left = new CountDownLatch(CALLS);
  private double cpuPerCall;

  ConferenceLoad(String name, int callbackPort) {
    this.name = name;
    this.callbackPort = callbackPort;
  }

  /**
   * Arguments: calls per second (0: all at once; default 50), how often the load is run before it is measured (default 1), and Confab's JVM option
   * (default -Xmx256m).
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
    int before = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    String option = arguments.length > 2 ? arguments[2] : "-Xmx256m";
    System.exit(run(rate, before, option) ? 0 : 1);
  }

  private static boolean run(int rate, int warmUps, String option) throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx();
    AtomicReference<ConferenceLoad> current = new AtomicReference<>();
    SimulatedFreeSwitch box = Loop.result(SimulatedFreeSwitch.start(vertx, SimulatorOptions.defaults(new VertxClock(vertx))));
    int port = Loop.result(vertx.createHttpServer().requestHandler(request -> current.get().answer(request)).listen(0, "127.0.0.1")).actualPort();
    try (ServiceProcess confab = ServiceProcess.start(List.of(option), box.port(), "http://127.0.0.1:" + port + "/answer")) {
      for (int i = 0; i < warmUps; i++) {
        current.set(new ConferenceLoad("warm-up " + i, port));
        System.out.println("warm-up:");
        current.get().measure(box, rate, confab);
      }
      current.set(new ConferenceLoad("load", port));
      System.out.printf("%d calls, %d conferences of %d, %s, after %d warm-ups; Confab with %s:%n", CALLS, CONFERENCES, CALLS / CONFERENCES,
          rate == 0 ? "all at once" : rate + " a second", warmUps, option);
      return current.get().measure(box, rate, confab);
    } finally {
      Loop.result(vertx.close());
    }
  }

  /** Runs it once, and prints what was measured; whether nothing was lost, duplicated or reordered. */
  boolean measure(SimulatedFreeSwitch box, int rate, ServiceProcess confab) throws IOException, InterruptedException {
    ServiceProcess.Report before = confab.report();
    long start = System.nanoTime();
    List<SimulatedCall> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      pace(start, i, rate);
      long placed = System.nanoTime();
      SimulatedCall call = box.place(new IncomingCall("1555" + (10_000 + i), "266322", "caller", Map.of("confab_answer_url", "default",
          "confab_fallback", "confab_fallback XML public")));
      began.put(call.uuid(), placed);
      calls.add(call);
    }
    boolean allIn = entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    long joined = System.nanoTime();
    Collections.shuffle(calls, new Random(1));
    for (int i = 0; i < CALLS; i++) {
      pace(joined, i, rate);
      calls.get(i).hangUp();
    }
    boolean allOut = left.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    long end = System.nanoTime();
    ServiceProcess.Report after = confab.report();
    System.out.printf(Locale.ROOT, "wall time            %8.1f s (joining %.1f s, leaving %.1f s)%n", (end - start) / 1e9, (joined - start) / 1e9,
        (end - joined) / 1e9);
    System.out.printf(Locale.ROOT, "joins                %8.0f a second%n", CALLS / ((joined - start) / 1e9));
    cpuPerCall = (after.cpuSeconds() - before.cpuSeconds()) / CALLS;
    System.out.printf(Locale.ROOT, "CPU                  %8.4f s per call (join and leave, two callbacks; start excluded)%n", cpuPerCall);
    System.out.printf(Locale.ROOT, "heap                 %8.0f MB at its peak, %.0f MB left by the last collections%n", after.peakMegabytes(),
        after.liveMegabytes());
    return check(allIn && allOut);
  }

  /** Of Confab's process in what was measured, in seconds. */
  double cpuPerCall() {
    return cpuPerCall;
  }

  /** Waits for the i-th moment of a steady rate. */
  private static void pace(long start, int i, int rate) {
    if (rate > 0) {
      for (long due = start + i * 1_000_000_000L / rate; System.nanoTime() < due; ) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
  }

  /** What the application does. */
  void answer(HttpServerRequest request) {
    request.body().onSuccess(ignored -> {
      if (request.path().equals("/answer")) {
        int number = Integer.parseInt(request.getFormAttribute("From").substring(4));
        request.response().end("<Response><Conference callbackUrl=\"http://127.0.0.1:" + callbackPort + "/callback\">" + name + " " + number % CONFERENCES
            + "</Conference></Response>");
      } else {
        arrived(request);
        request.response().end();
      }
    });
    request.setExpectMultipart(true);
  }

  private void arrived(HttpServerRequest request) {
    String action = request.getFormAttribute("ConferenceAction");
    arrivals.add(new Arrival(request.getFormAttribute("ConferenceName"), Long.parseLong(request.getHeader("X-Confab-Sequence")),
        request.getHeader("X-Confab-Callback-Id"), action, request.getFormAttribute("CallUUID"), System.nanoTime()));
    (action.equals("enter") ? entered : left).countDown();
  }

  private boolean check(boolean complete) {
    Map<String, Long> last = new HashMap<>();
    Map<String, String> seen = new HashMap<>();
    Set<String> ids = new HashSet<>();
    List<Double> latencies = new ArrayList<>();
    int duplicated = 0;
    int reordered = 0;
    for (Arrival arrival : List.copyOf(arrivals)) {
      if (!ids.add(arrival.id())) {
        duplicated++;
      }
      reordered += arrival.sequence() == last.getOrDefault(arrival.conference(), 0L) + 1 ? 0 : 1;
      last.put(arrival.conference(), arrival.sequence());
      String before = seen.getOrDefault(arrival.call(), "");
      duplicated += before.contains(arrival.action()) ? 1 : 0;
      reordered += before.isEmpty() == arrival.action().equals("enter") ? 0 : 1;
      seen.put(arrival.call(), before + arrival.action() + " ");
      if (arrival.action().equals("enter")) {
        latencies.add((arrival.nanos() - began.get(arrival.call())) / 1e6);
      }
    }
    long whole = seen.values().stream().filter("enter exit "::equals).count();
    Collections.sort(latencies);
    System.out.printf(Locale.ROOT, "call to enter        %8.1f ms p50, %.1f ms p99, %.1f ms at most (document, join and callback included)%n",
        at(latencies, 0.5), at(latencies, 0.99), at(latencies, 1));
    System.out.printf(Locale.ROOT, "callbacks            %8d, calls with one enter and one exit %d of %d, duplicated %d, out of order %d%n", arrivals.size(), whole,
        CALLS, duplicated, reordered);
    return complete && whole == CALLS && arrivals.size() == 2 * CALLS && duplicated == 0 && reordered == 0;
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.min(sorted.size() - 1.0, Math.floor(share * sorted.size())));
  }
}
