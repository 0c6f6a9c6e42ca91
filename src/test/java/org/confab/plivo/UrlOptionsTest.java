package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.plivo.UrlOptions.RetryOn.CLIENT_ERROR;
import static org.confab.plivo.UrlOptions.RetryOn.CONNECT;
import static org.confab.plivo.UrlOptions.RetryOn.READ;
import static org.confab.plivo.UrlOptions.RetryOn.SERVER_ERROR;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlOptionsTest {

  private static final String URL = "https://x.example/a?b=c";

  @Test
  void aUrlWithoutFragmentHasPlivosDefaults() {
    for (String url : new String[] {URL, URL + "#", URL + "#ct=&rc="}) {
      assertThat(UrlOptions.of(url)).isEqualTo(new UrlOptions(URL, Duration.ofSeconds(2), Duration.ofSeconds(40), Duration.ofSeconds(55), 1,
          Set.of(CONNECT, READ), Optional.empty(), List.of()));
    }
  }

  @Test
  void everyOptionIsRead() {
    assertThat(UrlOptions.of(URL + "#ct=100&rt=200&tt=300&rc=5&rp=4xx,5xx&er=us_east")).isEqualTo(new UrlOptions(URL,
        Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300), 5, Set.of(CLIENT_ERROR, SERVER_ERROR),
        Optional.of("us_east"), List.of()));
    assertThat(UrlOptions.of(URL + "#rp=all").retryOn()).containsExactlyInAnyOrder(CLIENT_ERROR, SERVER_ERROR, CONNECT, READ);
    assertThat(UrlOptions.of(URL + "#rc=0").retries()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
      // fragment, connect, read, total, retries, number of retry policies, warnings
      "ct=99, 100, 40000, 55000, 1, 2, 1", "ct=10000, 10000, 40000, 55000, 1, 2, 0", "ct=10001, 10000, 40000, 55000, 1, 2, 1",
      "rt=1, 2000, 100, 55000, 1, 2, 1", "rt=40001, 2000, 40000, 55000, 1, 2, 1", "tt=55001, 2000, 40000, 55000, 1, 2, 1",
      "tt=-5, 2000, 40000, 100, 1, 2, 1", "rc=6, 2000, 40000, 55000, 5, 2, 1", "rc=-1, 2000, 40000, 55000, 0, 2, 1",
      "ct=99999999999999999999, 10000, 40000, 55000, 1, 2, 1", "ct=-99999999999999999999, 100, 40000, 55000, 1, 2, 1",
      "ct=0000000002000, 10000, 40000, 55000, 1, 2, 1",
      "ct=soon, 2000, 40000, 55000, 1, 2, 1", "ct=2s, 2000, 40000, 55000, 1, 2, 1", "'rp=5xx,never', 2000, 40000, 55000, 1, 1, 1",
      "rp=never, 2000, 40000, 55000, 1, 2, 1", "rp=, 2000, 40000, 55000, 1, 2, 0", "section, 2000, 40000, 55000, 1, 2, 1",
      "plivo_timeout=3&rc=2, 2000, 40000, 55000, 2, 2, 1", "ct=500&ct=600, 600, 40000, 55000, 1, 2, 0",
  })
  void outOfRangeIsTheNearestAllowedAndMeaninglessTheDefault(
      String fragment, long connect, long read, long total, int retries, int policies, int warnings) {
    UrlOptions options = UrlOptions.of(URL + "#" + fragment);
    assertThat(options.url()).isEqualTo(URL);
    assertThat(options.connect()).isEqualTo(Duration.ofMillis(connect));
    assertThat(options.read()).isEqualTo(Duration.ofMillis(read));
    assertThat(options.total()).isEqualTo(Duration.ofMillis(total));
    assertThat(options.retries()).isEqualTo(retries);
    assertThat(options.retryOn()).hasSize(policies);
    assertThat(options.warnings()).hasSize(warnings);
  }

  @Property
  void anyFragmentGivesOptionsWithinTheirRanges(@ForAll String fragment, @ForAll int number) {
    for (String url : new String[] {URL + "#" + fragment, URL + "#ct=" + number + "&rt=" + number + "&tt=" + number + "&rc=" + number}) {
      UrlOptions options = UrlOptions.of(url);
      assertThat(options.connect()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(10));
      assertThat(options.read()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(40));
      assertThat(options.total()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(55));
      assertThat(options.retries()).isBetween(0, 5);
      assertThat(options.retryOn()).isNotEmpty();
      assertThat(options.warnings()).allSatisfy(text -> assertThat(text.codePoints()).noneMatch(Character::isISOControl));
    }
  }
}
