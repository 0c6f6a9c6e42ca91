package org.confab.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.confab.clock.VertxClock;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;
import org.confab.testing.Loop;

/**
 * 1,000 conferences of 3; 200 times a second one of them is asked for by REST, whether or not the earlier answers have come. A time runs from the moment at which the
 * request was due, so that a stall counts for every request that was due in it, until the whole answer is there, and each answer is compared with what the conference is.
 * The simulated switch, the application and the client are this process, the client on an event loop that no other has; Confab is a process of its own.
 */
public final class RestLoad {

  private static final int CONFERENCES = 1000;
  private static final int MEMBERS = 3;
  private static final int RATE = 200;
  private static final int WARM_UP_SECONDS = 60;
  private static final double REQUIRED_MILLIS = 5;
  private static final Machine MACHINE = new Machine();

  private final HttpClient client;
  private final Context context;
  private final RequestOptions base;
  private final Random random = new Random(4711);
  private final AtomicInteger wrong = new AtomicInteger();

  private RestLoad(Vertx vertx, String publicUrl) {
    client = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(50));
    context = vertx.getOrCreateContext();
    base = new RequestOptions().setAbsoluteURI(publicUrl).setMethod(HttpMethod.GET).putHeader("Authorization", "Basic "
        + Base64.getEncoder().encodeToString((ServiceUnderLoad.AUTH_ID + ":" + ServiceUnderLoad.AUTH_TOKEN).getBytes(StandardCharsets.UTF_8)));
  }

  /** Seconds that are measured: 30 by default. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
    Vertx vertx = Vertx.vertx();
    SimulatedFreeSwitch box = Loop.result(SimulatedFreeSwitch.start(vertx, SimulatorOptions.defaults(new VertxClock(vertx))));
    Crowd crowd = new Crowd(CONFERENCES);
    boolean met;
    try (Receiver receiver = new Receiver(crowd::document, crowd::told);
        ServiceProcess confab = ServiceProcess.start(ServiceProcess.SMALL, box.port(), receiver.url("/answer"))) {
      crowd.come(box, CONFERENCES * MEMBERS);
      System.out.printf(Locale.ROOT, "REST, %d conferences of %d, GET of one of them %d times a second:%n", CONFERENCES, MEMBERS, RATE);
      met = new RestLoad(Vertx.vertx(), confab.report().publicUrl()).measure(confab, seconds);
    } finally {
      Loop.result(vertx.close());
    }
    System.exit(met ? 0 : 1);
  }

  private boolean measure(ServiceProcess confab, int seconds) throws IOException {
    System.out.println("  first " + WARM_UP_SECONDS + " s, not counted: " + run(WARM_UP_SECONDS));
    double cpu = confab.report().cpuSeconds();
    MACHINE.begin();
    Latencies took = run(seconds);
    double perRequest = (confab.report().cpuSeconds() - cpu) / (seconds * RATE);
    System.out.println("  " + seconds + " s: " + took);
    System.out.printf(Locale.ROOT, "  %.0f µs of Confab's CPU each; %s%n", perRequest * 1e6, MACHINE);
    boolean met = wrong.get() == 0 && took.at(0.99) <= REQUIRED_MILLIS;
    System.out.printf(Locale.ROOT, "%s: p99 %.2f ms (required: at most %.0f ms), %d wrong answers%n", met ? "met" : "MISSED", took.at(0.99), REQUIRED_MILLIS,
        wrong.get());
    return met;
  }

  private Latencies run(int seconds) {
    Latencies took = new Latencies();
    int requests = seconds * RATE;
    AtomicInteger answered = new AtomicInteger();
    long start = System.nanoTime();
    for (int i = 0; i < requests; i++) {
      long due = start + i * 1_000_000_000L / RATE;
      Crowd.pause(due);
      String room = "room " + random.nextInt(CONFERENCES);
      context.runOnContext(now -> get(room).onComplete(done -> {
        took.add(System.nanoTime() - due);
        if (done.failed() || !done.result()) {
          wrong.incrementAndGet();
        }
        answered.incrementAndGet();
      }));
    }
    Crowd.await(() -> answered.get() == requests, "answers");
    return took;
  }

  /** On the context, as the body of an answer is lost if it comes before it is asked for. */
  private Future<Boolean> get(String room) {
    return client.request(new RequestOptions(base).setURI("/v1/Account/" + ServiceUnderLoad.AUTH_ID + "/Conference/" + room.replace(" ", "%20") + "/"))
        .compose(HttpClientRequest::send).compose(response -> response.body().map(body -> response.statusCode() == 200 && isThat(room, body)));
  }

  private static boolean isThat(String room, Buffer body) {
    JsonObject conference = body.toJsonObject();
    return room.equals(conference.getString("conference_name")) && Integer.toString(MEMBERS).equals(conference.getString("conference_member_count"))
        && conference.getJsonArray("members").size() == MEMBERS;
  }
}
