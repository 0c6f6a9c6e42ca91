package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.http.HttpRequest;
import org.confab.recording.FoundFile;
import org.confab.testing.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said to FreeSWITCH, to the application and to operators of a room's recording. */
class RoomRecordingsTest {

  private static final String STARTED = "1795388747000000";
  private static final String STOPPED = "1795388757000000";

  private TestedBox box;

  @BeforeEach
  void open() {
    box = new TestedBox();
    answers("");
  }

  @AfterEach
  void close() {
    box.close();
  }

  private void answers(String attributes) {
    box.application = request -> TestedBox.replies(request, "<Response><Conference record=\"true\" " + attributes
        + " callbackUrl=\"http://app/callback\" action=\"http://app/after\">x</Conference></Response>");
  }

  private String enters(String uuid) {
    box.parks(uuid, "5");
    String room = TestedBox.room(box.awaitChain(uuid, 1));
    box.maintenance(uuid, "add-member", room, Map.of("Member-ID", Integer.toString(uuid.charAt(0))));
    return room;
  }

  private String twoEnter() {
    enters("a");
    return enters("b");
  }

  private List<String> commands() {
    return box.lines().stream().filter(line -> line.contains(" recording ")).map(line -> line.replaceFirst("confab-\\S+", "K")
        .replaceFirst("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")).toList();
  }

  private String path() {
    String line = box.lines().stream().filter(each -> each.contains(" recording start ")).findFirst().orElseThrow();
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  private void recorder(String room, String action, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Path", path());
    box.maintenance("", action, room, headers);
  }

  private HttpRequest told(String action) {
    return box.requests("/callback").stream().filter(request -> action.equals(request.parameters().get("ConferenceAction"))).findFirst().orElseThrow();
  }

  @Test
  void freeSwitchIsToldToRecordPauseAndGoOn() {
    String room = twoEnter();
    assertThat(commands()).containsExactly("bgapi conference K recording start /recordings/ID.mp3");
    recorder(room, "start-recording", Map.of("Event-Date-Timestamp", STARTED));
    box.maintenance("b", "del-member", room, Map.of());
    assertThat(commands()).endsWith("bgapi conference K recording pause /recordings/ID.mp3");
    enters("c");
    assertThat(commands()).endsWith("bgapi conference K recording resume /recordings/ID.mp3").hasSize(3);
  }

  @Test
  void theApplicationIsToldWhenTheFileIsClosedAndTheTextIsAskedFor() {
    answers("transcriptionUrl=\"http://app/text\"");
    String room = twoEnter();
    recorder(room, "start-recording", Map.of("Event-Date-Timestamp", STARTED));
    recorder(room, "stop-recording", Map.of("Event-Date-Timestamp", STOPPED, "Milliseconds-Elapsed", "9500"));
    assertThat(told("record").parameters()).containsEntry("CallUUID", "a").containsEntry("RecordingDurationMs", "9500")
        .containsEntry("RecordingDuration", "10").containsEntry("RecordingStartMs", "1795388747000").containsEntry("RecordingEndMs", "1795388757000")
        .containsEntry("RecordUrl", "http://confab" + path());
    assertThat(box.recordings.told).containsExactly("began mp3", "ended 9500");
    assertThat(box.transcripts).containsExactly(path() + " 9500");
    recorder(room, "stop-recording", Map.of("Event-Date-Timestamp", STOPPED, "Milliseconds-Elapsed", "9500"));
    assertThat(box.conferenceActions().stream().filter("record"::equals)).hasSize(1);
  }

  @Test
  void aFileThatFreeSwitchCannotWriteIsLoggedWithItsPathAndToldToNobody() {
    String room = twoEnter();
    try (LogLines log = LogLines.open()) {
      recorder(room, "start-recording", Map.of("Event-Date-Timestamp", STARTED, "Error", "File could not be opened for recording"));
      assertThat(log.lines()).singleElement().asString().startsWith("ERROR").contains(path(), "FreeSWITCH's user");
    }
    recorder(room, "stop-recording", Map.of("Event-Date-Timestamp", STOPPED, "Milliseconds-Elapsed", "0"));
    box.hangsUp("b");
    assertThat(box.conferenceActions()).doesNotContain("record");
    assertThat(box.requests("/after").get(0).parameters()).doesNotContainKey("RecordUrl");
    assertThat(box.recordings.told).containsExactly("began mp3", "failed");
  }

  @Test
  void whereNothingMayBeRecordedTheCallsGoOnAndTheOperatorIsTold() {
    box.recordings.refusal = Optional.of("3 MB are free");
    try (LogLines log = LogLines.open()) {
      twoEnter();
      assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR")).containsExactly("ERROR The conference 'x' is not recorded: 3 MB are free.");
    }
    assertThat(commands()).isEmpty();
    box.hangsUp("b");
    assertThat(box.requests("/after").get(0).parameters()).doesNotContainKey("RecordUrl");
    assertThat(box.conferenceActions()).containsExactly("enter", "enter", "exit");
  }

  @Test
  void withoutModShoutItIsWavAndRecordUrlSaysSo() {
    box.modules = "false";
    try (LogLines log = LogLines.open()) {
      box.disconnects();
      box.reconnects();
      assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN FreeSWITCH has not loaded mod_shout: recordings are wav"));
    }
    twoEnter();
    assertThat(commands()).containsExactly("bgapi conference K recording start /recordings/ID.wav");
    box.hangsUp("b");
    assertThat(box.requests("/after").get(0).parameters().get("RecordUrl")).endsWith(".wav");
  }

  @Test
  void aRecordingThatEndedUnseenIsToldAsItsFileSays() {
    String room = twoEnter();
    recorder(room, "start-recording", Map.of("Event-Date-Timestamp", STARTED));
    Instant written = box.clock.now().minusSeconds(3);
    box.recordings.found = Optional.of(new FoundFile(Path.of(path()), 1000, Duration.ofMillis(4200), written));
    box.hangsUp("a");
    box.hangsUp("b");
    box.maintenance("", "conference-destroy", room, Map.of());
    advancesToTheLook();
    assertThat(told("record").parameters()).containsEntry("RecordingDurationMs", "4200").containsEntry("RecordingEndMs", "" + written.toEpochMilli())
        .containsEntry("CallUUID", "a");
  }

  private String endsUnseen() {
    String room = twoEnter();
    recorder(room, "start-recording", Map.of("Event-Date-Timestamp", STARTED));
    box.hangsUp("a");
    box.hangsUp("b");
    box.maintenance("", "conference-destroy", room, Map.of());
    return path();
  }

  private long toldRecords() {
    return box.conferenceActions().stream().filter("record"::equals).count();
  }

  @Test
  void oneThatIsBeingLookedForWhenConfabIsStoppedIsToldByTheNext() {
    Promise<Optional<FoundFile>> looked = Promise.promise();
    box.recordings.looking = looked::future;
    String path = endsUnseen();
    advancesToTheLook();
    box.stops();
    box.loop.run(() -> looked.complete(Optional.of(new FoundFile(Path.of(path), 1000, Duration.ofMillis(4200), box.clock.now()))));
    assertThat(toldRecords()).isZero();
    TestedBox next = box.killed();
    box = next;
    box.recordings.found = Optional.of(new FoundFile(Path.of(path), 1000, Duration.ofMillis(4200), box.clock.now()));
    box.takesUp();
    box.connects();
    advancesToTheLook();
    assertThat(told("record").parameters()).containsEntry("RecordUrl", "http://confab" + path);
    assertThat(toldRecords()).isOne();
  }

  @Test
  void oneThatWasNotToldYetIsNotWrittenOverByTheNextConferenceOfThatName() {
    box.recordings.looking = () -> Future.failedFuture("no right to read it");
    String path = endsUnseen();
    advancesToTheLook();
    box = box.killed();
    box.recordings.looking = () -> Future.failedFuture("no right to read it");
    box.takesUp();
    box.connects();
    answers("");
    enters("c");
    enters("d");
    assertThat(path()).isNotEqualTo(path);
  }

  @Test
  void oneThatCannotBeLookedAtIsToldWhenItCan() {
    box.recordings.looking = () -> Future.failedFuture("no right to read it");
    String path = endsUnseen();
    advancesToTheLook();
    box.recordings.looking = () -> Future.succeededFuture(Optional.of(new FoundFile(Path.of(path), 1000, Duration.ofMillis(4200), box.clock.now())));
    assertThat(toldRecords()).isZero();
    box.advance(Duration.ofMinutes(1));
    box.advance(Duration.ofMinutes(5));
    assertThat(toldRecords()).isOne();
    assertThat(told("record").parameters()).containsEntry("RecordingDurationMs", "4200");
  }

  /** mod_conference takes a room from its list first, and closes the file then (mod_conference.c, conference_thread_run). */
  @Test
  void oneThatFreeSwitchIsClosingIsToldAsItsEndSaysAndNotBefore() {
    String room = twoEnter();
    recorder(room, "start-recording", Map.of("Event-Date-Timestamp", STARTED));
    box.recordings.found = Optional.of(new FoundFile(Path.of(path()), 1000, Duration.ofMillis(4200), box.clock.now()));
    box.hangsUp("a");
    box.hangsUp("b");
    box.maintenance("", "conference-destroy", room, Map.of());
    assertThat(toldRecords()).isZero();
    recorder(room, "stop-recording", Map.of("Event-Date-Timestamp", STOPPED, "Milliseconds-Elapsed", "9500"));
    advancesToTheLook();
    assertThat(toldRecords()).isOne();
    assertThat(told("record").parameters()).containsEntry("RecordingDurationMs", "9500").containsEntry("RecordingStartMs", "1795388747000")
        .containsEntry("RecordingEndMs", "1795388757000");
  }

  /** FreeSWITCH divides by whole thousands of the rate (conference_record.c). */
  @Test
  void itsLengthIsRightAtEveryRateThatARoomMayHave() {
    String room = twoEnter();
    recorder(room, "start-recording", Map.of("Event-Date-Timestamp", STARTED));
    recorder(room, "stop-recording", Map.of("Event-Date-Timestamp", STOPPED, "Samples-Out", "2646000", "Samplerate", "44100", "Milliseconds-Elapsed",
        "60136"));
    assertThat(told("record").parameters()).containsEntry("RecordingDurationMs", "60000");
  }

  private void advancesToTheLook() {
    box.advance(Duration.ofSeconds(10));
  }
}
