package org.confab.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.transcription.TranscribingBox.auto;
import static org.confab.transcription.TranscribingBox.endpoint;

import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.confab.config.Settings;
import org.confab.config.TranscriptionEngine;
import org.confab.http.HttpRequest;
import org.confab.http.Link;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.TranscriptionType;
import org.confab.testing.LogLines;
import org.confab.testing.Loop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptionsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  /** Where nothing listens, and nothing ever gets a port that it did not ask for. */
  private static final URI NOBODY = URI.create("http://127.0.0.1:1/v1/audio/transcriptions");

  @TempDir
  Path directory;
  private final EngineServer engine = new EngineServer();
  private Optional<TranscribingBox> started = Optional.empty();

  @AfterEach
  void stop() {
    started.ifPresent(TranscribingBox::close);
    engine.close();
  }

  private TranscribingBox box(Settings.Transcription settings) {
    started = Optional.of(new TranscribingBox(directory, settings));
    return started.get();
  }

  private TranscribingBox box() {
    return box(auto(endpoint(engine.url())));
  }

  @Test
  void recordingIsUploadedAsTheFormWantsItAndItsTextIsTold() {
    TranscribingBox box = box();
    byte[] sound = new byte[1_000_003];
    new Random(1).nextBytes(sound);
    engine.then(200, "{\"task\":\"transcribe\",\"segments\":[{\"text\":\"no\"}],\"text\":\"  Grüße, \\ud83d\\ude00 &=+ \\n\"}");
    Path file = box.file("r1.mp3", sound);
    box.add(new Transcriptions.Job("r1", file, "mp3", Duration.ofMillis(60_001), "call-1", TranscriptionType.AUTO,
        new Link("http://app.example/t?a=b#rt=100", true), HttpMethod.GET, "MA7"));
    EngineServer.Received upload = engine.received();
    assertThat(upload.method() + " " + upload.path()).isEqualTo("POST /v1/audio/transcriptions");
    assertThat(upload.file()).isEqualTo(sound);
    assertThat(List.of(upload.field(), upload.filename(), upload.contentType())).containsExactly("file", "r1.mp3", "audio/mpeg");
    assertThat(upload.fields()).isEqualTo(Map.of("model", "whisper-1", "language", "pt-BR", "response_format", "json"));
    assertThat(upload.headers()).containsEntry("authorization", "Bearer geheim").containsKey("content-length").doesNotContainKey("transfer-encoding");
    HttpRequest told = box.toldRequest();
    assertThat(told.method() + " " + told.url() + " " + told.trusted()).isEqualTo("GET http://app.example/t?a=b#rt=100 true");
    assertThat(told.parameters()).containsExactlyEntriesOf(ordered("transcription", "Grüße, \ud83d\ude00 &=+", "transcription_charge", "0.070",
        "transcription_rate", "0.035", "duration", "60", "call_uuid", "call-1", "recording_id", "r1", "error", ""));
    assertThat(told.headers()).containsEntry("X-Confab-Sequence", "1");
    assertThat(box.kept()).isEmpty();
    assertThat(box.count("text")).isEqualTo(1);
    assertThat(box.pending()).isZero();
  }

  @Test
  void whatIsNotConfiguredIsNotSent() {
    TranscribingBox box = box(auto(new TranscriptionEngine.Endpoint(engine.url(), Optional.empty(), Optional.empty(), Optional.empty(),
        MINUTE, BigDecimal.ZERO)));
    box.add(box.job("r1", Duration.ofSeconds(5)));
    EngineServer.Received upload = engine.received();
    assertThat(upload.fields()).isEqualTo(Map.of("response_format", "json"));
    assertThat(upload.headers()).doesNotContainKey("authorization");
    assertThat(box.told()).containsEntry("transcription", "Hello").containsEntry("transcription_charge", "0").containsEntry("transcription_rate", "0");
  }

  @ParameterizedTest
  @CsvSource({"499, true, shorter than 500 ms", "500, false, ''", "14400000, false, ''", "14400001, true, longer than 4 hours", "0, true, shorter"})
  void recordingsThatPlivoWouldNotTranscribeAreAnErrorWithoutAskingAnybody(long millis, boolean refused, String why) {
    TranscribingBox box = box();
    box.add(box.job("r1", Duration.ofMillis(millis)));
    Map<String, String> told = box.told();
    assertThat(told.get("error")).contains(why);
    assertThat(told.get("transcription")).isEqualTo(refused ? "" : "Hello");
    assertThat(engine.wasAsked()).isEqualTo(!refused);
    assertThat(told.get("transcription_charge").equals("0")).isEqualTo(refused);
    assertThat(box.kept()).isEmpty();
  }

  @Test
  void typeWithoutAnEngineIsAnErrorThatSaysSo() {
    TranscribingBox box = box();
    Transcriptions.Job job = box.job("r1", MINUTE);
    box.add(new Transcriptions.Job(job.recordingId(), job.file(), "wav", MINUTE, "c", TranscriptionType.HYBRID, job.url(), HttpMethod.POST, "MA1"));
    assertThat(box.told()).containsEntry("error", "no engine is configured for transcriptionType hybrid (transcription.hybrid in confab.yaml)")
        .containsEntry("transcription", "").containsEntry("transcription_rate", "0").containsEntry("transcription_charge", "0");
    assertThat(engine.wasAsked()).isFalse();
  }

  @Test
  void eachTypeHasItsOwnEngineAndRate() {
    TranscriptionEngine manual = new TranscriptionEngine.Endpoint(URI.create(engine.url() + "/manual"), Optional.empty(), Optional.empty(),
        Optional.empty(), MINUTE, new BigDecimal("2.50"));
    TranscribingBox box = box(new Settings.Transcription(Optional.of(endpoint(engine.url())), Optional.empty(), Optional.of(manual), 2, MINUTE));
    Transcriptions.Job job = box.job("r1", Duration.ofMinutes(3));
    box.add(new Transcriptions.Job(job.recordingId(), job.file(), "wav", job.length(), "c", TranscriptionType.MANUAL, job.url(), HttpMethod.POST, "MA1"));
    assertThat(engine.received().path()).isEqualTo("/v1/audio/transcriptions/manual");
    assertThat(box.told()).containsEntry("transcription_rate", "2.50").containsEntry("transcription_charge", "7.50");
  }

  @Test
  void fileThatIsGoneIsAnErrorEvenWhileTheEngineIsAway() throws IOException {
    TranscribingBox box = box(auto(endpoint(NOBODY)));
    Transcriptions.Job job = box.job("r1", MINUTE);
    Files.delete(job.file());
    box.add(job);
    assertThat(box.told()).containsEntry("error", "the recording's file is gone");
  }

  @Test
  void directoryInThePlaceOfTheFileIsAnError() throws IOException {
    TranscribingBox box = box();
    Transcriptions.Job job = box.job("r1", MINUTE);
    Files.delete(job.file());
    Files.createDirectory(job.file());
    box.add(job);
    assertThat(box.told()).containsEntry("error", "the recording's file is gone");
  }

  @Test
  void engineThatAsksForTimeIsGivenIt() {
    TranscribingBox box = box();
    engine.then(429, "", "Retry-After", "90").then(503, "", "Retry-After", "nonsense");
    try (LogLines log = LogLines.open()) {
      box.add(box.job("r1", MINUTE));
      log.await("of the pause", line -> line.contains("the next attempt is in 90 s"));
      engine.received();
      assertThat(box.count("retried")).isEqualTo(1);
      box.advance(Duration.ofSeconds(89));
      assertThat(box.pending()).isEqualTo(1);
      assertThat(engine.wasAsked()).isFalse();
      box.advance(Duration.ofSeconds(1));
      engine.received();
      log.await("of the second pause", line -> line.contains("the next attempt is in 4 s"));
      box.advance(Duration.ofSeconds(4));
      assertThat(box.told()).containsEntry("transcription", "Hello").containsEntry("error", "");
    }
  }

  @Test
  void engineThatIsBrokenIsAskedWithGrowingPausesUntilRetryForAndThenItIsAnError() {
    TranscribingBox box = box(new Settings.Transcription(Optional.of(endpoint(engine.url())), Optional.empty(), Optional.empty(), 2,
        Duration.ofSeconds(10)));
    for (int i = 0; i < 4; i++) {
      engine.then(500 + i, "{\"error\":{\"type\":\"x\",\"message\":\"CUDA out of\\nmemory\"}}");
    }
    try (LogLines log = LogLines.open()) {
      box.add(box.job("r1", MINUTE));
      for (int pause : List.of(2, 4)) {
        log.await("of the pause", line -> line.contains("the next attempt is in " + pause + " s"));
        box.advance(Duration.ofSeconds(pause));
      }
      // 6 s have passed: the next pause would be 8 s, and ends with retryFor
      awaitAttempts(log, 3);
      assertThat(box.told).isEmpty();
      box.advance(Duration.ofSeconds(4));
      assertThat(box.told()).containsEntry("error", "the transcription engine replied 503: CUDA out of memory");
      assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR Recording r1 of call call-r1 is not transcribed") && line.contains("away for too long"));
    }
    assertThat(box.count("retried")).isEqualTo(3);
    assertThat(box.count("error")).isEqualTo(1);
    for (int i = 0; i < 4; i++) {
      engine.received();
    }
    assertThat(engine.wasAsked()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 408, 413, 418, 302})
  void otherStatusesAreAnErrorAtOnceWithWhatTheEngineSaid(int status) {
    TranscribingBox box = box();
    engine.then(status, "{\"error\":\"no model \\u001b[31m\\u2028 for key geheim\"}", "Location", "http://127.0.0.1:1/");
    box.add(box.job("r1", MINUTE));
    assertThat(box.told().get("error")).startsWith("the transcription engine replied " + status + ": no model \\u001B[31m\\u2028 for key ****")
        .doesNotContain("geheim");
    engine.received();
    assertThat(engine.wasAsked()).isFalse();
    assertThat(box.count("retried")).isZero();
  }

  @Test
  void engineThatIsNotThereIsAskedAgainUntilRetryForIsOver() {
    TranscribingBox box = box(auto(endpoint(NOBODY)));
    try (LogLines log = LogLines.open()) {
      box.add(box.job("r1", MINUTE));
      awaitAttempts(log, 1);
      box.advance(Duration.ofSeconds(2));
      awaitAttempts(log, 2);
      assertThat(box.pending()).isEqualTo(1);
      for (int attempts = 3; attempts < 40 && box.told.isEmpty(); attempts++) {
        box.advance(Duration.ofMinutes(5));
        int at = attempts;
        log.await("of attempt " + at, line -> attempts(log) >= at || log.lines().stream().anyMatch(one -> one.contains("for too long")));
      }
    }
    assertThat(box.told()).containsEntry("error", "the transcription engine cannot be reached");
  }

  @Test
  void engineThatDoesNotAnswerInTimeIsAskedAgainAndItsConnectionIsGivenUp() {
    TranscribingBox box = box(auto(endpoint(engine.url(), MINUTE)));
    engine.hold();
    try (LogLines log = LogLines.open()) {
      box.add(box.job("r1", MINUTE));
      HttpServerResponse late = engine.held();
      box.engineClock.advance(MINUTE);
      assertThat(log.await("of the pause", line -> line.contains("the next attempt"))).contains("60000 ms");
      assertThat(engine.givenUp()).isSameAs(late);
      box.advance(Duration.ofSeconds(2));
      assertThat(box.told()).containsEntry("transcription", "Hello");
    }
  }

  @Test
  void noMoreAreTranscribedAtOnceThanTheSettingSays() {
    TranscribingBox box = box();
    engine.hold().hold();
    Set<String> waiting = new TreeSet<>();
    for (int i = 0; i < 6; i++) {
      box.add(box.job("r" + i, MINUTE));
      waiting.add("r" + i);
    }
    List<HttpServerResponse> held = List.of(engine.held(), engine.held());
    assertThat(box.pending()).isEqualTo(6);
    assertThat(box.kept()).hasSize(6);
    held.get(0).end(EngineServer.text("first"));
    for (int i = 0; i < 5; i++) {
      waiting.remove(box.told().get("recording_id"));
    }
    assertThat(waiting).hasSize(1);
    held.get(1).end(EngineServer.text("last"));
    assertThat(box.told()).containsEntry("transcription", "last").containsEntry("recording_id", waiting.iterator().next());
    assertThat(engine.mostAtOnce()).isEqualTo(2);
    assertThat(box.kept()).isEmpty();
  }

  @Test
  void recordingWhoseEngineIsAwayKeepsNobodyFromHavingHisTurn() {
    TranscribingBox box = box(new Settings.Transcription(Optional.of(endpoint(engine.url())), Optional.empty(), Optional.empty(), 1, MINUTE));
    engine.then(503, "");
    box.add(box.job("r1", MINUTE));
    box.add(box.job("r2", MINUTE));
    assertThat(box.told()).containsEntry("recording_id", "r2");
    box.advance(Duration.ofSeconds(2));
    assertThat(box.told()).containsEntry("recording_id", "r1");
  }

  @Test
  void jobIsKeptBeforeAnybodyIsAsked() {
    TranscribingBox box = box();
    box.loop.run(() -> {
      box.transcriptions.add(box.job("r1", MINUTE));
      assertThat(box.store.states().all("transcription")).hasSize(1);
      assertThat(engine.wasAsked()).isFalse();
    });
    box.told();
  }

  @Test
  void whatWasQueuedOrUnderWayWhenConfabWasKilledIsDoneOnceAfterTheNextStart() {
    Settings.Transcription one = new Settings.Transcription(Optional.of(endpoint(engine.url())), Optional.empty(), Optional.empty(), 1, MINUTE);
    TranscribingBox box = box(one);
    engine.hold();
    box.add(box.job("r1", MINUTE));
    engine.held();
    box.clock.advance(Duration.ofMillis(1));
    box.add(box.job("r2", MINUTE));
    assertThat(box.kept()).hasSize(2);
    box.kill();
    box.start(one);
    List<String> told = new ArrayList<>(List.of(box.told().get("recording_id"), box.told().get("recording_id")));
    assertThat(told).containsExactly("r1", "r2");
    assertThat(box.kept()).isEmpty();
    box.kill();
    box.start(one);
    assertThat(box.pending()).isZero();
    assertThat(box.told).isEmpty();
  }

  @Test
  void resultThatTheOutboxDoesNotTakeIsToldAfterTheNextStart() {
    TranscribingBox box = box();
    engine.hold();
    box.add(box.job("r1", MINUTE));
    HttpServerResponse held = engine.held();
    Loop.result(box.loop.run(() -> box.delivery.drain(Duration.ofSeconds(1))));
    try (LogLines log = LogLines.open()) {
      held.end(EngineServer.text("lost?"));
      log.await("of what is told later", line -> line.contains("is told later"));
    }
    assertThat(box.kept()).hasSize(1);
    assertThat(box.told).isEmpty();
    box.kill();
    box.start(auto(endpoint(engine.url())));
    assertThat(box.told()).containsEntry("transcription", "Hello");
    assertThat(box.kept()).isEmpty();
  }

  @Test
  void theTimeForRetriesDoesNotBeginAnewWithTheProcess() {
    TranscribingBox box = box();
    engine.then(503, "").then(503, "");
    try (LogLines log = LogLines.open()) {
      box.add(box.job("r1", MINUTE));
      awaitAttempts(log, 1);
      box.kill();
      box.clock.advance(Duration.ofHours(1));
      box.start(auto(endpoint(engine.url())));
      assertThat(box.told().get("error")).contains("503");
    }
  }

  @Test
  void callbackHasTheSameIdHoweverOftenTheWorkWasDone() {
    TranscribingBox box = box();
    engine.hold();
    box.add(box.job("r1", MINUTE));
    engine.held();
    String id = box.kept().values().iterator().next().replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1");
    box.kill();
    box.start(auto(endpoint(engine.url())));
    assertThat(box.toldRequest().headers()).containsEntry("X-Confab-Callback-Id", id);
  }

  @Test
  void sameRecordingAddedAgainForTheSameUrlIsTranscribedOnce() {
    TranscribingBox box = box();
    engine.hold();
    Transcriptions.Job job = box.job("r1", MINUTE);
    box.add(job);
    HttpServerResponse held = engine.held();
    box.add(job);
    box.add(new Transcriptions.Job("r1", job.file(), "wav", MINUTE, "c", TranscriptionType.AUTO, new Link("http://other.example/", false),
        HttpMethod.POST, "MA1"));
    assertThat(box.toldRequest().url().getHost()).isEqualTo("other.example");
    held.end(EngineServer.text("first"));
    assertThat(box.told()).containsEntry("transcription", "first");
    assertThat(box.pending()).isZero();
    assertThat(box.told).isEmpty();
  }

  @Test
  void jobThatCannotBeReadIsLeftOutAndTheOthersAreDone() {
    TranscribingBox box = box();
    engine.hold();
    box.add(box.job("r1", MINUTE));
    engine.held();
    box.loop.await(() -> box.store.states().put("transcription", "broken", "{\"id\":7"));
    box.kill();
    try (LogLines log = LogLines.open()) {
      box.start(auto(endpoint(engine.url())));
      assertThat(box.told()).containsEntry("recording_id", "r1");
      assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR A transcription"));
    }
    assertThat(box.kept()).isEmpty();
  }

  @Test
  void nothingIsToldAfterClosing() {
    TranscribingBox box = box();
    engine.hold();
    box.add(box.job("r1", MINUTE));
    HttpServerResponse held = engine.held();
    Loop.result(box.transcriptions.close());
    Loop.result(held.end(EngineServer.text("too late")));
    box.add(box.job("r2", MINUTE));
    assertThat(box.kept()).hasSize(1);
    box.kill();
    box.start(auto(endpoint(engine.url())));
    assertThat(box.told()).containsEntry("transcription", "Hello").containsEntry("recording_id", "r1");
    assertThat(box.pending()).isZero();
    assertThat(box.told).isEmpty();
  }

  private static void awaitAttempts(LogLines log, int attempts) {
    log.await("of attempt " + attempts, line -> attempts(log) >= attempts);
  }

  private static long attempts(LogLines log) {
    return log.lines().stream().filter(line -> line.contains("the next attempt is in")).count();
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
