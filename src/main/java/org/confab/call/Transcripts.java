package org.confab.call;

import java.nio.file.Path;
import java.time.Duration;

/** Who turns recordings into text, and tells the application. */
@FunctionalInterface
public interface Transcripts {

  /**
   * Asks for the text of a recording; kept in the step in which it is asked.
   *
   * @param path   of its file, which is closed
   * @param length of what can be heard in it
   */
  void ask(RememberedRecording recording, Path path, Duration length);
}
