package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.config.TranscriptionEngine;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** transcriptionUrl and what belongs to it, with an HTTP engine, a command, and none. */
class TranscriptionScenarios extends Scenario {

  @TempDir
  Path folder;

  TranscriptionScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = super.settings();
    application.answer("/v1/audio/transcriptions", request -> request.header("Authorization").equals("Bearer engine-token")
        ? new FakeApplication.Answer(200, "{\"text\":\"Good morning.\"}", Map.of("content-type", "application/json"))
        : FakeApplication.Answer.status(401));
    TranscriptionEngine http = new TranscriptionEngine.Endpoint(URI.create(application.url("/v1/audio/transcriptions")),
        Optional.of(new Secret("engine-token")), Optional.of("whisper-1"), Optional.of("en"), Duration.ofMinutes(1), new BigDecimal("0.05"));
    TranscriptionEngine command = new TranscriptionEngine.Command(List.of(script().toString(), "{file}"), Duration.ofMinutes(1), BigDecimal.ONE);
    return new Settings(plain.freeswitch(), plain.answer(), plain.conference(), plain.operator(), plain.accounts(), plain.sounds(),
        plain.callbacks(), plain.http(), plain.store(), plain.recordings(),
        new Settings.Transcription(Optional.of(http), Optional.of(command), Optional.empty(), 2, Duration.ofMinutes(5)));
  }

  /** Prints the name and the size of the file that it is given. */
  private Path script() {
    try {
      Path script = folder.resolve("transcribe.sh");
      Files.writeString(script, "#!/bin/sh\nprintf '%s of %s bytes' \"$(basename \"$1\")\" \"$(($(wc -c < \"$1\")))\"\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
      return script;
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Two callers in such a conference, for a second; then both hang up. */
  private Caller isHeld(String... attributes) {
    answers(conference("transcribed", "record=\"true\" transcriptionUrl=\"/transcription\" " + String.join(" ", attributes)));
    Caller anna = enters("1");
    enters("2");
    anna.listens().listenUntil(Duration.ofMillis(1500));
    box.hangUpAll();
    return anna;
  }

  @Test
  void theTextOfAnHttpEngineIsSentWhereTheDocumentSays() {
    Caller anna = isHeld();
    ReceivedRequest told = application.awaitRequest("/transcription");
    assertThat(told.method()).isEqualTo("POST");
    assertThat(told.parameter("transcription")).isEqualTo("Good morning.");
    assertThat(told.parameter("transcription_rate")).isEqualTo("0.05");
    assertThat(told.parameter("transcription_charge")).isEqualTo("0.05");
    assertThat(told.parameter("error")).isEmpty();
    assertThat(told.parameter("call_uuid")).isEqualTo(anna.callUuid());
    ReceivedRequest record = application.awaitCallback("/callback", "record", anna.callUuid());
    assertThat(told.parameter("recording_id")).isEqualTo(record.parameter("RecordingID"));
    assertThat(told.parameter("duration")).isEqualTo(record.parameter("RecordingDuration"));
    assertSigned(told, "first-token");
  }

  @Test
  void theTextOfACommandIsSentByGet() {
    Caller anna = isHeld("recordFileFormat=\"wav\" transcriptionType=\"hybrid\" transcriptionMethod=\"GET\"");
    ReceivedRequest told = application.awaitRequest("/transcription");
    assertThat(told.method()).isEqualTo("GET");
    ReceivedRequest record = application.awaitCallback("/callback", "record", anna.callUuid());
    assertThat(told.parameter("transcription")).matches(record.parameter("RecordingID") + "\\.wav of [1-9][0-9]{3,} bytes");
  }

  @Test
  void withoutAnEngineTheErrorSaysSo() {
    isHeld("transcriptionType=\"manual\"");
    ReceivedRequest told = application.awaitRequest("/transcription");
    assertThat(told.parameter("transcription")).isEmpty();
    assertThat(told.parameter("error")).contains("manual");
    assertThat(told.parameter("transcription_charge")).isEqualTo("0");
  }

  /** The page's document to the letter, but for its host. */
  @Test
  void withTranscriptionAsOnThePage() throws IOException {
    try (InputStream page = getClass().getResourceAsStream("/org/confab/demo/examples/transcription.xml")) {
      String document = new String(page.readAllBytes(), StandardCharsets.UTF_8).replace("https://example.com", application.url(""));
      application.on("/answer", request -> document);
    }
    Caller anna = box.call("1");
    anna.awaitConference();
    Caller ben = box.call("2");
    ben.awaitConference();
    String room = roomOf(ben);
    Service.until("recorded", () -> fsCli("conference " + room + " recording check").contains(".mp3"));
    anna.listens().listenUntil(Duration.ofMillis(1500));
    box.hangUpAll();
    ReceivedRequest told = application.awaitRequest("/transcription/");
    assertThat(told.parameter("transcription")).isEqualTo("Good morning.");
    assertThat(told.parameter("call_uuid")).isEqualTo(anna.callUuid());
  }
}
