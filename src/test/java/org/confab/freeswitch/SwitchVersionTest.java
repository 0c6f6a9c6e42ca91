package org.confab.freeswitch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwitchVersionTest {

  @ParameterizedTest
  @CsvSource({"1.10.12, 1.10.12", "1.10.12-release-10~64bit, 1.10.12", "FreeSWITCH Version 1.11.1-dev+git~2025 (x 9.9.9), 1.11.1", "'', 0.0.0",
      "-ERR version Command not found!, 0.0.0", "1.10, 0.0.0", "99999999999.1.1, 9999.1.1"})
  void theFirstNumberIsTheVersion(String text, String version) {
    assertThat(SwitchVersion.parse(text)).hasToString(version);
  }

  @ParameterizedTest
  @CsvSource({"1.10.9, false", "1.10.10, true", "1.9.99, false", "1.11.0, true", "2.0.0, true", "0.0.0, false"})
  void endconfIsKnownFrom11010On(String text, boolean known) {
    assertThat(SwitchVersion.parse(text).endconfEndsRoom()).isEqualTo(known);
  }

  @Test
  void versionsAreOrderedByNumberAndNotByText() {
    assertThat(SwitchVersion.parse("1.10.2")).isLessThan(SwitchVersion.parse("1.10.10")).isGreaterThan(SwitchVersion.parse("1.9.12"));
  }
}
