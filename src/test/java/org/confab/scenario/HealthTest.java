package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.confab.Confab;
import org.confab.config.LastResort;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the whole service says of itself, with a clock that the test moves and a FreeSWITCH that sends no heartbeat. */
@Timeout(300)
class HealthTest {

  @TempDir
  Path folder;

  private final ManualClock clock = new ManualClock();
  private final Loop loop = new Loop();
  private final Vertx switchs = Vertx.vertx();
  private OperatorPort operator;
  private Confab confab;

  @BeforeEach
  void start() throws Exception {
    SimulatedFreeSwitch freeSwitch = SimulatedFreeSwitch.start(switchs, SimulatorOptions.defaults(clock).withHeartbeat(Duration.ofDays(1)))
        .await(60, TimeUnit.SECONDS);
    Settings settings = new Settings(
        new Settings.FreeSwitch("127.0.0.1", freeSwitch.port(), new Secret("ClueCon"), "confab", Duration.ofMinutes(1)),
        new Settings.Answer(Optional.empty(), "POST", Optional.empty(), "POST", Optional.empty(), "POST", true, new Unsupported.Skip(),
            new LastResort.HangUp()),
        new Settings.Conference(20, false), new Settings.Operator("127.0.0.1", 0), List.of(Service.FIRST), Settings.Sounds.in(folder.resolve("sounds")),
        new Settings.Callbacks(Duration.ofHours(1), true), new Settings.Http(List.of()), new Settings.Store(Optional.of(folder.resolve("confab.db"))));
    confab = loop.await(() -> Confab.start(loop.vertx(), settings, settings.accounts(), clock));
    operator = new OperatorPort(confab.operatorPort());
    Service.until("ready", () -> operator.ready().status() == 200);
  }

  @AfterEach
  void stop() {
    try {
      Loop.result(confab.stop());
    } finally {
      loop.close();
      Loop.result(switchs.close());
    }
  }

  private JsonNode ready() {
    try {
      return new ObjectMapper().readTree(operator.ready().body());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private JsonNode condition(String name) {
    for (JsonNode condition : ready().get("conditions")) {
      if (condition.get("name").asText().equals(name)) {
        return condition;
      }
    }
    throw new AssertionError("no condition " + name + " in " + ready());
  }

  @Test
  void eachConditionIsShownWithItsReason() {
    JsonNode ready = ready();
    assertThat(ready.get("conditions").findValuesAsText("name")).containsExactly("draining", "freeswitch", "rooms", "outbox", "store", "sounds",
        "recordings");
    assertThat(ready.get("conditions")).allSatisfy(condition -> {
      assertThat(condition.get("met").asBoolean() || !condition.get("needed").asBoolean()).isTrue();
      assertThat(condition.get("reason").asText()).isNotEmpty();
    });
    assertThat(ready.get("conditions").findValuesAsText("needed")).containsExactly("true", "true", "false", "true", "false", "false", "false");
    assertThat(condition("freeswitch").get("reason").asText()).isEqualTo("FreeSWITCH 1.11.1");
    assertThat(condition("store").get("reason").asText()).endsWith("confab.db");
  }

  @Test
  void notReadyWithoutAHeartbeatThoughTheConnectionStands() {
    Instant start = clock.now();
    // in one turn of the event loop, in which nothing is read
    loop.run(() -> {
      while (confab.isConnected() && clock.now().isBefore(start.plusSeconds(90))) {
        clock.advance(Duration.ofMillis(100));
      }
    });
    // what FreeSWITCH said last came up to a second after the start
    assertThat(Duration.between(start, clock.now())).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(46));
    assertThat(operator.ready().status()).isEqualTo(503);
    assertThat(condition("freeswitch").get("reason").asText()).isEqualTo("no heartbeat for 45 s");
    assertThat(operator.get("/health/live").status()).isEqualTo(200);
    loop.advance(clock, Duration.ofSeconds(1));
    Service.until("connected anew", () -> operator.ready().status() == 200);
  }

  @Test
  void liveOnlyWhileTheEventLoopAnswers() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    loop.context().runOnContext(ignored -> {
      hangs.countDown();
      try {
        end.await();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    });
    try {
      assertThat(hangs.await(60, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> operator.get("/health/live", 1000)).isInstanceOf(SocketTimeoutException.class);
    } finally {
      end.countDown();
    }
    assertThat(operator.get("/health/live").status()).isEqualTo(200);
  }
}
