package org.confab.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages for operators name is there: metrics with their tags, and lines of the log. */
class OperationsPageTest {

  private static final List<Path> PAGES = List.of(Path.of("docs/operations.md"), Path.of("docs/callbacks.md"), Path.of("docs/attributes.md"));
  /** Of channels. */
  private static final Set<String> VARIABLES = Set.of("confab_holder");
  private static final Pattern METRIC = Pattern.compile("`(confab_(?!account|answer_|fallback|hangup|param|to`)[a-z_]+)(\\{([a-z]+)(=\"([a-z-]+)\")?})?`");

  static String scraped() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Meters meters = new Meters(registry);
    meters.callbacks().pending(() -> 0);
    meters.callbacks().store(() -> true, () -> 0, () -> 0, () -> Duration.ZERO);
    meters.heartbeatAge(() -> Duration.ZERO);
    meters.soundCache(() -> 0L);
    meters.recordings(() -> 0, () -> 0L, () -> 0.0);
    meters.pendingTranscriptions(() -> 0);
    meters.quarantinedRooms(() -> 0);
    return registry.scrape();
  }

  @Test
  void everyMetricThatAPageNamesIsThere() throws IOException {
    String scraped = scraped();
    int found = 0;
    for (Path page : PAGES) {
      Matcher named = METRIC.matcher(Files.readString(page));
      while (named.find()) {
        if (VARIABLES.contains(named.group(1))) {
          continue;
        }
        found++;
        String series = named.group(2) == null ? "" : "\\{" + named.group(3) + "=\"" + (named.group(5) == null ? "" : named.group(5) + "\"");
        assertThat(Pattern.compile("(?m)^" + named.group(1) + (series.isEmpty() ? "[ {]" : series)).matcher(scraped).find())
            .as("%s names %s", page, named.group()).isTrue();
      }
    }
    assertThat(found).isGreaterThan(12);
  }

  /** The texts of a class, with what is put together over several lines in one piece. */
  private static String texts(Path source) {
    try {
      return Files.readString(source).replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void everyLineOfTheLogThatThePageNamesCanBeWritten() throws IOException {
    List<String> sources;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      sources = files.filter(file -> file.toString().endsWith(".java")).map(OperationsPageTest::texts).toList();
    }
    String page = Files.readString(Path.of("docs/operations.md"));
    String table = page.substring(page.indexOf("## Log lines"), page.indexOf("## Proving it"));
    Matcher quoted = Pattern.compile("(?m)^\\| (`[^|]*)\\|").matcher(table);
    int found = 0;
    while (quoted.find()) {
      Matcher line = Pattern.compile("`([^`]+)`").matcher(quoted.group(1));
      while (line.find()) {
        found++;
        List<String> parts = Stream.of(line.group(1).split("…|: ")).map(String::trim).filter(part -> !part.isEmpty()).toList();
        // some are put together by two classes
        assertThat(parts).as(line.group(1)).allMatch(part -> sources.stream().anyMatch(source -> source.contains(part)));
      }
    }
    assertThat(found).isGreaterThan(7);
  }
}
