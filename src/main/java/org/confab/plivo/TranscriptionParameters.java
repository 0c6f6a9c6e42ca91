package org.confab.plivo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a transcriptionUrl is told, under the names of Plivo's page on transcriptions. All of them are always sent: the one of {@code
 * transcription} and {@code error} that there is nothing to say of is empty.
 *
 * @param transcription the text; empty if nobody spoke, too
 * @param rate of a started minute
 * @param charge what was charged; 0 with an error
 * @param duration the recording's; sent in seconds, rounded as {@code RecordingDuration} is
 * @param error empty if there is none
 */
public record TranscriptionParameters(
    String transcription, BigDecimal rate, BigDecimal charge, Duration duration, String callUuid, String recordingId, String error) {

  private static final long MINUTE_MS = 60_000;

  /** A recording that was transcribed: charged with the rate for each started minute. */
  public static TranscriptionParameters text(String transcription, BigDecimal rate, Duration duration, String callUuid, String recordingId) {
    long minutes = (duration.toMillis() + MINUTE_MS - 1) / MINUTE_MS;
    return new TranscriptionParameters(transcription, rate, rate.multiply(BigDecimal.valueOf(minutes)), duration, callUuid, recordingId, "");
  }

  /** A recording that was not; nothing is charged. */
  public static TranscriptionParameters error(String error, BigDecimal rate, Duration duration, String callUuid, String recordingId) {
    return new TranscriptionParameters("", rate, BigDecimal.ZERO, duration, callUuid, recordingId, error);
  }

  /** As sent; amounts as decimal numbers with a point, never with an exponent. */
  public Map<String, String> toMap() {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("transcription", transcription);
    own.put("transcription_charge", charge.toPlainString());
    own.put("transcription_rate", rate.toPlainString());
    own.put("duration", Long.toString(Math.round(duration.toMillis() / 1000.0)));
    own.put("call_uuid", callUuid);
    own.put("recording_id", recordingId);
    own.put("error", error);
    return own;
  }
}
