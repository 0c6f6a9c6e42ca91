package org.confab.bench;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.confab.call.UrlPolicies;
import org.confab.callback.Callback;
import org.confab.callback.CallbackListener;
import org.confab.callback.Delivery;
import org.confab.callback.Lane;
import org.confab.clock.Clock;
import org.confab.clock.VertxClock;
import org.confab.http.Attempts;
import org.confab.http.HttpRequests;
import org.confab.http.Signer;
import org.confab.network.AddressGuard;
import org.confab.plivo.Signatures;
import org.confab.plivo.UrlOptions;
import org.confab.store.Store;
import org.confab.testing.Loop;

/**
 * Store, delivery and HTTP client as Confab has them, in a process of its own, without calls: callbacks are added as fast as they are delivered.
 * Arguments: URL, lanes, seconds. At the end a line with what was added and delivered.
 */
public final class OutboxUnderLoad {

  /** How many of a lane wait at the most. */
  private static final int AHEAD = 10;

  private final Loop loop = new Loop();
  private final Clock clock = new VertxClock(loop.vertx());
  private final String url;
  private final int lanes;
  private final Store store;
  private final Delivery delivery;
  private long added;
  private long delivered;
  private boolean over;

  private OutboxUnderLoad(String url, int lanes) throws IOException {
    this.url = url;
    this.lanes = lanes;
    Vertx vertx = loop.vertx();
    store = Loop.result(Store.open(loop.context(), clock, Optional.of(ServiceUnderLoad.store()),
        new Store.Options(10_000, 64L << 20, Duration.ofDays(7))));
    Signer signer = (method, target, parameters) -> Map.of("X-Plivo-Signature-V3-Nonce", "12345678901234567890", "X-Plivo-Signature-V3",
        Signatures.signV3("token", method, target, method.equals("GET") ? Map.of() : parameters, "12345678901234567890"));
    delivery = new Delivery(store.outbox(), new Attempts(new HttpRequests(vertx, clock, new AddressGuard(List.of())), clock), clock,
        id -> signer, of -> UrlPolicies.of(UrlOptions.of(of)), new Delivery.Options(Duration.ofHours(1), true), new CallbackListener() {
          @Override
          public void delivered(Callback callback) {
            delivered++;
            if (!over) {
              add(callback.lane().conference());
            }
          }
        });
  }

  public static void main(String[] arguments) throws Exception {
    new OutboxUnderLoad(arguments[0], Integer.parseInt(arguments[1])).run(Integer.parseInt(arguments[2]));
    System.exit(0);
  }

  private void run(int seconds) throws Exception {
    loop.run(() -> {
      for (int i = 0; i < lanes * AHEAD; i++) {
        add("room " + i % lanes);
      }
    });
    Thread.sleep(seconds * 1000L);
    loop.run(() -> {
      over = true;
    });
    Loop.result(loop.run(() -> delivery.drain(Duration.ofSeconds(10))));
    long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    System.out.println(loop.run(() -> "done " + added + " " + delivered + " " + store.outbox().pending() + " "
        + cpu / Math.max(1, delivered) / 1000));
    Loop.result(store.close());
  }

  /** About what an enter callback of Confab's holds. */
  private void add(String room) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("Event", "ConferenceEnter");
    parameters.put("ConferenceAction", "enter");
    parameters.put("ConferenceName", room);
    parameters.put("ConferenceUUID", "0d7f4f2e-4b7e-4a7e-9d7c-2b8b9b4c7c11");
    parameters.put("ConferenceMemberID", "17");
    parameters.put("CallUUID", "9c2b7f7e-9b1f-4a94-8a2e-1f9d0a3b5c6d");
    parameters.put("From", "4915112345678");
    parameters.put("To", "4930123456");
    parameters.put("Direction", "inbound");
    parameters.put("CallStatus", "in-progress");
    parameters.put("ConferenceMembers", "9c2b7f7e-9b1f-4a94-8a2e-1f9d0a3b5c6d,7a1d5e1c-0b3f-4a0e-8c55-1b7f3f7f9a10");
    parameters.put("ConferenceSize", "2");
    parameters.put("EventTimestampMs", Long.toString(System.currentTimeMillis()));
    added++;
    delivery.add(new Callback(UUID.randomUUID(), new Lane(room, url), "POST", url, true, parameters, "MAAAAAAAAAAAAAAAAAAA", clock.now()));
  }
}
