package org.confab.live;

import java.util.Optional;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.RecordFileFormat;
import org.confab.plivo.TranscriptionType;

/**
 * How a conference is to be recorded.
 *
 * @param apiId      of the request that asked for it; the callback names it
 * @param callback   who is told when the file is closed
 * @param transcript who is told its text
 */
public record RecordOrder(String apiId, RecordFileFormat format, Optional<Target> callback, Optional<Transcript> transcript) {

  /** A URL that is requested so. It is the application's: not trusted. */
  public record Target(String url, HttpMethod method) {}

  /** A text that is wanted. */
  public record Transcript(TranscriptionType type, Target target) {}
}
