package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriptionParametersTest {

  @ParameterizedTest
  @CsvSource({"500, 0.05, 0.05, 1", "499, 0.05, 0.05, 0", "60000, 0.05, 0.05, 60", "60001, 0.05, 0.10, 60", "3599999, 0.0035, 0.2100, 3600",
      "14400000, 1, 240, 14400", "7200000, 0, 0, 7200", "60000, 0.000001, 0.000001, 60"})
  void eachStartedMinuteIsCharged(long millis, String rate, String charge, String seconds) {
    Map<String, String> told = TranscriptionParameters.text("Hi", new BigDecimal(rate), Duration.ofMillis(millis), "c", "r").toMap();
    assertThat(told).containsEntry("transcription_rate", rate).containsEntry("transcription_charge", charge).containsEntry("duration", seconds);
  }

  @Test
  void errorIsNotCharged() {
    Map<String, String> told = TranscriptionParameters.error("gone", new BigDecimal("0.05"), Duration.ofMinutes(2), "c", "r").toMap();
    assertThat(told).containsExactly(Map.entry("transcription", ""), Map.entry("transcription_charge", "0"), Map.entry("transcription_rate", "0.05"),
        Map.entry("duration", "120"), Map.entry("call_uuid", "c"), Map.entry("recording_id", "r"), Map.entry("error", "gone"));
  }
}
