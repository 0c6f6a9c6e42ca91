package org.confab.esl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  @ParameterizedTest
  @CsvSource({"1, 200", "2, 400", "3, 800", "4, 1600", "5, 3200", "6, 6400", "7, 12800", "8, 25600", "9, 30000", "10, 30000", "1000000, 30000"})
  void theTimeDoublesUpToHalfAMinute(int failures, long millis) {
    assertThat(Backoff.standard(() -> 0.5).delay(failures)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 160", "1, 1, 240", "5, 0, 2560", "5, 1, 3840", "9, 0, 24000", "9, 1, 30000"})
  void aFifthLessOrMoreKeepsClientsApart(int failures, double random, long millis) {
    assertThat(Backoff.standard(() -> random).delay(failures)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void withoutJitterTheRandomNumberMeansNothing() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(3), 0, () -> 0.9);
    assertThat(backoff.delay(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.delay(3)).isEqualTo(Duration.ofSeconds(3));
  }

  @Property
  void everyTimeIsWithinTheBounds(@ForAll @IntRange(min = 1) int failures, @ForAll @DoubleRange(min = 0, max = 1) double random) {
    assertThat(Backoff.standard(() -> random).delay(failures)).isBetween(Duration.ofMillis(160), Duration.ofSeconds(30));
  }
}
