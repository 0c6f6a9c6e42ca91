package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.sound.Sound;
import org.confab.testing.FakeEventSocket.Received;
import org.confab.testing.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a room is given to play, and when. */
class RoomSoundsTest {

  private static final String WAITING = "<Conference startConferenceOnEnter=\"false\" waitSound=\"http://app/wait\">x</Conference>";

  private TestedBox box;

  @BeforeEach
  void open() {
    box = new TestedBox();
  }

  @AfterEach
  void close() {
    box.close();
  }

  private void answers(String elements) {
    box.application = request -> reply(request, elements);
  }

  private static Future<HttpReply> reply(HttpRequest request, String elements) {
    return TestedBox.replies(request, "<Response>" + (request.url().getPath().equals("/answer") ? elements : "<Play>http://app/s.wav</Play>") + "</Response>");
  }

  private String enters(String uuid) {
    String room = TestedBox.room(box.awaitChain(uuid, 1));
    box.maintenance(uuid, "add-member", room, Map.of("Member-ID", Integer.toString(uuid.charAt(0))));
    return room;
  }

  private List<String> roomCommands() {
    return box.lines().stream().filter(line -> line.startsWith("bgapi conference confab-") && !line.matches(".* (json_list compact|play_status)")).map(line -> line.replaceFirst("confab-\\S+", "K")).toList();
  }

  private String variables(String uuid) {
    return box.lines().stream().filter(line -> line.startsWith("api uuid_setvar_multi " + uuid)).reduce((one, two) -> two).orElse("");
  }

  @Test
  void theWaitSoundComesWithTheCallThatCreatesTheRoom() {
    answers(WAITING);
    box.parks("a", "5");
    enters("a");
    assertThat(variables("a")).contains("conference_moh_sound={loops=inf}/sounds/heard.wav");
    assertThat(roomCommands()).isEmpty();
  }

  @Test
  void theSoundDocumentIsRequestedAsPlivoDoes() {
    answers(WAITING);
    box.parks("a", "5");
    box.awaitChain("a", 1);
    HttpRequest request = box.requests("/wait").get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.parameters()).containsEntry("Event", "ConferenceRemoteSounds").containsEntry("ConferenceAction", "waitSound")
        .containsEntry("ConferenceName", "x").containsEntry("ConferenceMemberID", "").containsEntry("ConferenceUUID", "").containsEntry("CallUUID", "a");
  }

  @Test
  void theJoinWaitsOneSecondForItAndNoLonger() {
    answers(WAITING);
    Promise<Optional<Sound>> late = Promise.promise();
    box.rendering = script -> late.future();
    box.parks("a", "5");
    box.advance(Duration.ofMillis(999));
    assertThat(box.chains("a")).isEmpty();
    box.advance(Duration.ofMillis(1));
    enters("a");
    assertThat(variables("a")).contains("conference_moh_sound=;").doesNotContain("heard");
    box.loop.run(() -> late.complete(Optional.of(new Sound(Path.of("/sounds/late.wav"), Duration.ofSeconds(1)))));
    box.settle();
    assertThat(roomCommands()).containsExactly("bgapi conference K moh {loops=inf}/sounds/late.wav");
  }

  @Test
  void aCallerWhoHangsUpMeanwhileIsNotSentIn() {
    answers(WAITING);
    Promise<Optional<Sound>> late = Promise.promise();
    box.rendering = script -> late.future();
    box.parks("a", "5");
    box.hangsUp("a");
    box.loop.run(() -> late.complete(Optional.empty()));
    box.advance(Duration.ofSeconds(2));
    assertThat(box.chains("a")).isEmpty();
    assertThat(box.requests("/hangup")).hasSize(1);
  }

  @Test
  void aSoundThatFreeSwitchCannotReadIsNotUsedAndSaidSo() {
    answers(WAITING);
    box.rendering = script -> Future.succeededFuture(Optional.of(new Sound(Path.of("/elsewhere/x.wav"), Duration.ofSeconds(1))));
    try (LogLines log = LogLines.open()) {
      box.parks("a", "5");
      enters("a");
      assertThat(log.lines().stream().filter(line -> line.contains("not heard"))).singleElement().asString().contains("/elsewhere/x.wav", "sounds.directory");
    }
    assertThat(variables("a")).doesNotContain("elsewhere");
  }

  @Test
  void aDeadSoundUrlLeavesTheCallAlone() {
    box.application = request -> request.url().getPath().equals("/wait") ? Future.failedFuture("no route to host") : reply(request, WAITING);
    try (LogLines log = LogLines.open()) {
      box.parks("a", "5");
      enters("a");
      assertThat(log.lines().stream().filter(line -> line.contains("not heard"))).singleElement().asString().contains("waitSound is not heard: no route to host");
    }
  }

  @Test
  void beepsArePlayedToTheRoomAfterEntryAndExit() {
    answers("<Conference enterSound=\"beep:1\" exitSound=\"beep:2\">x</Conference>");
    box.parks("a", "5");
    enters("a");
    assertThat(roomCommands()).isEmpty();
    box.parks("b", "6");
    String room = enters("b");
    assertThat(roomCommands()).containsExactly("bgapi conference K play tone_stream://%(300,200,700)");
    box.maintenance("b", "del-member", room, Map.of("Answer-State", "hangup"));
    box.settle();
    assertThat(roomCommands()).endsWith("bgapi conference K play tone_stream://L=2;%(300,200,700)");
  }

  @Test
  void anEnterSoundIsAskedForBeforeTheEntryAndAnExitSoundAfterTheExit() {
    answers("<Conference enterSound=\"http://app/in\" exitSound=\"http://app/out\">x</Conference>");
    box.parks("a", "5");
    String room = enters("a");
    box.parks("b", "6");
    enters("b");
    assertThat(box.requests("/in")).hasSize(2);
    assertThat(box.requests("/out")).isEmpty();
    box.maintenance("b", "del-member", room, Map.of("Answer-State", "hangup"));
    box.hangsUp("b");
    assertThat(box.requests("/out")).hasSize(1);
    assertThat(box.requests("/out").get(0).parameters()).containsEntry("ConferenceAction", "exitSound").containsEntry("CallUUID", "b");
    assertThat(roomCommands()).containsExactly("bgapi conference K play /sounds/heard.wav", "bgapi conference K play /sounds/heard.wav");
  }

  @Test
  void anEnterSoundThatComesTooLateIsNotPlayed() {
    answers("<Conference enterSound=\"http://app/in\">x</Conference>");
    Promise<Optional<Sound>> late = Promise.promise();
    box.parks("a", "5");
    enters("a");
    box.rendering = script -> late.future();
    box.parks("b", "6");
    enters("b");
    box.advance(Duration.ofSeconds(6));
    box.loop.run(() -> late.complete(Optional.of(new Sound(Path.of("/sounds/late.wav"), Duration.ofSeconds(1)))));
    box.settle();
    assertThat(roomCommands()).isEmpty();
  }

  @Test
  void relayedKeysOfOnePresserGoOutOneAfterTheOther() {
    answers("<Conference digitsMatch=\"99\" callbackUrl=\"http://app/callback\">x</Conference>");
    box.parks("a", "5");
    enters("a");
    box.parks("b", "6");
    enters("b");
    for (char key : "1299".toCharArray()) {
      box.event("a", "DTMF", Map.of("DTMF-Digit", Character.toString(key)));
    }
    assertThat(roomCommands()).containsExactly("bgapi conference K dtmf 98 1", "bgapi conference K dtmf 98 2");
    assertThat(box.requests("/callback").stream().map(each -> each.parameters().get("ConferenceDigitsMatch")).filter(each -> each != null))
        .containsExactly("99");
  }

  /** Two members, the first of whom presses keys; FreeSWITCH takes its time over the first command to the second, whose job this is. */
  private String relaysSlowly() {
    answers("<Conference digitsMatch=\"99\">x</Conference>");
    box.parks("a", "5");
    enters("a");
    box.parks("b", "6");
    enters("b");
    List<String> held = new CopyOnWriteArrayList<>();
    box.server.onCommand((peer, command) -> {
      if (held.isEmpty() && command.line().contains(" dtmf ")) {
        held.add(command.headers().get("job-uuid"));
        box.server.answer(peer, command);
      } else {
        box.command(peer, command);
      }
    });
    press("1");
    box.awaitCommand(it -> it.line().contains(" dtmf "));
    return held.get(0);
  }

  private void press(String keys) {
    for (char key : keys.toCharArray()) {
      box.event("a", "DTMF", Map.of("DTMF-Digit", Character.toString(key)), false);
    }
    box.settle();
  }

  @Test
  void relayedKeysThatWaitForThoseBeforeThemGoOutTogether() {
    String job = relaysSlowly();
    press("2345");
    assertThat(roomCommands()).containsExactly("bgapi conference K dtmf 98 1");
    box.event("a", "BACKGROUND_JOB", Map.of("Job-UUID", job));
    assertThat(roomCommands()).containsExactly("bgapi conference K dtmf 98 1", "bgapi conference K dtmf 98 2345");
    press("6");
    assertThat(roomCommands()).endsWith("bgapi conference K dtmf 98 6");
  }

  @Test
  void ofAFloodOfKeysWithWhichFreeSwitchDoesNotKeepUpSomeAreNotRelayedAndThatIsSaidOnce() {
    String job = relaysSlowly();
    try (LogLines log = LogLines.open()) {
      press("12345678".repeat(150));
      box.event("a", "BACKGROUND_JOB", Map.of("Job-UUID", job));
      box.awaitCommand(it -> roomCommands().size() == 11);
      box.settle();
      List<String> relayed = roomCommands().stream().map(line -> line.substring(line.lastIndexOf(' ') + 1)).toList();
      assertThat(relayed.subList(1, relayed.size())).allMatch(keys -> keys.length() == 100);
      assertThat(String.join("", relayed)).isEqualTo("1" + "12345678".repeat(125));
      assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN")).singleElement().asString().contains("call a").doesNotContain("12345678");
    }
  }

  @Test
  void whoHoldsUsIsMutedUntilHeIsBack() {
    answers("<Conference>x</Conference>");
    box.parks("a", "5");
    enters("a");
    box.event("a", "CHANNEL_HOLD", Map.of());
    box.event("a", "CHANNEL_UNHOLD", Map.of());
    assertThat(roomCommands()).containsExactly("bgapi conference K mute 97 quiet", "bgapi conference K unmute 97 quiet");
  }

  @Test
  void aHoldThatEndedWhileTheConnectionWasLostIsSeenAfterIt() {
    answers("<Conference>x</Conference>");
    box.parks("a", "5");
    String room = enters("a");
    box.event("a", "CHANNEL_HOLD", Map.of());
    box.disconnects();
    box.channels.get("a").put("Channel-Call-State", "ACTIVE");
    box.rooms = "[{\"conference_name\":\"" + room + "\",\"conference_uuid\":\"uuid of " + room + "\",\"members\":[{\"uuid\":\"a\",\"id\":97}]}]";
    box.reconnects();
    box.settle();
    assertThat(roomCommands()).contains("bgapi conference K unmute 97 quiet");
  }

  private void aMinutePasses() {
    for (int i = 0; i < 60; i++) {
      box.advance(Duration.ofSeconds(1));
      box.heartbeat();
    }
  }

  @Test
  void theMusicOfARoomIsKeptForAsLongAsThereIsTheRoom() {
    answers(WAITING);
    box.parks("a", "5");
    String room = enters("a");
    box.rooms = "[{\"conference_name\":\"" + room + "\",\"conference_uuid\":\"uuid of " + room + "\",\"members\":[{\"uuid\":\"a\",\"id\":97}]}]";
    aMinutePasses();
    box.stillPlaying.clear();
    aMinutePasses();
    assertThat(box.stillPlaying).isNotEmpty().containsOnly(Path.of("/sounds/heard.wav"));
    box.maintenance("a", "del-member", room, Map.of("Answer-State", "hangup"));
    box.hangsUp("a");
    box.maintenance("a", "conference-destroy", room, Map.of());
    box.stillPlaying.clear();
    aMinutePasses();
    assertThat(box.stillPlaying).isEmpty();
  }

  @Test
  void aSoundThatIsRepeatedIsKeptUntilItIsOver() {
    answers("<Play loop=\"0\">http://app/music.mp3</Play>");
    box.parks("a", "5");
    var chain = box.awaitChain("a", 1);
    aMinutePasses();
    assertThat(box.stillPlaying).isNotEmpty().containsOnly(Path.of("/sounds/heard.wav"));
    box.chainEnds(chain, true, Map.of());
    box.stillPlaying.clear();
    aMinutePasses();
    assertThat(box.stillPlaying).isEmpty();
  }

  @Test
  void theFloorIsToldToWhoAskedForIt() {
    answers("<Conference floorEvent=\"true\" callbackUrl=\"http://app/callback\">x</Conference>");
    box.parks("a", "5");
    String room = enters("a");
    box.maintenance("a", "floor-change", room, Map.of("Speak", "true", "New-ID", "97"));
    box.settle();
    assertThat(box.conferenceActions()).containsExactly("enter", "floor");
  }
}
