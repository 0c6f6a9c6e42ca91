package org.confab.bench;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.confab.clock.VertxClock;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;
import org.confab.testing.Loop;

/**
 * Callbacks through the outbox on the disk, Confab in a process of its own beside the simulated switch: how long they take at 200 a second; 2,000 a second
 * over 100 conferences; what memory does at 500 a second; and how many the store, the delivery and the HTTP client alone bring to a local receiver. Each
 * request is checked: its conference's numbers without gap, in order, no id twice, none missing.
 */
public final class OutboxLoad {

  private static final int WARM_UP_SECONDS = 30;
  private static final int LANES = 100;
  /** Beyond what is required, so that what is required is not what is offered. */
  private static final int MANY = 2_200;
  /** What a minute's reading may differ by, from the first third of the minutes to the last. */
  private static final double HEAP_MEGABYTES = 2;
  private static final double RESIDENT_MEGABYTES = 5;
  private static final double FILE_DESCRIPTORS = 5;
  private static final double THREADS = 2;
  /** The heap is resident as a whole from the beginning, so that what grows is not hidden behind it. */
  private static final List<String> TOUCHED = List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");

  private static final Machine MACHINE = new Machine();

  private OutboxLoad() {}

  /** Arguments: seconds that are measured (default 30), minutes at 500 a second (default 0: not at all). */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
    int minutes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    boolean fast = seconds == 0 || latency(seconds);
    boolean many = seconds == 0 || throughput(seconds);
    boolean alone = seconds == 0 || flood(seconds);
    boolean flat = minutes == 0 || memory(minutes);
    System.exit(fast && many && alone && flat ? 0 : 1);
  }

  /** Something that is measured with a crowd in conferences. */
  private interface Measurement {
    boolean of(SimulatedFreeSwitch box, Crowd crowd, Receiver receiver, ServiceProcess confab) throws Exception;
  }

  private static boolean with(int conferences, int members, List<String> options, Measurement measurement) throws Exception {
    Vertx vertx = Vertx.vertx();
    Crowd crowd = new Crowd(conferences);
    SimulatedFreeSwitch box = Loop.result(SimulatedFreeSwitch.start(vertx, SimulatorOptions.defaults(new VertxClock(vertx))));
    try (Receiver receiver = new Receiver(crowd::document, crowd::told);
        ServiceProcess confab = ServiceProcess.start(options, box.port(), receiver.url("/answer"))) {
      crowd.come(box, members);
      return measurement.of(box, crowd, receiver, confab) && receiver.isInOrder();
    } finally {
      Loop.result(vertx.close());
    }
  }

  private static boolean latency(int seconds) throws Exception {
    return with(20, 100, ServiceProcess.SMALL, (box, crowd, receiver, confab) -> {
      crowd.run(box, 160, 20, WARM_UP_SECONDS);
      crowd.measure();
      MACHINE.begin();
      crowd.run(box, 160, 20, seconds);
      Latencies all = new Latencies();
      List.of(crowd.keys(), crowd.enters(), crowd.exits()).forEach(all::addAll);
      System.out.println("event to request, 200 a second (required: p50 5 ms, p99 30 ms); " + MACHINE);
      System.out.println("  all                " + all);
      System.out.println("  key to digits      " + crowd.keys());
      System.out.println("  entry to enter     " + crowd.enters());
      System.out.println("  hang-up to exit    " + crowd.exits());
      System.out.println("  " + receiver.account());
      return all.at(0.5) <= 5 && all.at(0.99) <= 30;
    });
  }

  private static boolean throughput(int seconds) throws Exception {
    return with(LANES, 5 * LANES, ServiceProcess.SMALL, (box, crowd, receiver, confab) -> {
      crowd.run(box, MANY, 0, WARM_UP_SECONDS);
      crowd.measure();
      MACHINE.begin();
      double cpu = confab.report().cpuSeconds();
      long before = receiver.received();
      long start = System.nanoTime();
      double behind = crowd.run(box, MANY, 0, seconds);
      double took = (System.nanoTime() - start) / 1e9;
      double perSecond = (receiver.received() - before) / took;
      System.out.printf("%d keys a second in %d conferences (required: 2000 callbacks a second); %s%n", MANY, LANES, MACHINE);
      System.out.printf(Locale.ROOT, "  callbacks          %8.0f a second, the last one %.2f s after the last key; %.0f µs of CPU for each%n", perSecond, behind,
          (confab.report().cpuSeconds() - cpu) * 1e6 / (receiver.received() - before));
      System.out.println("  key to digits      " + crowd.keys());
      System.out.println("  " + receiver.account());
      return perSecond >= 2_000;
    });
  }

  private static boolean memory(int minutes) throws Exception {
    return with(20, 100, TOUCHED, (box, crowd, receiver, confab) -> {
      List<ServiceProcess.Report> readings = new ArrayList<>();
      System.out.printf("memory, 500 callbacks a second for %d minutes, after 3 that are not counted; 50 calls a second come and go%n", minutes);
      crowd.run(box, 400, 50, 180);
      crowd.measure();
      for (int minute = 1; minute <= minutes; minute++) {
        MACHINE.begin();
        crowd.run(box, 400, 50, 60);
        ServiceProcess.Report now = confab.collected();
        readings.add(now);
        System.out.printf(Locale.ROOT, "  minute %2d: heap %.1f MB after a collection, resident %.1f MB, %d file descriptors, %d threads; %s; %s%n", minute,
            now.heapMegabytes(), now.residentMegabytes(), now.fileDescriptors(), now.threads(), receiver.account(), MACHINE);
      }
      System.out.println("  key to digits      " + crowd.keys());
      return new Flatness(readings).isFlat(HEAP_MEGABYTES, RESIDENT_MEGABYTES, FILE_DESCRIPTORS, THREADS);
    });
  }

  private static boolean flood(int seconds) throws Exception {
    int warmUp = 10;
    long from = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUp);
    long to = from + TimeUnit.SECONDS.toNanos(seconds - 1L);
    MACHINE.begin();
    AtomicLong inTime = new AtomicLong();
    try (Receiver receiver = new Receiver(unasked -> "", arrival -> {
      if (arrival.nanos() >= from && arrival.nanos() < to) {
        inTime.incrementAndGet();
      }
    })) {
      String[] done = alone(receiver.url("/callback"), warmUp + seconds).split(" ");
      double perSecond = inTime.get() / ((to - from) / 1e9);
      System.out.printf("store, delivery and HTTP client alone, %d lanes (required: 2000 a second); %s%n", LANES, MACHINE);
      System.out.printf(Locale.ROOT, "  callbacks          %8.0f a second, %s µs of CPU for each, start included%n", perSecond, done[4]);
      System.out.printf("  added %s, left %s, %s%n", done[1], done[3], receiver.account());
      return perSecond >= 2_000 && receiver.isInOrder() && Long.parseLong(done[1]) == receiver.received() + Long.parseLong(done[3]);
    }
  }

  private static String alone(String url, int seconds) throws IOException {
    Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
        OutboxUnderLoad.class.getName(), url, Integer.toString(LANES), Integer.toString(seconds)).redirectError(Redirect.INHERIT).start();
    try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      return out.lines().filter(line -> line.startsWith("done")).findFirst().orElseThrow(() -> new IllegalStateException("it ended early"));
    } finally {
      process.destroy();
    }
  }
}
