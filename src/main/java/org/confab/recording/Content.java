package org.confab.recording;

import java.nio.channels.FileChannel;
import java.time.Instant;

/** What there is of a recording for whoever asks for it. */
public sealed interface Content {

  /** Nothing, or not any more. */
  record Missing() implements Content {}

  /** It will be there when its conference has ended. */
  record BeingRecorded() implements Content {}

  /** The whole of it. @param channel open for reading; whoever got it has to close it */
  record Opened(FileChannel channel, long bytes, Instant lastModified) implements Content {}
}
