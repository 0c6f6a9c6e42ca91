package org.confab.plivo;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A finished recording.
 *
 * @param url where the application can fetch it
 */
public record RecordingParameters(String url, String id, Instant start, Instant end) {

  Map<String, String> toMap() {
    long milliseconds = Math.max(0, end.toEpochMilli() - start.toEpochMilli());
    Map<String, String> own = new LinkedHashMap<>();
    own.put("RecordUrl", url);
    own.put("RecordingID", id);
    own.put("RecordingDuration", Long.toString(Math.round(milliseconds / 1000.0)));
    own.put("RecordingDurationMs", Long.toString(milliseconds));
    own.put("RecordingStartMs", Long.toString(start.toEpochMilli()));
    own.put("RecordingEndMs", Long.toString(end.toEpochMilli()));
    return own;
  }
}
