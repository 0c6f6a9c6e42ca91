package org.confab.scenario;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.FaultyWire;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.AfterEach;

/** Confab and FreeSWITCH with a wire between them that a test can break, and a Confab whose time it can make leap. */
abstract class WiredScenario extends Scenario {

  /** No heartbeat passes while Confab's time leaps: no longer than this at once, or it would rightly doubt the connection. */
  private static final Duration STEP = Duration.ofSeconds(20);

  private FaultyWire wire;

  WiredScenario(Switch box) {
    super(box);
  }

  FaultyWire wire() {
    return wire;
  }

  @Override
  Settings settings() {
    Settings direct = super.settings();
    if (wire == null) {
      wire = FaultyWire.to(box);
    }
    return Service.through(direct, wire.port());
  }

  @Override
  Service startConfab() {
    return Service.leaping(settings());
  }

  /** A request that was under way when Confab's time leapt seems late to it, and comes again under the same id; it counts once. */
  List<ReceivedRequest> callbacks() {
    Map<String, ReceivedRequest> byId = new LinkedHashMap<>();
    application.requests("/callback").forEach(request -> byId.putIfAbsent(request.header("X-Confab-Callback-Id"), request));
    return List.copyOf(byId.values());
  }

  @Override
  List<String> callbacksOf(Caller caller) {
    return callbacks().stream().filter(request -> request.parameter("CallUUID").equals(caller.callUuid()))
        .map(request -> request.parameter("ConferenceAction")).toList();
  }

  @AfterEach
  void closeWire() {
    if (wire != null) {
      wire.close();
    }
  }

  /** That much time passes for Confab, on a wire over which heartbeats come. */
  void passes(Duration time) {
    for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minus(STEP)) {
      wire.heartbeat();
      Service.until("heard of the heartbeat", () -> confab.metric("confab_heartbeat_age_seconds") < STEP.toSeconds());
      Service.until("answered by FreeSWITCH", () -> wire.unanswered() == 0);
      confab.leap(left.compareTo(STEP) < 0 ? left : STEP);
    }
  }
}
