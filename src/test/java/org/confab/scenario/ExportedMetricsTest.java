package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.Promtool;
import org.confab.testing.Selector;
import org.confab.testing.SimulatorSwitch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What the running service exports, and what the project's files make of it. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportedMetricsTest {

  private final SimulatorSwitch box = SimulatorSwitch.start();
  private final FakeApplication application = FakeApplication.start();
  private final Service confab = Service.start(Service.settings(box, application));
  private String scrape = "";

  /** A conference of two, after which everything has been measured at least once that there is to be measured. */
  @BeforeAll
  void somethingHappens() {
    application.on("/answer", request -> "<Response><Conference callbackUrl=\"" + application.url("/callback") + "\">metrics</Conference></Response>");
    for (String from : List.of("1", "2")) {
      Caller caller = box.call(from);
      application.awaitCallback("/callback", "enter", caller.callUuid());
      caller.hangUp();
      application.awaitCallback("/callback", "exit", caller.callUuid());
    }
    // there is no meter of collections before the first
    Service.until("collected", () -> {
      System.gc();
      return confab.get("/metrics").body().contains("jvm_gc_pause_seconds_sum");
    });
    Service.until("delivered", () -> confab.metric("confab_callbacks_total{outcome=\"delivered\"}") == 4);
    scrape = confab.get("/metrics").body();
  }

  @AfterAll
  void stop() {
    confab.close();
    application.close();
    box.close();
  }

  @Test
  void promtoolHasNothingToSayAboutAScrape() {
    Promtool.Verdict verdict = Promtool.run(scrape, "check", "metrics");
    assertThat(verdict.said()).isEmpty();
    assertThat(verdict.exitCode()).isZero();
  }

  @Test
  void whatHappenedIsMeasured() {
    assertThat(scrape.lines()).contains("confab_calls_total 2.0", "confab_calls_current 0.0", "confab_members_total 2.0", "confab_conferences_total 2.0",
        "confab_callback_attempts_total 4.0", "confab_event_to_request_seconds_count 4", "confab_event_to_request_seconds_bucket{le=\"+Inf\"} 4",
        "confab_answer_requests_seconds_count{result=\"document\"} 2", "confab_event_socket_up{connection=\"events\"} 1.0");
    assertThat(confab.metric("confab_commands_seconds_count{result=\"ok\"}")).isGreaterThan(10);
    assertThat(confab.metric("confab_jobs_seconds_count{result=\"ok\"}") + confab.metric("confab_jobs_seconds_count{result=\"refused\"}")).isPositive();
    assertThat(confab.metric("confab_event_to_request_seconds_sum")).isPositive();
  }

  @Test
  void everyAlertAsksForWhatIsExported() throws IOException {
    assertExported(new YAMLMapper().readTree(Files.readString(Path.of("docs/alerts.yml"))).findValuesAsText("expr"), 20);
  }

  @Test
  void theDashboardAsksForWhatIsExported() throws IOException {
    assertExported(new ObjectMapper().readTree(Files.readString(Path.of("docs/grafana/confab.json"))).findValuesAsText("expr"), 60);
  }

  private void assertExported(List<String> expressions, int atLeast) {
    assertThat(expressions).hasSizeGreaterThan(atLeast);
    List<Selector> unknown = new ArrayList<>();
    for (String expression : expressions) {
      List<Selector> asked = Selector.of(expression);
      assertThat(asked).as(expression).isNotEmpty();
      asked.stream().flatMap(each -> each.alternatives().stream()).filter(each -> !each.isIn(scrape)).forEach(unknown::add);
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void processAndMachineAreThere() {
    Set<String> names = scrape.lines().filter(line -> line.startsWith("# TYPE ")).map(line -> line.split(" ")[2]).collect(Collectors.toSet());
    assertThat(names).contains("jvm_memory_used_bytes", "jvm_gc_pause_seconds", "jvm_threads_live_threads", "process_cpu_usage",
        "process_files_open_files", "process_uptime_seconds");
  }
}
