package org.confab.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confab.testing.Promtool;
import org.junit.jupiter.api.Test;

/** docs/alerts.yml by itself; that what it asks for is exported: ExportedMetricsTest. */
class AlertsTest {

  private static final Path RULES = Path.of("docs/alerts.yml");
  private static final Path TESTS = Path.of("src/test/resources/alerts-test.yml");
  private static final Pattern FIRING = Pattern.compile("alertname=\"([A-Za-z]+)\"");

  private static JsonNode rules() throws IOException {
    return new YAMLMapper().readTree(Files.readString(RULES)).at("/groups/0/rules");
  }

  @Test
  void promtoolTakesTheRules() {
    assertThat(Promtool.run("", "check", "rules", RULES.toString())).satisfies(verdict -> assertThat(verdict.exitCode()).as(verdict.said()).isZero());
  }

  @Test
  void everyAlertFiresWhenItShouldAndNotOtherwise() {
    assertThat(Promtool.run("", "test", "rules", TESTS.toString())).satisfies(verdict -> assertThat(verdict.exitCode()).as(verdict.said()).isZero());
  }

  @Test
  void everyAlertSaysHowBadItIsAndWhatToDo() throws IOException {
    Set<String> names = new HashSet<>();
    for (JsonNode rule : rules()) {
      String name = rule.get("alert").asText();
      assertThat(names.add(name)).as(name).isTrue();
      assertThat(name).startsWith("Confab");
      assertThat(rule.at("/labels/severity").asText()).as(name).isIn("critical", "warning");
      assertThat(rule.at("/annotations/summary").asText()).as(name).hasSizeBetween(20, 120);
      assertThat(rule.at("/annotations/description").asText()).as(name).hasSizeGreaterThan(80);
    }
    assertThat(names).hasSizeGreaterThan(20);
  }

  /** Of the tests: in one of them it fires, after it did not before. */
  @Test
  void noAlertIsWithoutATest() throws IOException {
    Set<String> tested = new HashSet<>();
    Set<String> quietBefore = new HashSet<>();
    for (JsonNode test : new YAMLMapper().readTree(Files.readString(TESTS)).get("tests")) {
      boolean quiet = false;
      for (JsonNode step : test.get("promql_expr_test")) {
        Matcher firing = FIRING.matcher(step.get("exp_samples").toString().replace("\\", ""));
        List<String> found = new ArrayList<>();
        while (firing.find()) {
          found.add(firing.group(1));
        }
        tested.addAll(found);
        if (quiet) {
          quietBefore.addAll(found);
        }
        quiet |= found.isEmpty();
      }
    }
    List<String> alerts = rules().findValuesAsText("alert");
    assertThat(tested).containsExactlyInAnyOrderElementsOf(alerts);
    assertThat(quietBefore).containsExactlyInAnyOrderElementsOf(alerts);
  }

  @Test
  void thePageNamesEveryAlertAndNoOther() throws IOException {
    String page = Files.readString(Path.of("docs/operations.md"));
    Matcher named = Pattern.compile("`(Confab[A-Z][A-Za-z]+)`").matcher(page);
    Set<String> found = new HashSet<>();
    while (named.find()) {
      found.add(named.group(1));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(rules().findValuesAsText("alert"));
  }
}
