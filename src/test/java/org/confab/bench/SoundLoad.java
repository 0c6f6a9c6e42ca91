package org.confab.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.confab.clock.VertxClock;
import org.confab.simulator.IncomingCall;
import org.confab.simulator.SimulatedCall;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;
import org.confab.testing.Loop;
import org.confab.testing.Tone;

/**
 * Sounds from URLs under load. First rooms of 20 whose members all bring the same enterSound: what the twentieth join takes beside the second, and how
 * often the sound was downloaded. Then 200 callers who wait in 20 rooms with a waitSound: what Confab does while they wait.
 */
public final class SoundLoad {

  private static final int ROOM = 20;
  private static final int WAITERS = 200;
  private static final long PATIENCE_SECONDS = 30;
  private static final byte[] SOUND = Tone.ENTER.wav(Duration.ofSeconds(2));

  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final BlockingQueue<String> entered = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> left = new LinkedBlockingQueue<>();
  private String base = "";

  private SoundLoad() {}

  /** Arguments: rooms of 20 (default 20, after 5 that are not counted), and how many seconds the 200 wait (default 30). */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int rooms = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
    System.exit(new SoundLoad().run(rooms, seconds) ? 0 : 1);
  }

  private boolean run(int rooms, int seconds) throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx();
    SimulatedFreeSwitch box = Loop.result(SimulatedFreeSwitch.start(vertx, SimulatorOptions.defaults(new VertxClock(vertx))));
    base = "http://127.0.0.1:" + Loop.result(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1")).actualPort();
    try (ServiceProcess confab = ServiceProcess.start(ServiceProcess.SMALL, box.port(), base + "/answer")) {
      boolean joins = joins(box, rooms);
      boolean waits = waits(box, confab, seconds);
      return joins && waits;
    } finally {
      Loop.result(vertx.close());
    }
  }

  private boolean joins(SimulatedFreeSwitch box, int rooms) throws InterruptedException {
    List<List<Double>> byPlace = new ArrayList<>();
    for (int i = 0; i < ROOM; i++) {
      byPlace.add(new ArrayList<>());
    }
    for (int room = -5; room < rooms; room++) {
      List<SimulatedCall> calls = new ArrayList<>();
      for (int place = 0; place < ROOM; place++) {
        long start = System.nanoTime();
        calls.add(call(box, "room" + (room + 5)));
        if (!awaitEntry()) {
          return false;
        }
        if (room >= 0) {
          byPlace.get(place).add((System.nanoTime() - start) / 1e6);
        }
      }
      calls.forEach(SimulatedCall::hangUp);
      for (int place = 0; place < ROOM; place++) {
        if (left.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
          return false;
        }
      }
    }
    double second = median(byPlace.get(1));
    double twentieth = median(byPlace.get(ROOM - 1));
    int downloads = count("/sound.wav");
    System.out.printf(Locale.ROOT, "rooms of %d with enterSound by URL, %d of them: call to enter, medians: second %.2f ms, twentieth %.2f ms, "
        + "difference %.2f ms (at most 5); sound documents %d, downloads %d (at most 1)%n", ROOM, rooms, second, twentieth, twentieth - second,
        count("/enter.xml"), downloads);
    return twentieth - second <= 5 && downloads == 1;
  }

  private boolean waits(SimulatedFreeSwitch box, ServiceProcess confab, int seconds) throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(2);
    double idle = cpu(confab, seconds);
    for (int i = 0; i < WAITERS; i++) {
      call(box, "wait" + i % (WAITERS / 10));
    }
    for (int i = 0; i < WAITERS; i++) {
      if (!awaitEntry()) {
        return false;
      }
    }
    TimeUnit.SECONDS.sleep(2);
    int before = all();
    double waiting = cpu(confab, seconds);
    int polled = all() - before;
    if (polled != 0) {
      System.out.println("requested while they waited, with what came before: " + requests);
    }
    System.out.printf(Locale.ROOT, "%d callers waiting in %d rooms for %d s: requests to the application %d (must be 0), CPU of Confab %.3f s; "
        + "without a call, as long: %.3f s%n", WAITERS, WAITERS / 10, seconds, polled, waiting, idle);
    return polled == 0;
  }

  private static double cpu(ServiceProcess confab, int seconds) throws IOException, InterruptedException {
    double start = confab.report().cpuSeconds();
    TimeUnit.SECONDS.sleep(seconds);
    return confab.report().cpuSeconds() - start;
  }

  private static SimulatedCall call(SimulatedFreeSwitch box, String room) {
    return box.place(new IncomingCall("15551000", room, "caller", Map.of("confab_answer_url", "default", "confab_fallback", "confab_fallback XML public",
        "confab_to", room)));
  }

  private boolean awaitEntry() throws InterruptedException {
    boolean came = entered.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) != null;
    if (!came) {
      System.out.println("a call did not enter within " + PATIENCE_SECONDS + " s");
    }
    return came;
  }

  private int count(String path) {
    return requests.getOrDefault(path, new AtomicInteger()).get();
  }

  private int all() {
    return requests.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  private void answer(HttpServerRequest request) {
    request.setExpectMultipart(request.method() == HttpMethod.POST);
    request.body().onSuccess(ignored -> {
      requests.computeIfAbsent(request.path(), path -> new AtomicInteger()).incrementAndGet();
      switch (request.path()) {
        case "/answer" -> {
          String room = request.getFormAttribute("To");
          String sound = room.startsWith("wait") ? "startConferenceOnEnter=\"false\" waitSound=\"/music.xml\"" : "enterSound=\"/enter.xml\"";
          request.response().end("<Response><Conference callbackUrl=\"/callback\" " + sound + ">" + room + "</Conference></Response>");
        }
        case "/enter.xml" -> request.response().end("<Response><Play>/sound.wav</Play></Response>");
        case "/music.xml" -> request.response().end("<Response><Play loop=\"0\">/sound.wav</Play></Response>");
        case "/sound.wav" -> request.response().end(Buffer.buffer(SOUND));
        default -> {
          ("enter".equals(request.getFormAttribute("ConferenceAction")) ? entered : left).add(request.getFormAttribute("CallUUID"));
          request.response().end();
        }
      }
    });
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
