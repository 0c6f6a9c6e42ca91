package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What mod_conference tells of who talks, holds and is sent keys: the same on both switches. */
@OnEverySwitch
class RoomEventTest {

  private final Switch box;
  private Lab lab;

  RoomEventTest(Switch box) {
    this.box = box;
  }

  @BeforeEach
  void opens() {
    lab = new Lab(box);
  }

  @AfterEach
  void everybodyHangsUp() {
    box.hangUpAll();
    Optional.ofNullable(lab).ifPresent(Lab::close); // none where the test was skipped
  }

  @Test
  void theFloorGoesFromASilentHolderToATalkerAndNotFromOneWhoTalks() {
    Caller alice = lab.answered("491751");
    Caller bob = lab.answered("491752");
    String room = lab.room(alice);
    lab.join(alice, room, "moderator");
    awaitFloor(alice);
    lab.join(bob, room, "moderator");
    bob.talks(Tone.SECOND_VOICE);
    assertThat(awaitFloor(bob)).containsEntry("Speak", "true").containsEntry("Talking", "true")
        .containsEntry("Old-ID", lab.member(alice)).containsEntry("New-ID", lab.member(bob)).containsEntry("Floor", "true");
    alice.talks(Tone.VOICE);
    awaitTalk("start-talking", alice);
    bob.listens().await(Tone.VOICE);
    bob.fallsSilent();
    awaitTalk("stop-talking", bob);
    alice.fallsSilent();
    awaitTalk("stop-talking", alice);
    assertThat(story(alice)).containsExactly("conference-create", "add-member 491751", "floor-change 491751", "add-member 491752",
        "start-talking 491752", "floor-change 491752", "start-talking 491751", "stop-talking 491752", "floor-change 491751",
        "stop-talking 491751");
  }

  @Test
  void aTalkerWhoIsMutedTalksNoLongerAndAgainWhenHeMay() {
    Caller alice = lab.answered("491753");
    Caller bob = lab.answered("491754");
    String room = lab.room(alice);
    lab.join(alice, room, "moderator");
    awaitFloor(alice);
    lab.join(bob, room, "moderator|mute");
    bob.talks(Tone.SECOND_VOICE);
    alice.talks(Tone.VOICE);
    awaitTalk("start-talking", alice);
    assertThat(lab.api("conference " + room + " mute " + lab.member(alice) + " quiet")).isEqualTo("+OK mute " + lab.member(alice));
    assertThat(lab.api("conference " + room + " unmute " + lab.member(bob) + " quiet")).isEqualTo("+OK unmute " + lab.member(bob));
    assertThat(awaitFloor(bob)).containsEntry("Speak", "true");
    assertThat(lab.awaitAction("mute-member")).containsEntry("Speak", "false").containsEntry("Talking", "false");
    assertThat(story(alice)).containsExactly("conference-create", "add-member 491753", "floor-change 491753", "add-member 491754",
        "start-talking 491753", "mute-member 491753", "unmute-member 491754", "start-talking 491754", "floor-change 491754");
  }

  @Test
  void aHolderWhoHoldsTheCallIsHeardByNobodyAndStopsTalking() {
    Caller alice = lab.answered("491755");
    Caller bob = lab.answered("491756");
    String room = lab.room(alice);
    lab.join(alice, room, "moderator");
    awaitFloor(alice);
    lab.join(bob, room, "moderator");
    Hearing hearing = bob.listens();
    alice.talks(Tone.VOICE);
    hearing.await(Tone.VOICE);
    alice.hold();
    awaitEvent("CHANNEL_HOLD", alice);
    Duration held = hearing.now();
    hearing.awaitSilence(held, Duration.ofSeconds(1));
    awaitTalk("stop-talking", alice);
    alice.unhold();
    awaitEvent("CHANNEL_UNHOLD", alice);
    hearing.await(Tone.VOICE, hearing.now());
    assertThat(story(alice)).containsExactly("conference-create", "add-member 491755", "floor-change 491755", "add-member 491756",
        "start-talking 491755", "CHANNEL_HOLD 491755", "stop-talking 491755", "CHANNEL_UNHOLD 491755", "start-talking 491755");
  }

  @Test
  void keysAreSentToOneMemberOrToAllAndTheEventTellsWhich() {
    Caller alice = lab.answered("491757");
    Caller bob = lab.answered("491758");
    String room = lab.room(alice);
    lab.join(alice, room, "moderator");
    lab.join(bob, room, "moderator");
    assertThat(lab.api("conference " + room + " dtmf " + lab.member(bob) + " 12#"))
        .isEqualTo("+OK sent 12# to " + lab.member(bob));
    bob.awaitReceives("12#");
    assertThat(lab.awaitAction("dtmf-member")).containsEntry("Digits", "12#").containsEntry("Member-ID", lab.member(bob));
    lab.api("conference " + room + " dtmf all 9");
    bob.awaitReceives("12#9");
    alice.awaitReceives("9");
    assertThat(lab.api("conference " + room + " dtmf " + lab.member(bob))).isEqualTo("-ERR Invalid input!");
  }

  @Test
  void keysOfAMemberWithDistDtmfReachTheOthersAndNotHimself() {
    Caller alice = lab.answered("491759");
    Caller bob = lab.answered("491760");
    Caller carol = lab.answered("491761");
    String room = lab.room(alice);
    lab.join(alice, room, "moderator|dist-dtmf");
    lab.join(bob, room, "moderator");
    lab.join(carol, room, "moderator|mute");
    alice.press("42");
    bob.awaitReceives("42");
    carol.awaitReceives("42");
    bob.press("7");
    alice.press("1");
    carol.awaitReceives("421");
    assertThat(alice.receivedKeys()).isEmpty();
  }

  private Map<String, String> awaitFloor(Caller caller) {
    return lab.await("the floor for " + caller.from(), event -> "floor-change".equals(event.get("Action"))
        && caller.callUuid().equals(event.get("Unique-ID")));
  }

  private void awaitEvent(String name, Caller caller) {
    lab.await(name + " of " + caller.from(), event -> event.get("Event-Name").equals(name) && caller.callUuid().equals(event.get("Unique-ID")));
  }

  private void awaitTalk(String action, Caller caller) {
    lab.await(action + " of " + caller.from(), event -> action.equals(event.get("Action")) && caller.callUuid().equals(event.get("Unique-ID")));
  }

  /** What was told of that caller's room, and of those in it; the end of an earlier test's room comes late sometimes. */
  private List<String> story(Caller first) {
    return lab.events().stream().filter(event -> !event.get("Event-Name").equals("CHANNEL_EXECUTE_COMPLETE"))
        .filter(event -> event.getOrDefault("Conference-Name", lab.room(first)).equals(lab.room(first))).map(event ->
        (event.getOrDefault("Action", event.get("Event-Name")) + " " + event.getOrDefault("Caller-Caller-ID-Number", "")).strip()).toList();
  }
}
