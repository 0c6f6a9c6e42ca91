package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.confab.simulator.IncomingCall;
import org.confab.simulator.SimulatedCall;
import org.confab.testing.FakeApplication;
import org.confab.testing.Selector;
import org.confab.testing.SimulatorSwitch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Metrics do not grow with what happens. */
@Timeout(1200)
class ManyConferencesTest {

  private static final int CONFERENCES = 10_000;
  private static final int AT_ONCE = 250;
  private static final int MOST_SERIES = 400;

  private final SimulatorSwitch box = SimulatorSwitch.start();
  private final FakeApplication application = FakeApplication.start();
  private final Service confab = Service.start(Service.settings(box, application));

  @AfterEach
  void stop() {
    confab.close();
    application.close();
    box.close();
  }

  private List<String> series() {
    return confab.get("/metrics").body().lines().filter(line -> !line.startsWith("#") && !line.isBlank()).map(line -> line.replaceFirst(" [^ ]+$", "")).toList();
  }

  /** Of Confab's own series; those of the JVM name its own memory, threads and collections. */
  private static Set<String> labelValues(List<String> series) {
    return series.stream().filter(each -> each.startsWith("confab_")).flatMap(each -> Selector.labels(each).values().stream()).collect(Collectors.toSet());
  }

  /** Each with a name, callers' numbers, an answer URL and a callback URL that no other has. */
  @Test
  void tenThousandConferencesMakeNoSeries() {
    application.on("/answer", request -> {
      String n = request.uri().replaceFirst(".*n=", "");
      return "<Response><Conference callbackUrl=\"" + application.url("/callback/" + n + "?secret=" + n) + "\">Conference no. " + n
          + "</Conference></Response>";
    });
    List<String> before = series();
    Set<String> names = new HashSet<>();
    for (int done = 0; done < CONFERENCES; done += AT_ONCE) {
      List<SimulatedCall> calls = new ArrayList<>();
      for (int n = done; n < done + AT_ONCE; n++) {
        calls.add(box.simulated().place(new IncomingCall("4930" + (1_000_000 + n), "49800" + (2_000_000 + n), "Caller " + n, Map.of(
            "confab_answer_url", application.url("/answer?n=" + n), "confab_hangup_url", application.url("/hangup?n=" + n),
            "confab_fallback", "confab_fallback XML public"))));
      }
      application.awaitRequests(AT_ONCE, request -> request.parameter("ConferenceAction").equals("enter"))
          .forEach(entered -> names.add(entered.parameter("ConferenceName")));
      calls.forEach(SimulatedCall::hangUp);
      application.awaitRequests(AT_ONCE, request -> request.parameter("ConferenceAction").equals("exit"));
      application.awaitRequests(AT_ONCE, request -> request.path().equals("/hangup"));
      application.forget();
    }
    assertThat(names).as("conferences that there were").hasSize(CONFERENCES);
    assertThat(confab.metric("confab_conferences_total")).isEqualTo(CONFERENCES);
    assertThat(confab.metric("confab_calls_total")).isEqualTo(CONFERENCES);
    Service.until("over", () -> confab.metric("confab_callbacks_total{outcome=\"delivered\"}") == 3 * CONFERENCES);
    List<String> after = series();
    assertThat(after).hasSizeLessThanOrEqualTo(MOST_SERIES).doesNotHaveDuplicates();
    assertThat(labelValues(after)).as("what labels say, which is the program's own").isEqualTo(labelValues(before));
    assertThat(after.stream().filter(each -> each.startsWith("confab_"))).containsExactlyInAnyOrderElementsOf(
        before.stream().filter(each -> each.startsWith("confab_")).toList());
    assertThat(String.join("\n", after)).doesNotContain("Conference no", "49301", "49800", "Caller", "http", "secret", String.valueOf(application.port()));
  }
}
