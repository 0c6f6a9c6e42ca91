package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.confab.testing.Caller;
import org.confab.testing.Hearing;
import org.confab.testing.LogLines;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.RecordedFile;
import org.confab.testing.Switch;
import org.confab.testing.Tone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** record: what is in the file is found by listening to it, where the switch is a real one; the simulated one records silence of the right length. */
class RecordingScenarios extends Scenario {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String ANNA = "4915100001";
  private static final String BEN = "4915100002";
  private static final String CLEO = "4915100003";

  private final HttpClient http = HttpClient.newHttpClient();
  /** What was downloaded in the handler of the record callback, by RecordingID. */
  private final Map<String, HttpResponse<byte[]>> downloads = new ConcurrentHashMap<>();

  RecordingScenarios(Switch box) {
    super(box);
  }

  @BeforeEach
  void downloadsWhatIsFinished() {
    application.on("/callback", request -> {
      if (request.parameter("ConferenceAction").equals("record")) {
        downloads.put(request.parameter("RecordingID"), download(request.parameter("RecordUrl")));
      }
      return "";
    });
    application.on("/after", request -> response("<Hangup/>"));
  }

  private HttpResponse<byte[]> download(String url) {
    try {
      return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private boolean isReal() {
    return !box.name().equals("simulator");
  }

  private String recorded(String name, String... attributes) {
    return conference(name, "record=\"true\" " + String.join(" ", attributes));
  }

  private ReceivedRequest recorded(Caller asking) {
    return application.awaitCallback("/callback", "record", asking.callUuid());
  }

  private HttpResponse<byte[]> downloaded(ReceivedRequest record) {
    Service.until("downloaded", () -> downloads.containsKey(record.parameter("RecordingID")));
    return downloads.get(record.parameter("RecordingID"));
  }

  private byte[] file(ReceivedRequest record) {
    HttpResponse<byte[]> download = downloaded(record);
    assertThat(download.statusCode()).isEqualTo(200);
    return download.body();
  }

  /** Waits until FreeSWITCH has the file open: a room that ends before that has no recording. */
  private void isBeingRecorded(Caller member) {
    String room = roomOf(member);
    Service.until("recorded", () -> fsCli("conference " + room + " recording check").contains("+OK"));
  }

  private ReceivedRequest action(Caller caller) {
    return application.awaitRequest(request -> request.path().equals("/after") && request.parameter("CallUUID").equals(caller.callUuid()));
  }

  private static Duration length(ReceivedRequest record) {
    return Duration.ofMillis(Long.parseLong(record.parameter("RecordingDurationMs")));
  }

  private static void isAsLongAsTold(ReceivedRequest record, byte[] file, Duration tolerance) {
    assertThat(RecordedFile.length(file).toMillis()).isCloseTo(length(record).toMillis(), within(tolerance.toMillis()));
  }

  @Test
  void aRecordedConferenceIsTheApplicationsWhenItIsOver() {
    answers(Map.of(ANNA, recorded("weekly", "recordFileFormat=\"wav\" action=\"/after\""), BEN, conference("weekly", "action=\"/after\"")));
    Caller anna = enters(ANNA);
    Caller ben = enters(BEN);
    Hearing heard = anna.listens();
    ben.talks(Tone.VOICE);
    heard.listenUntil(heard.await(Tone.VOICE).from().plus(SECOND.multipliedBy(2)));
    ben.hangUp();
    ReceivedRequest whileItIsRecorded = action(ben);
    anna.hangUp();
    ReceivedRequest record = recorded(anna);
    byte[] file = file(record);
    assertThat(downloads.get(record.parameter("RecordingID")).headers().firstValue("content-type")).contains("audio/wav");
    isAsLongAsTold(record, file, Duration.ofMillis(100));
    assertThat(length(record)).isBetween(SECOND, SECOND.multipliedBy(15));
    assertThat(record.parameter("RecordUrl")).endsWith("/recordings/" + record.parameter("RecordingID") + ".wav");
    assertThat(record.parameter("RecordingDuration")).isEqualTo(Long.toString(Math.round(length(record).toMillis() / 1000.0)));
    assertThat(Long.parseLong(record.parameter("RecordingEndMs")) - Long.parseLong(record.parameter("RecordingStartMs")))
        .isGreaterThanOrEqualTo(length(record).toMillis() - 100);
    assertThat(record.parameter("Event")).isEqualTo("ConferenceRecordStart");
    assertThat(record.parameter("ConferenceUUID")).isEqualTo(entered(anna).parameter("ConferenceUUID"));
    for (ReceivedRequest action : List.of(whileItIsRecorded, action(anna))) {
      assertThat(action.parameter("RecordUrl")).isEqualTo(record.parameter("RecordUrl"));
      assertThat(action.parameter("RecordingID")).isEqualTo(record.parameter("RecordingID"));
    }
    if (isReal()) {
      Hearing inTheFile = RecordedFile.heard(file);
      assertThat(inTheFile.heard(Tone.VOICE)).as(inTheFile::toString).isNotEmpty();
      assertThat(inTheFile.heard(Tone.VOICE).stream().mapToLong(each -> each.length().toMillis()).sum()).as(inTheFile::toString).isGreaterThan(1500);
    }
  }

  @Test
  void mp3IsTheDefault() {
    answers(recorded("default"));
    Caller anna = enters(ANNA);
    Caller ben = enters(BEN);
    Hearing heard = anna.listens();
    ben.talks(Tone.VOICE);
    heard.listenUntil(heard.await(Tone.VOICE).from().plus(SECOND.multipliedBy(2)));
    anna.hangUp();
    ben.hangUp();
    ReceivedRequest record = recorded(anna);
    byte[] file = file(record);
    assertThat(record.parameter("RecordUrl")).endsWith(".mp3");
    assertThat(downloads.get(record.parameter("RecordingID")).headers().firstValue("content-type")).contains("audio/mpeg");
    isAsLongAsTold(record, file, Duration.ofMillis(300));
    if (isReal()) {
      Hearing inTheFile = RecordedFile.heard(file);
      assertThat(inTheFile.heard(Tone.VOICE)).as(inTheFile::toString).isNotEmpty();
    }
    assertThat(callbacksOf(anna)).containsOnlyOnce("record");
    assertThat(callbacksOf(ben)).doesNotContain("record");
  }

  @Test
  void theMusicOfOneWhoIsAloneIsNotRecorded() {
    application.on("/music.wav", "audio/wav", Tone.MUSIC.wav(SECOND.multipliedBy(4)));
    application.on("/music.xml", request -> response("<Play loop=\"0\">/music.wav</Play>"));
    answers(recorded("music", "recordFileFormat=\"wav\" waitSound=\"/music.xml\""));
    Caller anna = enters(ANNA);
    anna.awaitHears(Tone.MUSIC);
    Caller ben = enters(BEN);
    anna.awaitSilence();
    ben.talks(Tone.VOICE);
    anna.awaitHears(Tone.VOICE);
    ben.hangUp();
    exited(ben);
    Hearing alone = anna.listens();
    alone.listenUntil(alone.await(Tone.MUSIC).from().plus(SECOND.multipliedBy(2)));
    Caller cleo = enters(CLEO);
    cleo.talks(Tone.SECOND_VOICE);
    anna.awaitHears(Tone.SECOND_VOICE);
    Hearing together = anna.listens();
    together.listenUntil(SECOND);
    anna.hangUp();
    cleo.hangUp();
    ReceivedRequest record = recorded(anna);
    byte[] file = file(record);
    isAsLongAsTold(record, file, Duration.ofMillis(100));
    assertThat(Long.parseLong(record.parameter("RecordingEndMs")) - Long.parseLong(record.parameter("RecordingStartMs")))
        .as("the time alone is in no file").isGreaterThan(length(record).plus(SECOND.multipliedBy(2)).toMillis());
    if (isReal()) {
      Hearing inTheFile = RecordedFile.heard(file);
      assertThat(inTheFile.heard(Tone.MUSIC)).as(inTheFile::toString).isEmpty();
      assertThat(inTheFile.heard(Tone.VOICE)).as(inTheFile::toString).isNotEmpty();
      assertThat(inTheFile.heard(Tone.SECOND_VOICE)).as(inTheFile::toString).isNotEmpty();
    }
  }

  @Test
  void oneWhoIsAloneIsRecordedWhereTheElementSaysSo() {
    answers(recorded("alone", "recordFileFormat=\"wav\" recordWhenAlone=\"true\""));
    Caller anna = enters(ANNA);
    anna.talks(Tone.VOICE);
    Hearing passing = anna.listens();
    passing.listenUntil(SECOND.multipliedBy(2));
    anna.hangUp();
    ReceivedRequest record = recorded(anna);
    assertThat(length(record)).isGreaterThan(SECOND);
    if (isReal()) {
      Hearing inTheFile = RecordedFile.heard(file(record));
      assertThat(inTheFile.heard(Tone.VOICE)).as(inTheFile::toString).isNotEmpty();
    }
  }

  @Test
  void whoeverAsksHasItRecordedAndItWaitsForTheModerator() {
    answers(Map.of(ANNA, conference("moderated", "startConferenceOnEnter=\"false\""),
        BEN, recorded("moderated", "recordFileFormat=\"wav\" startConferenceOnEnter=\"false\""), CLEO, conference("moderated")));
    Caller anna = enters(ANNA);
    Caller ben = enters(BEN);
    assertThat(fsCli("conference " + roomOf(ben) + " recording check")).contains("not being recorded");
    enters(CLEO);
    isBeingRecorded(ben);
    box.hangUpAll();
    recorded(ben);
    assertThat(callbacksOf(anna)).doesNotContain("record");
  }

  @Test
  void theFirstWhoAsksDecidesTheFormatAndTheOtherIsWarnedOf() {
    answers(Map.of(ANNA, recorded("formats", "recordFileFormat=\"wav\""), BEN, recorded("formats", "recordFileFormat=\"mp3\"")));
    try (LogLines log = LogLines.open()) {
      Caller anna = enters(ANNA);
      Caller ben = enters(BEN);
      assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN call " + ben.callUuid() + ": recordFileFormat mp3 is not used"));
      isBeingRecorded(ben);
      box.hangUpAll();
      assertThat(recorded(anna).parameter("RecordUrl")).endsWith(".wav");
    }
  }

  @Test
  void aConferenceThatBeginsAnewGetsARecordingOfItsOwn() {
    answers(recorded("again", "action=\"/after\""));
    Caller anna = enters(ANNA);
    isBeingRecorded(enters(BEN));
    box.hangUpAll();
    ReceivedRequest firstRecord = recorded(anna);
    String first = firstRecord.parameter("RecordingID");
    Caller cleo = enters(CLEO);
    Caller dora = enters("4915100004");
    assertThat(roomOf(cleo)).isEqualTo(roomOf(dora));
    isBeingRecorded(dora);
    box.hangUpAll();
    String second = recorded(cleo).parameter("RecordingID");
    assertThat(second).isNotEqualTo(first);
    assertThat(action(dora).parameter("RecordingID")).isEqualTo(second);
    assertThat(downloaded(firstRecord).statusCode()).isEqualTo(200);
  }

  @Test
  void aConferenceThatNobodyWantsRecordedIsNot() {
    answers(conference("plain", "action=\"/after\""));
    Caller anna = enters(ANNA);
    Caller ben = enters(BEN);
    assertThat(fsCli("conference " + roomOf(ben) + " recording check")).contains("not being recorded");
    anna.hangUp();
    assertThat(action(anna).find("RecordUrl")).isEmpty();
  }

  @Test
  void whatIsStillBeingRecordedIsAnsweredWithLater() {
    answers(recorded("later", "action=\"/after\""));
    enters(ANNA);
    Caller ben = enters(BEN);
    Caller cleo = enters(CLEO);
    ben.hangUp();
    HttpResponse<byte[]> early = download(action(ben).parameter("RecordUrl"));
    assertThat(early.statusCode()).isEqualTo(202);
    assertThat(early.headers().firstValue("retry-after")).isPresent();
    assertThat(cleo.isUp()).isTrue();
  }
}
