package org.confab.sound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.confab.http.HttpReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {

  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private static final String DATE = "Sun, 22 Nov 2026 08:00:00 GMT";

  private static Freshness of(String... namesAndValues) {
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Freshness.of(new HttpReply(200, headers, new byte[0], URI.create("http://app/a.wav"), false), NOW);
  }

  private static long seconds(Freshness freshness) {
    return Duration.between(NOW, freshness.until()).toSeconds();
  }

  @ParameterizedTest
  @CsvSource({"'Sun, 22 Nov 2026 08:01:40 GMT', 100", "'Sun, 22 Nov 2026 07:00:00 GMT', 0", "0, 0", "nonsense, 0",
    "'Tue, 22 Nov 2033 08:00:00 GMT', 31536000"})
  void expiresCountsFromTheServersDate(String expires, int seconds) {
    assertThat(seconds(of("date", DATE, "expires", expires))).isEqualTo(seconds);
    assertThat(seconds(of("expires", expires))).as("without a date of the server's").isEqualTo(seconds);
  }

  @Test
  void serversClockNeedNotBeRight() {
    assertThat(seconds(of("date", "Thu, 01 Jan 1970 00:00:00 GMT", "expires", "Thu, 01 Jan 1970 00:02:00 GMT"))).isEqualTo(120);
  }

  @Test
  void maxAgeGoesBeforeExpires() {
    assertThat(seconds(of("date", DATE, "expires", "0", "cache-control", "max-age=7"))).isEqualTo(7);
  }

  @Test
  void whatMustNotBeKeptOrUsedUnaskedIsNot() {
    assertThat(of("cache-control", "no-store, max-age=60")).isEqualTo(new Freshness(false, NOW, false));
    assertThat(of("cache-control", "max-age=60, No-Cache=\"set-cookie\"")).isEqualTo(new Freshness(true, NOW, false));
    assertThat(of("cache-control", "max-age=60,must-revalidate")).isEqualTo(new Freshness(true, NOW.plusSeconds(60), false));
    assertThat(of("cache-control", ",,=,max-age")).isEqualTo(new Freshness(true, NOW, true));
  }

  @Test
  void ageIsTakenOff() {
    assertThat(seconds(of("cache-control", "max-age=100", "age", "40"))).isEqualTo(60);
    assertThat(seconds(of("cache-control", "max-age=100", "age", "400"))).isZero();
    assertThat(seconds(of("cache-control", "max-age=100", "age", "-1"))).isEqualTo(100);
    assertThat(seconds(of("age", "600"))).isEqualTo(3000);
  }
}
