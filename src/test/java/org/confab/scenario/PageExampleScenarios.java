package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.confab.testing.Caller;
import org.confab.testing.Hearing;
import org.confab.testing.LogLines;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.confab.testing.Tone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The examples of Plivo's page on Conference: the documents are the demo's files, to the letter but for their
 * host. Each does what its section on the page says, by ear where there is something to be heard, and without a warning in the log.
 */
class PageExampleScenarios extends Scenario {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String ANNA = "4915100001";
  private static final String BEN = "4915100002";
  private static final String MIA = "4915100003";

  private Optional<LogLines> log = Optional.empty();

  PageExampleScenarios(Switch box) {
    super(box);
  }

  @BeforeEach
  void opensTheLog() {
    log = Optional.of(LogLines.open());
  }

  @AfterEach
  void nothingWasWarnedOf() {
    log.ifPresent(open -> { // none where the test was skipped
      open.close();
      assertThat(open.lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
    });
  }

  /** The page's document, with this test's application in place of its host. */
  private String page(String example) {
    try (InputStream file = getClass().getResourceAsStream("/org/confab/demo/examples/" + example + ".xml")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("https://example.com", application.url(""));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void answersPage(Map<String, String> exampleByCaller) {
    Map<String, String> documents = new HashMap<>();
    exampleByCaller.forEach((caller, example) -> documents.put(caller, page(example)));
    application.on("/answer", request -> documents.get(request.parameter("From")));
  }

  /** Calls, and waits until the call is in its conference. */
  private Caller joins(String from) {
    Caller caller = box.call(from);
    caller.awaitConference();
    return caller;
  }

  private void sound(String path, Tone tone, Duration length) {
    application.on(path, request -> response("<Play>" + application.url(path + ".wav") + "</Play>"));
    application.on(path + ".wav", "audio/wav", tone.wav(length));
  }

  @Test
  void basicUsage() {
    answersPage(Map.of(ANNA, "basic", BEN, "basic"));
    Caller anna = joins(ANNA);
    Caller ben = joins(BEN);
    assertThat(roomOf(ben)).isEqualTo(roomOf(anna));
    Hearing heardByAnna = anna.listens();
    Hearing heardByBen = ben.listens();
    anna.talks(Tone.VOICE);
    ben.talks(Tone.SECOND_VOICE);
    heardByBen.await(Tone.VOICE);
    heardByAnna.await(Tone.SECOND_VOICE);
  }

  @Test
  void joinMuted() {
    answersPage(Map.of(ANNA, "basic", BEN, "muted", MIA, "basic"));
    Caller anna = joins(ANNA);
    Caller ben = joins(BEN);
    Caller mia = joins(MIA);
    assertThat(roomOf(ben)).isEqualTo(roomOf(anna));
    Hearing heardByAnna = anna.listens();
    ben.talks(Tone.SECOND_VOICE);
    mia.talks(Tone.VOICE);
    ben.awaitHears(Tone.VOICE);
    heardByAnna.listenUntil(heardByAnna.await(Tone.VOICE).from().plus(SECOND));
    assertThat(heardByAnna.heard(Tone.SECOND_VOICE)).as(heardByAnna::toString).isEmpty();
  }

  @Test
  void entryAndExitSounds() {
    answersPage(Map.of(ANNA, "beeps", BEN, "beeps"));
    Caller anna = joins(ANNA);
    Hearing heard = anna.listens();
    Caller ben = joins(BEN);
    Duration entry = heard.awaitEnd(Tone.BEEP, Duration.ZERO).until();
    Duration quiet = heard.awaitSilence(entry, SECOND);
    assertThat(heard.heard(Tone.BEEP)).as(heard::toString).hasSize(1);
    ben.hangUp();
    Duration first = heard.awaitEnd(Tone.BEEP, quiet.plus(SECOND)).until();
    Duration second = heard.awaitEnd(Tone.BEEP, first).until();
    heard.awaitSilence(second, SECOND);
    assertThat(heard.heard(Tone.BEEP)).as(heard::toString).hasSize(3);
    assertThat(anna.isUp()).isTrue();
  }

  @Test
  void entrySoundOfAUrl() {
    answersPage(Map.of(ANNA, "enter-sound", BEN, "enter-sound"));
    sound("/join-sound.xml", Tone.ENTER, SECOND);
    Caller anna = joins(ANNA);
    Hearing heard = anna.listens();
    joins(BEN);
    heard.awaitEnd(Tone.ENTER, Duration.ZERO);
    assertThat(heard.heard(Tone.ENTER)).as(heard::toString).singleElement()
        .satisfies(once -> assertThat(once.length()).isCloseTo(SECOND, Duration.ofMillis(200)));
    ReceivedRequest request = application.awaitRequest("/join-sound.xml");
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.parameter("ConferenceAction")).isEqualTo("enterSound");
    assertThat(request.parameter("ConferenceName")).isEqualTo("my-conference-room");
  }

  @Test
  void moderatedConference() {
    answersPage(Map.of(ANNA, "moderated-participant", BEN, "moderated-participant", MIA, "moderated-moderator"));
    sound("/hold-music.xml", Tone.MUSIC, SECOND.multipliedBy(3));
    Caller anna = box.call(ANNA);
    Hearing heardByAnna = anna.listens();
    anna.awaitConference();
    Caller ben = box.call(BEN);
    Hearing heardByBen = ben.listens();
    ben.awaitConference();
    Duration begun = heardByAnna.await(Tone.MUSIC).from();
    assertThat(begun).as(heardByAnna::toString).isLessThan(Hearing.LATE);
    Duration begunForBen = heardByBen.await(Tone.MUSIC).from();
    assertThat(begunForBen).as(heardByBen::toString).isLessThan(Hearing.LATE);
    heardByBen.listenUntil(begunForBen.plus(SECOND.multipliedBy(3)));
    Duration before = heardByAnna.now();
    Caller mia = joins(MIA);
    Duration started = heardByAnna.now();
    assertThat(roomOf(mia)).isEqualTo(roomOf(anna)).isEqualTo(roomOf(ben));
    assertThat(heardByAnna.awaitSilence(begun, SECOND)).as(heardByAnna::toString).isBetween(before, started.plus(Hearing.LATE));
    mia.talks(Tone.VOICE);
    heardByAnna.await(Tone.VOICE);
    heardByBen.await(Tone.VOICE, heardByBen.now());
    mia.hangUp();
    assertThat(anna.awaitHangUp()).isEqualTo("NORMAL_CLEARING");
    assertThat(ben.awaitHangUp()).isEqualTo("NORMAL_CLEARING");
  }

  @Test
  void exitWithActionUrl() {
    answersPage(Map.of(ANNA, "exit-action", BEN, "exit-action"));
    application.on("/conference-ended/", request -> response("<Wait length=\"1\"/><Hangup/>"));
    Caller anna = joins(ANNA);
    Caller ben = joins(BEN);
    String room = roomOf(anna);
    anna.press("*");
    ReceivedRequest action = application.awaitRequest("/conference-ended/");
    assertThat(action.method()).isEqualTo("POST");
    assertThat(action.parameter("ConferenceName")).isEqualTo("my-conference");
    assertThat(action.parameter("ConferenceUUID")).isNotEmpty();
    assertThat(action.parameter("ConferenceMemberID")).matches("[0-9]+");
    assertThat(action.parameter("CallUUID")).isEqualTo(anna.callUuid());
    assertThat(action.parameter("CallStatus")).isEqualTo("in-progress");
    assertSigned(action, "first-token");
    anna.awaitHangUp();
    assertThat(anna.positions()).containsSubsequence("conference " + room, "playback silence_stream://1000");
    assertThat(ben.position()).isEqualTo("conference " + room);
    assertThat(application.requests("/conference-ended/")).hasSize(1);
  }

  @Test
  void bridgeTwoCallers() {
    answersPage(Map.of(ANNA, "bridge-first", BEN, "bridge-second"));
    sound("/hold.xml", Tone.MUSIC, SECOND.multipliedBy(2));
    Caller anna = joins(ANNA);
    Hearing heardByAnna = anna.listens();
    Duration music = heardByAnna.await(Tone.MUSIC).from();
    heardByAnna.listenUntil(music.plus(SECOND.multipliedBy(3)));
    assertThat(heardByAnna.longestGap(Tone.MUSIC, music, heardByAnna.now())).as(heardByAnna::toString).isLessThan(SECOND);
    Caller ben = box.call(BEN);
    Hearing heardByBen = ben.listens();
    ben.awaitConference();
    Duration met = heardByAnna.now();
    assertThat(roomOf(ben)).isEqualTo(roomOf(anna));
    assertThat(heardByAnna.awaitSilence(music, SECOND)).as(heardByAnna::toString).isLessThan(met.plus(Hearing.LATE));
    anna.talks(Tone.VOICE);
    ben.talks(Tone.SECOND_VOICE);
    heardByBen.await(Tone.VOICE);
    heardByAnna.await(Tone.SECOND_VOICE);
    assertThat(heardByBen.heard(Tone.MUSIC)).as(heardByBen::toString).isEmpty();
  }

  @Test
  void recordConference() {
    answersPage(Map.of(ANNA, "record", BEN, "record"));
    Caller anna = joins(ANNA);
    Caller ben = joins(BEN);
    Service.until("recorded", () -> fsCli("conference " + roomOf(anna) + " recording check").contains(".mp3"));
    ben.talks(Tone.VOICE);
    anna.awaitHears(Tone.VOICE);
    anna.hangUp();
    ben.hangUp();
    ReceivedRequest record = application.awaitCallback("/recording-ready/", "record", anna.callUuid());
    assertThat(record.parameter("RecordUrl")).endsWith(record.parameter("RecordingID") + ".mp3");
    assertThat(Long.parseLong(record.parameter("RecordingDurationMs"))).isPositive();
  }
}
