package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectorTest {

  @Test
  void metricsAreToldFromFunctionsWordsLabelsAndTimes() {
    assertThat(Selector.of("60 * sum by (le, reason) (rate(a_total{instance=~\"$instance\", reason!=\"x\"}[$__rate_interval])) / on (job) group_left "
        + "max(b) > 1e9 unless c offset 5m and min_over_time(d[5m:30s]) == bool 3e9")).containsExactly(
            new Selector("a_total", List.of("instance=~\"$instance\"", "reason!=\"x\"")), new Selector("b", List.of()), new Selector("c", List.of()),
            new Selector("d", List.of()));
  }

  @Test
  void aSelectorIsInAScrapeThatHasSuchASeries() {
    String scrape = "# TYPE a_total counter\na_total{reason=\"full\"} 1.0\na_total{reason=\"gone\"} 1.0\nbb 2\n";
    assertThat(Selector.of("a_total{instance=\"x\", reason=\"full\"}").get(0).isIn(scrape)).isTrue();
    assertThat(Selector.of("a_total").get(0).isIn(scrape)).isTrue();
    assertThat(Selector.of("bb").get(0).isIn(scrape)).isTrue();
    assertThat(Selector.of("a_total{reason=\"empty\"}").get(0).isIn(scrape)).isFalse();
    assertThat(Selector.of("a_total{other=\"full\"}").get(0).isIn(scrape)).isFalse();
    assertThat(Selector.of("b").get(0).isIn(scrape)).isFalse();
    assertThat(Selector.of("a_total{reason=~\"full|empty\"}").get(0).alternatives()).extracting(each -> each.isIn(scrape))
        .containsExactly(true, true, false);
    assertThat(Selector.of("a_total{reason!=\"empty\"}").get(0).alternatives()).extracting(each -> each.isIn(scrape)).containsExactly(true, false);
  }
}
