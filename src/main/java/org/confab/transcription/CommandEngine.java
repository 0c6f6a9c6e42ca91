package org.confab.transcription;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.confab.config.TranscriptionEngine;
import org.confab.plivo.Printable;
import org.confab.process.ChildProcess;

/**
 * A command that gets the recording's path as an argument and prints the text. It is killed, and what it started with it, when it takes too
 * long or says too much. Status 75 (EX_TEMPFAIL of sysexits.h) means that it shall be asked again later; every other but 0 is final.
 */
final class CommandEngine implements Engine {

  private static final int LOOK_EVERY_MS = 20;
  private static final int TEMPORARY_FAILURE = 75;
  private static final int MOST_PRINTED = 4 << 20;
  private static final int MOST_COMPLAINED = 4096;
  private static final int PIECE = 64 * 1024;

  private final TranscriptionEngine.Command settings;
  private final WorkerExecutor threads;
  private volatile boolean closed;

  /** @param threads one for each recording that is transcribed at once */
  CommandEngine(TranscriptionEngine.Command settings, WorkerExecutor threads) {
    this.settings = settings;
    this.threads = threads;
  }

  @Override
  public Future<Outcome> transcribe(Recording recording) {
    try {
      return threads.executeBlocking(() -> run(recording.file()), false)
          .otherwise(failure -> new Outcome.Failed("the transcription command could not be run", String.valueOf(failure)));
    } catch (RejectedExecutionException closing) {
      return Future.succeededFuture(stopping());
    }
  }

  /** Ends what runs. */
  void close() {
    closed = true;
  }

  private Outcome run(Path file) throws IOException, InterruptedException {
    List<String> command = settings.words().stream().map(word -> word.replace("{file}", file.toAbsolutePath().toString())).toList();
    long end = System.nanoTime() + settings.timeout().toNanos();
    ChildProcess child;
    try {
      child = ChildProcess.start(new ProcessBuilder(command).redirectInput(Redirect.from(Path.of("/dev/null").toFile())));
    } catch (IOException missing) {
      return new Outcome.Failed("the transcription command cannot be started",
          "the command cannot be started: " + Printable.of(String.valueOf(missing.getMessage())) + "; install it, or name another one in confab.yaml");
    }
    Process process = child.process();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try (child; InputStream out = process.getInputStream(); InputStream errors = process.getErrorStream()) {
      boolean over = false;
      while (!over) {
        over = process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        take(out, printed);
        takeEnd(errors, complained);
        if (closed) {
          return stopping();
        } else if (printed.size() > MOST_PRINTED) {
          return new Outcome.Failed("the transcription command printed too much", name() + " printed more than " + MOST_PRINTED + " bytes");
        } else if (!over && System.nanoTime() - end >= 0) {
          return new Outcome.Later("the transcription command took too long",
              name() + " was killed after " + settings.timeout().toSeconds() + " s", Optional.empty());
        }
      }
    }
    return process.exitValue() == 0 ? Outcome.text(printed.toString(StandardCharsets.UTF_8)) : failed(process.exitValue(), complained);
  }

  private Outcome failed(int status, ByteArrayOutputStream complained) {
    String last = complained.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).reduce((before, line) -> line).orElse("");
    String how = " ended with status " + status + Reply.bounded(last, Optional.empty()).map(text -> ": " + text).orElse("");
    return status == TEMPORARY_FAILURE ? new Outcome.Later("the transcription command" + how, name() + how, Optional.empty())
        : new Outcome.Failed("the transcription command" + how, name() + how);
  }

  /** What is there is taken, so that the command never waits for us. */
  private static void take(InputStream from, ByteArrayOutputStream to) throws IOException {
    for (int there = from.available(); there > 0 && to.size() <= MOST_PRINTED; there = from.available()) {
      to.write(from.readNBytes(Math.min(there, PIECE)));
    }
  }

  /** Of complaints, the last of which says why it ended, only the end is kept. */
  private static void takeEnd(InputStream from, ByteArrayOutputStream to) throws IOException {
    for (int there = from.available(); there > 0; there = from.available()) {
      byte[] piece = from.readNBytes(Math.min(there, PIECE));
      if (to.size() + piece.length > MOST_COMPLAINED) {
        to.reset();
      }
      to.write(piece, Math.max(0, piece.length - MOST_COMPLAINED), Math.min(piece.length, MOST_COMPLAINED));
    }
  }

  private static Outcome stopping() {
    return new Outcome.Later("the transcription was interrupted", "Confab is being stopped", Optional.empty());
  }

  private String name() {
    return "'" + Printable.of(settings.words().get(0)) + "'";
  }
}
