package org.confab.recording;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What whoever has rooms recorded needs to know, and has to tell, of the files. To be used on the box's context. */
public interface RecordingFiles {

  /** Nothing may be recorded. */
  RecordingFiles NONE = new RecordingFiles() {
    @Override
    public String path(RecordingFile file) {
      return "/nowhere/" + file.name();
    }

    @Override
    public String url(RecordingFile file) {
      return "";
    }

    @Override
    public Optional<String> refusal() {
      return Optional.of("there is no place for recordings");
    }

    @Override
    public void mp3(boolean possible) {}

    @Override
    public Future<Void> began(RecordingFile file, String authId, Instant at) {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> ended(RecordingFile file, Instant at, Duration length) {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> refused(RecordingFile file) {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> failed(RecordingFile file) {
      return Future.succeededFuture();
    }

    @Override
    public Future<Optional<FoundFile>> find(RecordingFile file) {
      return Future.succeededFuture(Optional.empty());
    }
  };

  /** Where FreeSWITCH has to write it: an absolute path of characters that are no syntax anywhere, unless there is a {@link #refusal()}. */
  String path(RecordingFile file);

  /** The RecordUrl: known before there is anything. */
  String url(RecordingFile file);

  /** Why nothing may be recorded now, in words for operators,
      who were told in the log when it began; as of a minute ago at most. Never blocks. */
  Optional<String> refusal();

  /** Whether FreeSWITCH can write mp3, for operators. */
  void mp3(boolean possible);

  /** From now on it is being recorded, for that account. Completes once that is stored. */
  Future<Void> began(RecordingFile file, String authId, Instant at);

  /** The file is closed. Told twice, the first time counts. */
  Future<Void> ended(RecordingFile file, Instant at, Duration length);

  /** It was not begun, because of {@link #refusal()}. */
  Future<Void> refused(RecordingFile file);

  /** There is no such recording after all. What may be on the disk of it goes with the time. */
  Future<Void> failed(RecordingFile file);

  /** What is on the disk of it,
      being recorded or not; for an mp3 its whole file is read. Empty if nothing is; fails if it cannot be read. */
  Future<Optional<FoundFile>> find(RecordingFile file);
}
