package org.confab.transcription;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.confab.http.Link;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.TranscriptionType;

/**
 * A job as it is kept. Durations and instants are milliseconds.
 *
 * @param id the callback's, so that it is the same however often the work is done
 * @param asked when an engine was asked for the first time; 0: never
 */
record StoredJob(UUID id, String recordingId, String file, String extension, long lengthMs, String callUuid, TranscriptionType type, String url,
    boolean trusted, HttpMethod method, String authId, long added, long asked) {

  static StoredJob of(Transcriptions.Job job, UUID id, Instant now) {
    return new StoredJob(id, job.recordingId(), job.file().toAbsolutePath().toString(), job.extension(), job.length().toMillis(), job.callUuid(),
        job.type(), job.url().url(), job.url().trusted(), job.method(), job.authId(), now.toEpochMilli(), 0);
  }

  StoredJob askedAt(Instant now) {
    return new StoredJob(id, recordingId, file, extension, lengthMs, callUuid, type, url, trusted, method, authId, added, now.toEpochMilli());
  }

  Optional<Instant> firstAsked() {
    return asked == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(asked));
  }

  Duration length() {
    return Duration.ofMillis(lengthMs);
  }

  Recording recording() {
    return new Recording(Path.of(file), recordingId + "." + extension);
  }

  Link link() {
    return new Link(url, trusted);
  }

  /** What tells it from others: a recording is transcribed once for each URL that is to be told of it. */
  String key() {
    return recordingId + " " + url;
  }
}
