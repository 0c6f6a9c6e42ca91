package org.confab.call;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.confab.recording.FoundFile;
import org.confab.recording.RecordingFile;
import org.confab.recording.RecordingFiles;

/** Notes what is said of recordings; what is on the disk, and whether anything may be recorded, is for the test to say. */
final class TestedRecordings implements RecordingFiles {

  final List<String> told = new CopyOnWriteArrayList<>();
  volatile Optional<String> refusal = Optional.empty();
  volatile Optional<FoundFile> found = Optional.empty();
  /** What looking at the disk comes to, and when; {@link #found} at once unless a test says otherwise. */
  volatile Supplier<Future<Optional<FoundFile>>> looking = () -> Future.succeededFuture(found);

  @Override
  public String path(RecordingFile file) {
    return "/recordings/" + file.name();
  }

  @Override
  public String url(RecordingFile file) {
    return "http://confab/recordings/" + file.name();
  }

  @Override
  public Optional<String> refusal() {
    return refusal;
  }

  @Override
  public void mp3(boolean possible) {}

  @Override
  public Future<Void> began(RecordingFile file, String authId, Instant at) {
    return note("began " + file.extension());
  }

  @Override
  public Future<Void> ended(RecordingFile file, Instant at, Duration length) {
    return note("ended " + length.toMillis());
  }

  @Override
  public Future<Void> refused(RecordingFile file) {
    return note("refused");
  }

  @Override
  public Future<Void> failed(RecordingFile file) {
    return note("failed");
  }

  private Future<Void> note(String what) {
    told.add(what);
    return Future.succeededFuture();
  }

  @Override
  public Future<Optional<FoundFile>> find(RecordingFile file) {
    return looking.get();
  }
}
