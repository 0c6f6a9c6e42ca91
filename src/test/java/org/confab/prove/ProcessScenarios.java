package org.confab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.OnEverySwitch;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Confab as an operator runs it: a process that is told to stop by a signal, and commands beside it. */
@OnEverySwitch
@Timeout(300)
class ProcessScenarios {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  Path folder;

  private final Switch box;
  private final FakeApplication application = FakeApplication.start();
  private ConfabProcess confab;

  ProcessScenarios(Switch box) {
    this.box = box;
  }

  @BeforeEach
  void start() throws IOException {
    box.hangUpAll();
    application.on("/answer", request -> "<Response><Conference callbackUrl=\"/callback\">stays</Conference></Response>");
    confab = Processes.confab(box, folder, folder.resolve("confab.log"), Map.of("CONFAB_ANSWER_URL", application.url("/answer")));
    starts();
  }

  @AfterEach
  void stop() throws InterruptedException {
    try {
      box.hangUpAll();
    } finally {
      if (confab != null) { // none where there is no such switch
        confab.close();
      }
      application.close();
    }
  }

  private void starts() throws IOException {
    confab.start();
    until("ready", confab::isReady);
  }

  private static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not " + what + " within " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private ReceivedRequest told(Caller caller, String action) {
    return application.awaitCallback("/callback", action, caller.callUuid());
  }

  private Caller enters(String from) {
    Caller caller = box.call(from);
    told(caller, "enter");
    return caller;
  }

  private boolean isDraining() {
    try {
      HttpURLConnection health = (HttpURLConnection) URI.create("http://127.0.0.1:" + confab.port() + "/health/ready").toURL().openConnection();
      health.setConnectTimeout(60_000);
      health.setReadTimeout(60_000);
      return health.getResponseCode() == 503
          && new String(health.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).contains("Confab is stopping");
    } catch (IOException ended) {
      throw new AssertionError("it ended without saying that it drains", ended);
    }
  }

  /** Callbacks of that caller are not answered before the latch is open. */
  private CountDownLatch hangsFor(String from) {
    CountDownLatch gate = new CountDownLatch(1);
    application.on("/callback", request -> {
      try {
        if (request.parameter("From").equals(from)) {
          gate.await();
        }
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
      return "";
    });
    return gate;
  }

  @Test
  void sigtermFinishesWhatIsUnderWayAndTakesNobodyAndEndsInTimeAndCallsStay() throws Exception {
    CountDownLatch gate = hangsFor("2");
    Caller anna = enters("1");
    Caller ben = enters("2");
    long signal = System.nanoTime();
    confab.terminate();
    until("draining", this::isDraining);
    Caller cleo = box.call("3");
    cleo.awaitParked();
    gate.countDown();
    assertThat(confab.awaitEnd(PATIENCE)).contains(0);
    assertThat(Duration.ofNanos(System.nanoTime() - signal)).isLessThan(Duration.ofSeconds(30));
    assertThat(application.requests("/answer")).as("nobody was taken meanwhile").hasSize(2);
    assertThat(List.of(anna.position(), ben.position())).allMatch(at -> at.startsWith("conference "));
    assertThat(cleo.position()).isEqualTo("parked");
    starts();
    told(cleo, "enter");
    assertThat(cleo.position()).isEqualTo(anna.position());
    assertThat(application.requests("/callback")).as("what was finished is not repeated").extracting(request -> request.parameter("From"))
        .containsExactly("1", "2", "3");
    anna.hangUp();
    assertThat(told(anna, "exit").header("X-Confab-Sequence")).isEqualTo("4");
  }

  @Test
  void anApplicationThatNeverAnswersDoesNotHoldUpTheEndAndIsToldByTheNextConfab() throws Exception {
    CountDownLatch gate = hangsFor("2");
    Caller anna = enters("1");
    Caller ben = enters("2");
    anna.hangUp(); // waits behind
    long signal = System.nanoTime();
    confab.terminate();
    assertThat(confab.awaitEnd(PATIENCE)).contains(0);
    assertThat(Duration.ofNanos(System.nanoTime() - signal)).isLessThan(Duration.ofSeconds(30));
    assertThat(ben.position()).startsWith("conference ");
    String id = told(ben, "enter").header("X-Confab-Callback-Id");
    application.forget();
    gate.countDown();
    starts();
    assertThat(told(ben, "enter").header("X-Confab-Callback-Id")).isEqualTo(id).isNotEmpty();
    told(anna, "exit");
    assertThat(application.requests("/callback")).extracting(request -> request.header("X-Confab-Sequence")).containsExactly("2", "3");
  }

  @Test
  void aPoisonedEventIsADeadLetterThatHoldsNobodyAndTheCommandLineShowsAndReplaysIt() throws Exception {
    application.answer("/callback", request -> FakeApplication.Answer.status(request.parameter("From").equals("2") ? 422 : 200));
    Caller anna = enters("1");
    Caller ben = enters("2");
    Caller cleo = enters("3");
    ReceivedRequest poisoned = told(ben, "enter");
    String id = poisoned.header("X-Confab-Callback-Id");
    assertThat(Processes.command(folder, "deadletters", "list")).contains(id, "enter of stays", application.url("/callback"),
        "replied 422, after 1 attempt", "Dead letters: 1");
    JsonNode letter = new ObjectMapper().readTree(Processes.command(folder, "deadletters", "list", "--json"));
    assertThat(letter.get("id").asText()).isEqualTo(id);
    application.forget();
    application.on("/callback", request -> "");
    assertThat(Processes.command(folder, "deadletters", "replay", letter.get("id").asText())).contains("To be sent again: 1");
    ReceivedRequest again = told(ben, "enter");
    assertThat(again.header("X-Confab-Callback-Id")).isEqualTo(id);
    assertThat(again.header("X-Confab-Sequence")).isEqualTo("4");
    assertThat(again.body()).isEqualTo(poisoned.body());
    until("gone from the list", () -> listIsEmpty());
    // and without a Confab that runs
    application.answer("/callback", request -> FakeApplication.Answer.status(422));
    ben.hangUp();
    String exit = told(ben, "exit").header("X-Confab-Callback-Id");
    until("dead", () -> !listIsEmpty());
    confab.terminate();
    assertThat(confab.awaitEnd(PATIENCE)).contains(0);
    assertThat(Processes.command(folder, "deadletters", "replay", "--all")).contains("To be sent again: 1");
    application.forget();
    application.on("/callback", request -> "");
    starts();
    assertThat(told(ben, "exit").header("X-Confab-Callback-Id")).isEqualTo(exit);
    assertThat(Optional.of(anna.position())).contains(cleo.position());
  }

  private boolean listIsEmpty() {
    try {
      return Processes.command(folder, "deadletters", "list").contains("There are no dead letters");
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
