package org.confab.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.confab.clock.VertxClock;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;
import org.confab.testing.Loop;

/**
 * What a trace costs: {@link ConferenceLoad} for a Confab that keeps one and for another that does not, in turn, so that whatever else the machine does
 * meets both. Each has a process, a switch and a store of its own.
 */
public final class TraceLoad {

  private static final double MOST = 1.05;
  private static final int CALLS = 1000;

  /** One of the two, and what its calls cost. */
  private record Side(String name, SimulatedFreeSwitch box, int port, AtomicReference<ConferenceLoad> current, ServiceProcess confab, Path store,
      List<Double> cpu) {

    static Side start(Vertx vertx, String name, List<String> options) throws IOException {
      SimulatedFreeSwitch box = Loop.result(SimulatedFreeSwitch.start(vertx, SimulatorOptions.defaults(new VertxClock(vertx))));
      AtomicReference<ConferenceLoad> current = new AtomicReference<>();
      int port = Loop.result(vertx.createHttpServer().requestHandler(request -> current.get().answer(request)).listen(0, "127.0.0.1")).actualPort();
      Path store = ServiceUnderLoad.store();
      ServiceProcess confab = ServiceProcess.start(options, box.port(), "ClueCon", "http://127.0.0.1:" + port + "/answer", store).awaitConnection();
      return new Side(name, box, port, current, confab, store, new ArrayList<>());
    }

    boolean round(String load, int rate, boolean counts) throws IOException, InterruptedException {
      System.out.println(load + ", " + name + ":");
      current.set(new ConferenceLoad(load, port));
      boolean whole = current.get().measure(box, rate, confab);
      if (counts) {
        cpu.add(current.get().cpuPerCall());
      }
      return whole;
    }

    double median() {
      List<Double> sorted = new ArrayList<>(cpu);
      Collections.sort(sorted);
      int half = sorted.size() / 2;
      return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
  }

  private TraceLoad() {}

  /** Arguments: calls a second (default 200), how many rounds of each are measured (default 6); half as many, but at least 4, before them are not counted. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
    Vertx vertx = Vertx.vertx();
    boolean fine = true;
    try {
      Side without = Side.start(vertx, "without a trace", List.of("-Xmx256m", "-D" + ServiceUnderLoad.WITHOUT_TRACE + "=true"));
      Side with = Side.start(vertx, "with a trace", ServiceProcess.SMALL);
      try (ServiceProcess one = without.confab(); ServiceProcess other = with.confab()) {
        int warmUps = Math.max(4, rounds / 2);
        Map<Side, Map<String, Double>> before = new IdentityHashMap<>();
        for (int i = 0; i < warmUps + rounds; i++) {
          if (i == warmUps) {
            before.put(without, without.confab().threads());
            before.put(with, with.confab().threads());
          }
          String load = i < warmUps ? "warm-up " + (i + 1) : "round " + (i - warmUps + 1);
          // who begins takes turns
          for (Side side : i % 2 == 0 ? List.of(without, with) : List.of(with, without)) {
            fine &= side.round(load, rate, i >= warmUps);
          }
        }
        long bytes = size(with.store().resolveSibling("confab.db-trace"));
        double ratio = with.median() / without.median();
        System.out.printf(Locale.ROOT, "%nCPU of a call, ms, without: %s; with: %s%n", millis(without.cpu()), millis(with.cpu()));
        System.out.printf(Locale.ROOT, "medians %.3f and %.3f ms: %+.1f %% (required: at most +5 %%); %.1f KB of trace for each call%n", without.median() * 1000,
            with.median() * 1000, (ratio - 1) * 100, bytes / 1024.0 / CALLS / (warmUps + rounds));
        for (Side side : List.of(without, with)) {
          System.out.println(side.name() + ", ms of a call by thread: " + byThread(before.get(side), side.confab().threads(), CALLS * rounds));
        }
        fine &= ratio <= MOST && bytes > 0;
      }
    } finally {
      Loop.result(vertx.close());
    }
    System.exit(fine ? 0 : 1);
  }

  private static String byThread(Map<String, Double> before, Map<String, Double> after, int calls) {
    Map<String, Double> used = new TreeMap<>();
    after.forEach((name, seconds) -> used.put(name, (seconds - before.getOrDefault(name, 0.0)) * 1000 / calls));
    return used.entrySet().stream().filter(each -> each.getValue() >= 0.005).sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .map(each -> String.format(Locale.ROOT, "%s %.3f", each.getKey(), each.getValue())).collect(Collectors.joining(", "));
  }

  private static String millis(List<Double> cpu) {
    return cpu.stream().map(each -> String.format(Locale.ROOT, "%.2f", each * 1000)).reduce((one, other) -> one + " " + other).orElse("");
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
