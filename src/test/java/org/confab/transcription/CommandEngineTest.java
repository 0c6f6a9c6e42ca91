package org.confab.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.confab.config.TranscriptionEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real commands. */
class CommandEngineTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final WorkerExecutor threads = vertx.createSharedWorkerExecutor("commands", 2);

  @AfterEach
  void close() {
    vertx.close();
  }

  @Test
  void commandGetsThePathAndItsOutputIsTheText() throws IOException {
    Path file = file("r1.wav", "said");
    assertThat(run(engine(PATIENCE, "printf 'It %s: äöü \\360\\237\\230\\200\\n\\n' \"$(cat \"$2\")\""), file))
        .isEqualTo(new Outcome.Text("It said: äöü \ud83d\ude00"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b.wav", "$(touch made).wav", "`touch made`.wav", "; touch made;.wav", "'\".wav", "-rf.wav", "*.wav", "{file}.wav", "é\n.wav"})
  void pathIsOneArgumentWhateverIsInIt(String name) throws IOException {
    Path file = file(name, "said");
    Outcome outcome = run(engine(PATIENCE, "printf '%s,%s,' \"$#\" \"$1\"; cat \"$2\""), file);
    assertThat(outcome).isEqualTo(new Outcome.Text("2,--in,said"));
    assertThat(directory.resolve("made")).doesNotExist();
  }

  @Test
  void commandThatReadsItsInputFindsNothingThereAndDoesNotWait() throws IOException {
    assertThat(run(engine(PATIENCE, "cat; echo done"), file("r1.wav", ""))).isEqualTo(new Outcome.Text("done"));
  }

  @Test
  void nothingPrintedIsAnEmptyTextSinceNobodyMayHaveSpoken() throws IOException {
    assertThat(run(engine(PATIENCE, "exit 0"), file("r1.wav", ""))).isEqualTo(new Outcome.Text(""));
  }

  @Test
  void statusAndTheLastComplaintSayWhyItFailed() throws IOException {
    Outcome outcome = run(engine(PATIENCE, "echo half; echo loading model >&2; printf 'bad\\033[31m wav\\n\\n' >&2; exit 3"), file("r1.wav", ""));
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class,
        failed -> assertThat(failed.error()).isEqualTo("the transcription command ended with status 3: bad\\u001B[31m wav"));
  }

  @Test
  void statusOfATemporaryFailureMeansLater() throws IOException {
    assertThat(run(engine(PATIENCE, "echo busy >&2; exit 75"), file("r1.wav", ""))).isInstanceOfSatisfying(Outcome.Later.class,
        later -> assertThat(later.error()).isEqualTo("the transcription command ended with status 75: busy"));
  }

  @Test
  void commandThatTakesTooLongIsKilledWithWhatItStarted() throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Path pids = directory.resolve("pids");
    // on a busy machine it may not have come so far in a second
    for (int seconds = 1; !Files.exists(pids) && seconds < 60; seconds *= 4) {
      Outcome outcome = run(engine(Duration.ofSeconds(seconds), "sleep 600 & echo $$ $! > '" + pids + ".new'; mv '" + pids + ".new' '" + pids
          + "'; wait; echo x > '" + directory.resolve("went-on") + "'"), file("r1.wav", ""));
      assertThat(outcome).isInstanceOfSatisfying(Outcome.Later.class,
          later -> assertThat(later.error()).isEqualTo("the transcription command took too long"));
    }
    List<Long> started = new ArrayList<>();
    for (String pid : Files.readString(pids).strip().split(" ")) {
      started.add(Long.parseLong(pid));
    }
    assertThat(started).hasSize(2);
    for (long pid : started) {
      gone(pid);
    }
    assertThat(directory.resolve("went-on")).doesNotExist();
  }

  @Test
  void commandThatPrintsWithoutEndIsKilled() throws IOException {
    assertThat(run(engine(PATIENCE, "exec yes"), file("r1.wav", ""))).isInstanceOfSatisfying(Outcome.Failed.class,
        failed -> assertThat(failed.error()).isEqualTo("the transcription command printed too much"));
  }

  @Test
  void textThatNobodyCouldHaveSpokenIsAnError() throws IOException {
    assertThat(run(engine(PATIENCE, "head -c 600000 /dev/zero | tr '\\0' a"), file("r1.wav", ""))).isInstanceOf(Outcome.Failed.class);
    assertThat(run(engine(PATIENCE, "head -c 500000 /dev/zero | tr '\\0' a"), file("r1.wav", "")))
        .isEqualTo(new Outcome.Text("a".repeat(500_000)));
  }

  @Test
  void complaintsWithoutEndHoldNobodyUp() throws IOException {
    Outcome outcome = run(engine(PATIENCE, "head -c 2000000 /dev/zero | tr '\\0' e >&2; echo >&2; echo the end >&2; exit 1"), file("r1.wav", ""));
    assertThat(outcome).isEqualTo(new Outcome.Failed("the transcription command ended with status 1: the end",
        "'" + directory.resolve("engine.sh") + "' ended with status 1: the end"));
  }

  @Test
  void outputThatIsNoTextIsMadeHarmless() throws IOException {
    assertThat(run(engine(PATIENCE, "printf 'a\\000b\\377c\\033[31md\\ne'"), file("r1.wav", ""))).isEqualTo(new Outcome.Text("ab\ufffdc[31md\ne"));
  }

  @Test
  void commandThatIsNotThereIsAnErrorThatKeepsItsPathFromTheApplication() throws IOException {
    CommandEngine engine = new CommandEngine(
        new TranscriptionEngine.Command(List.of("/no/such/engine", "{file}"), PATIENCE, BigDecimal.ZERO), threads);
    assertThat(run(engine, file("r1.wav", ""))).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
      assertThat(failed.error()).isEqualTo("the transcription command cannot be started");
      assertThat(failed.detail()).contains("/no/such/engine");
    });
  }

  @Test
  void closingEndsWhatRuns() throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Path pid = directory.resolve("pid");
    CommandEngine engine = engine(PATIENCE, "echo $$ > '" + pid + ".new'; mv '" + pid + ".new' '" + pid + "'; exec sleep 600");
    Future<Outcome> running = engine.transcribe(new Recording(file("r1.wav", ""), "r1.wav"));
    while (!Files.exists(pid)) {
      assertThat(running.isComplete()).as("it ended by itself").isFalse();
      LockSupport.parkNanos(1_000_000);
    }
    engine.close();
    assertThat(await(running)).isInstanceOf(Outcome.Later.class);
    gone(Long.parseLong(Files.readString(pid).strip()));
  }

  private static void gone(long pid) throws InterruptedException, ExecutionException, TimeoutException {
    var process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().onExit().get(60, TimeUnit.SECONDS);
    }
  }

  private Outcome run(CommandEngine engine, Path file) {
    return await(engine.transcribe(new Recording(file, "r1.wav")));
  }

  private static Outcome await(Future<Outcome> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException failed) {
      throw new AssertionError(failed);
    }
  }

  private CommandEngine engine(Duration timeout, String script) throws IOException {
    Path command = directory.resolve("engine.sh");
    Files.writeString(command, "#!/bin/sh\ncd '" + directory + "'\n" + script + "\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    return new CommandEngine(new TranscriptionEngine.Command(List.of(command.toString(), "--in", "{file}"), timeout, BigDecimal.ZERO), threads);
  }

  private Path file(String name, String content) throws IOException {
    return Files.write(directory.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }
}
