package org.confab.plivo;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A finished recording.
 *
 * @param length of what can be heard; less than from start to end if it was paused
 */
public record RecordingParameters(Link link, Instant start, Instant end, Duration length) {

  /**
   * A recording by its names, known before it is finished.
   *
   * @param url where the application can fetch it
   */
  public record Link(String url, String id) {

    Map<String, String> toMap() {
      Map<String, String> own = new LinkedHashMap<>();
      own.put("RecordUrl", url);
      own.put("RecordingID", id);
      return own;
    }
  }

  /** What whoever ordered the recording by Plivo's API is told: in another spelling than everybody else. */
  public Map<String, String> ordered(String apiId, String conference) {
    long milliseconds = length.toMillis();
    Map<String, String> own = new LinkedHashMap<>();
    own.put("api_id", apiId);
    own.put("record_url", link.url());
    own.put("recording_id", link.id());
    own.put("conference_name", conference);
    own.put("recording_duration", Long.toString(Math.round(milliseconds / 1000.0)));
    own.put("recording_duration_ms", Long.toString(milliseconds));
    own.put("recording_start_ms", Long.toString(start.toEpochMilli()));
    own.put("recording_end_ms", Long.toString(end.toEpochMilli()));
    return own;
  }

  Map<String, String> toMap() {
    long milliseconds = length.toMillis();
    Map<String, String> own = link.toMap();
    own.put("RecordingDuration", Long.toString(Math.round(milliseconds / 1000.0)));
    own.put("RecordingDurationMs", Long.toString(milliseconds));
    own.put("RecordingStartMs", Long.toString(start.toEpochMilli()));
    own.put("RecordingEndMs", Long.toString(end.toEpochMilli()));
    return own;
  }
}
