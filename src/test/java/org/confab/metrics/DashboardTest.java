package org.confab.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.confab.testing.Promtool;
import org.confab.testing.Selector;
import org.junit.jupiter.api.Test;

/** docs/grafana/confab.json by itself; that what it asks for is exported: ExportedMetricsTest. */
class DashboardTest {

  private static final Path DASHBOARD = Path.of("docs/grafana/confab.json");

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).readTree(Files.readString(DASHBOARD));
  }

  /** With times in place of Grafana's variables. */
  private static List<String> expressions() throws IOException {
    return dashboard().findValuesAsText("expr").stream().map(each -> each.replace("$__rate_interval", "5m").replace("$instance", ".*")).toList();
  }

  @Test
  void promtoolTakesEveryExpression() throws IOException {
    StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
    List<String> expressions = expressions();
    for (int i = 0; i < expressions.size(); i++) {
      rules.append("      - { record: 'dashboard:expression:").append(i).append("', expr: '").append(expressions.get(i)).append("' }\n");
    }
    Path file = Files.writeString(Files.createTempFile("dashboard", ".yml"), rules);
    Promtool.Verdict verdict = Promtool.run("", "check", "rules", file.toString());
    assertThat(verdict.exitCode()).as(verdict.said()).isZero();
    assertThat(verdict.said()).contains(expressions.size() + " rules found");
    Files.delete(file);
  }

  @Test
  void panelsHaveIdsOfTheirOwnSayWhatTheyMeanAndDoNotOverlap() throws IOException {
    Set<Integer> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : dashboard().get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).as("id of %s", panel.get("title")).isTrue();
      assertThat(panel.get("title").asText()).isNotBlank();
      JsonNode at = panel.get("gridPos");
      assertThat(at.get("x").asInt() + at.get("w").asInt()).isLessThanOrEqualTo(24);
      for (int x = at.get("x").asInt(); x < at.get("x").asInt() + at.get("w").asInt(); x++) {
        for (int y = at.get("y").asInt(); y < at.get("y").asInt() + at.get("h").asInt(); y++) {
          assertThat(cells.add(x + "," + y)).as("place of %s", panel.get("title")).isTrue();
        }
      }
      if (!panel.get("type").asText().equals("row")) {
        assertThat(panel.path("description").asText()).as("what %s means", panel.get("title")).hasSizeGreaterThan(20);
        assertThat(panel.get("targets")).isNotEmpty();
      }
    }
    assertThat(ids).hasSizeGreaterThan(30);
  }

  @Test
  void theDataSourceIsAVariableEverywhere() throws IOException {
    List<JsonNode> sources = dashboard().findValues("datasource");
    assertThat(sources).hasSizeGreaterThan(60).allSatisfy(source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
    assertThat(dashboard().at("/templating/list/0/type").asText()).isEqualTo("datasource");
  }

  @Test
  void everyExpressionIsOfTheChosenInstances() throws IOException {
    for (String expression : dashboard().findValuesAsText("expr")) {
      assertThat(Selector.of(expression)).as(expression).isNotEmpty().allSatisfy(selector -> assertThat(selector.matchers()).as(expression)
          .contains("instance=~\"$instance\""));
    }
  }

  /** Every metric of Confab's own has its place. */
  @Test
  void nothingThatIsMeasuredIsLeftOut() throws IOException {
    Set<String> shown = new HashSet<>();
    expressions().forEach(expression -> Selector.of(expression).forEach(selector -> shown.add(family(selector.metric()))));
    List<String> measured = new ArrayList<>(OperationsPageTest.scraped().lines().filter(line -> line.startsWith("# TYPE confab_"))
        .map(line -> family(line.split(" ")[2])).distinct().toList());
    assertThat(shown).containsAll(measured);
    assertThat(measured).hasSizeGreaterThan(25);
  }

  private static String family(String name) {
    return name.replaceFirst("_seconds_(bucket|count|sum|max)$", "_seconds");
  }
}
