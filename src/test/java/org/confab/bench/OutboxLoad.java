package org.confab.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.confab.clock.VertxClock;
import org.confab.simulator.IncomingCall;
import org.confab.simulator.SimulatedCall;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;
import org.confab.testing.Loop;

/**
 * Callbacks through the outbox on the disk. First Confab beside the simulated switch: 100 members in 20 conferences press keys, 200 a
 * second, and each key is a callback; measured is from the key to the request at the application. Then store and delivery alone, over 100
 * lanes to one receiver, as fast as they can, then 200 a second, and, if asked for, 500 a second for some minutes, to see what memory
 * does. Each request is checked: its lane's numbers without gap, in order, no id twice.
 */
public final class OutboxLoad {

  private static final int MEMBERS = 100;
  private static final int CONFERENCES = 20;
  private static final int RATE = 200;
  private static final int LANES = 100;
  private static final int WARM_UP_SECONDS = 30;
  private static final long PATIENCE_SECONDS = 60;

  private final Map<String, Deque<Long>> pressed = new ConcurrentHashMap<>();
  private final List<Double> latencies = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger entered = new AtomicInteger();
  private final Map<String, Long> last = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private long received;
  private long receivedInTime;
  private long firstNanos;
  private long lastNanos;
  private long duplicated;
  private long disordered;
  private volatile boolean measuring;
  private int port;

  private OutboxLoad() {}

  /** Arguments: seconds that are measured (default 30), minutes at 500 a second (default 0). */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
    int minutes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    boolean fast = new OutboxLoad().latency(seconds);
    boolean many = new OutboxLoad().flood(seconds);
    boolean steady = new OutboxLoad().steady(RATE, seconds);
    boolean flat = minutes == 0 || new OutboxLoad().steady(500, minutes * 60);
    System.exit(fast && many && steady && flat ? 0 : 1);
  }

  private boolean latency(int seconds) throws Exception {
    Vertx vertx = Vertx.vertx();
    SimulatedFreeSwitch box = Loop.result(SimulatedFreeSwitch.start(vertx, SimulatorOptions.defaults(new VertxClock(vertx))));
    port = Loop.result(vertx.createHttpServer().requestHandler(this::application).listen(0, "127.0.0.1")).actualPort();
    try (ServiceProcess confab = ServiceProcess.start("-Xmx256m", box.port(), "http://127.0.0.1:" + port + "/answer")) {
      List<SimulatedCall> members = new ArrayList<>();
      for (int i = 0; i < MEMBERS; i++) {
        SimulatedCall call = box.place(new IncomingCall("1555" + (10_000 + i), "266322", "caller", Map.of("confab_answer_url", "default",
            "confab_fallback", "confab_fallback XML public")));
        pressed.put(call.uuid(), new ConcurrentLinkedDeque<>());
        members.add(call);
      }
      await(() -> entered.get() == MEMBERS);
      press(members, WARM_UP_SECONDS);
      await(() -> pressed.values().stream().allMatch(Deque::isEmpty));
      measuring = true;
      int expected = press(members, seconds);
      await(() -> latencies.size() >= expected);
    } finally {
      Loop.result(vertx.close());
    }
    List<Double> sorted = sorted();
    double median = at(sorted, 0.5);
    double late = at(sorted, 0.99);
    System.out.printf(Locale.ROOT, "key to request       %8.1f ms p50, %.1f ms p99, %.1f ms at most, of %d keys at %d a second "
        + "(required: 5 and 30)%n", median, late, at(sorted, 1), sorted.size(), RATE);
    System.out.printf(Locale.ROOT, "                     duplicated %d, out of order %d%n", duplicated, disordered);
    return median <= 5 && late <= 30 && duplicated == 0 && disordered == 0;
  }

  private int press(List<SimulatedCall> members, int seconds) {
    long start = System.nanoTime();
    int keys = seconds * RATE;
    for (int i = 0; i < keys; i++) {
      for (long due = start + i * 1_000_000_000L / RATE; System.nanoTime() < due; ) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      SimulatedCall member = members.get(i % MEMBERS);
      pressed.get(member.uuid()).add(System.nanoTime());
      member.press("1");
    }
    return keys;
  }

  private void application(HttpServerRequest request) {
    request.setExpectMultipart(true);
    request.body().onSuccess(ignored -> {
      if (request.path().equals("/answer")) {
        int number = Integer.parseInt(request.getFormAttribute("From").substring(4));
        request.response().end("<Response><Conference digitsMatch=\"1\" relayDTMF=\"false\" callbackUrl=\"http://127.0.0.1:" + port
            + "/callback\">room " + number % CONFERENCES + "</Conference></Response>");
        return;
      }
      check(request, request.getFormAttribute("ConferenceName"));
      switch (request.getFormAttribute("ConferenceAction")) {
        case "enter" -> entered.incrementAndGet();
        case "digits" -> {
          long took = System.nanoTime() - pressed.get(request.getFormAttribute("CallUUID")).remove();
          if (measuring) {
            latencies.add(took / 1e6);
          }
        }
        default -> { }
      }
      request.response().end();
    });
  }

  private boolean flood(int seconds) throws Exception {
    int warmUp = 10;
    String done = alone(0, warmUp + seconds, warmUp);
    double perSecond = receivedInTime / ((lastNanos - firstNanos) / 1e9);
    System.out.printf(Locale.ROOT, "flood                %8.0f callbacks a second over %d lanes, %d in flight at most "
        + "(required: 2000)%n", perSecond, LANES, 16);
    return told(done) && perSecond >= 2000;
  }

  private boolean steady(int rate, int seconds) throws Exception {
    String done = alone(rate, WARM_UP_SECONDS + seconds, WARM_UP_SECONDS);
    List<Double> sorted = sorted();
    System.out.printf(Locale.ROOT, "decision to request  %8.1f ms p50, %.1f ms p99, %.1f ms at most, of %d at %d a second "
        + "over %d lanes, without calls%n", at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1), sorted.size(), rate, LANES);
    return told(done);
  }

  private List<Double> sorted() {
    List<Double> sorted = new ArrayList<>(latencies);
    Collections.sort(sorted);
    return sorted;
  }

  /** What was added is what came, each once. */
  private boolean told(String done) {
    String[] words = done.split(" ");
    System.out.printf(Locale.ROOT, "                     added %s, received %d, left %s, duplicated %d, out of order %d; "
        + "%s µs of CPU for each, start included%n", words[1], received, words[3], duplicated, disordered, words[4]);
    return Long.parseLong(words[1]) == received + Long.parseLong(words[3]) && duplicated == 0 && disordered == 0;
  }

  private String alone(int rate, int seconds, int warmUp) throws Exception {
    Vertx vertx = Vertx.vertx();
    port = Loop.result(vertx.createHttpServer().requestHandler(request -> {
      request.setExpectMultipart(true);
      request.body().onSuccess(ignored -> {
        check(request, request.getFormAttribute("ConferenceName"));
        if (System.nanoTime() >= firstNanos) {
          // one clock for all processes of a Linux machine
          latencies.add((System.nanoTime() - Long.parseLong(request.getFormAttribute("At"))) / 1e6);
        }
        request.response().end();
      });
    }).listen(0, "127.0.0.1")).actualPort();
    firstNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUp);
    lastNanos = firstNanos + TimeUnit.SECONDS.toNanos(seconds - warmUp - 1L);
    Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-cp",
        System.getProperty("java.class.path"), OutboxUnderLoad.class.getName(), "http://127.0.0.1:" + port + "/callback", Integer.toString(LANES), Integer.toString(rate),
        Integer.toString(seconds)).redirectError(Redirect.INHERIT).start();
    try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String done = "";
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("done")) {
          done = line;
        } else if (line.startsWith("minute")) {
          System.out.println(line);
        }
      }
      return done;
    } finally {
      process.destroy();
      Loop.result(vertx.close());
    }
  }

  private synchronized void check(HttpServerRequest request, String lane) {
    long now = System.nanoTime();
    received++;
    receivedInTime += now >= firstNanos && now < lastNanos ? 1 : 0;
    duplicated += ids.add(request.getHeader("X-Confab-Callback-Id")) ? 0 : 1;
    long number = Long.parseLong(request.getHeader("X-Confab-Sequence"));
    disordered += number == last.getOrDefault(lane, 0L) + 1 ? 0 : 1;
    last.put(lane, number);
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.holds()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("nothing within " + PATIENCE_SECONDS + " s");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.min(sorted.size() - 1.0, Math.floor(share * sorted.size())));
  }
}
