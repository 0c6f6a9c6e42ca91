package org.confab.recording;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.confab.freeswitch.BoxCommands;
import org.confab.plivo.Printable;

/** Tries what is done with {@code recordings.directory}, beside a Confab that may be at work there. What it makes in it, it removes. */
public final class RecordingsTrial {

  private final RecordingDirectory directory;

  public RecordingsTrial(Path directory) {
    this.directory = new RecordingDirectory(directory, RecordingDirectory.Space.OF_THE_DISK);
  }

  public Path directory() {
    return directory.path();
  }

  /**
   * What keeps FreeSWITCH from recording here, or Confab from what was recorded; empty if nothing does. To be called on the box's context. Fails if FreeSWITCH could not be
   * asked, and with an {@link java.io.IOException} if the directory cannot be made.
   */
  public Future<Optional<String>> access(Vertx vertx, BoxCommands commands) {
    if (!Recordings.isPlain(directory.path())) {
      return Future.succeededFuture(Optional.of("the path " + Printable.of(directory.path().toString()) + " has characters that are syntax to FreeSWITCH: set "
          + "recordings.directory to one of letters, digits and _ . / - only"));
    }
    return new RecordingAccess(directory, new RecordingAccess.Worker() {
      @Override
      public <T> Future<T> run(Callable<T> work) {
        return vertx.executeBlocking(work);
      }
    }).ask(commands);
  }
}
