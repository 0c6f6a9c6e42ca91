package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.confab.testing.Caller;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.confab.testing.Tone;
import org.junit.jupiter.api.Test;

/** Keys pressed in a conference: told, relayed, or the way out; and who has the floor. */
class KeyScenarios extends Scenario {

  KeyScenarios(Switch box) {
    super(box);
  }

  private ReceivedRequest awaitDigits(Caller caller, String pattern) {
    return application.awaitRequest(request -> request.path().equals("/callback") && request.parameter("ConferenceAction").equals("digits")
        && request.parameter("CallUUID").equals(caller.callUuid()) && request.parameter("ConferenceDigitsMatch").equals(pattern));
  }

  private List<String> digitsOf(Caller caller) {
    return application.requests("/callback").stream()
        .filter(request -> request.parameter("ConferenceAction").equals("digits") && request.parameter("CallUUID").equals(caller.callUuid()))
        .map(request -> request.parameter("ConferenceDigitsMatch")).toList();
  }

  @Test
  void patternsAreToldWithEverythingThatThePageLists() {
    answers(conference("keys", "digitsMatch=\"#0,99,000\""));
    Caller anna = enters("4915100001");
    anna.press("5#0");
    ReceivedRequest digits = awaitDigits(anna, "#0");
    ReceivedRequest enter = entered(anna);
    for (String same : List.of("ConferenceName", "ConferenceUUID", "ConferenceMemberID", "CallUUID", "From", "To", "Direction")) {
      assertThat(digits.parameter(same)).as(same).isEqualTo(enter.parameter(same)).isNotEmpty();
    }
    assertThat(digits.parameter("Event")).isEqualTo("ConferenceDigitsMatch");
    assertThat(digits.parameter("CallStatus")).isEqualTo("in-progress");
    assertThat(digits.header("X-Confab-Sequence")).isEqualTo("2");
    assertSigned(digits, "first-token");
    anna.press("99000");
    awaitDigits(anna, "000");
    assertThat(digitsOf(anna)).containsExactly("#0", "99", "000");
  }

  @Test
  void ofOverlappingPatternsTheLongestCounts() {
    answers(conference("overlapping", "digitsMatch=\"1,12,*\""));
    Caller anna = enters("4915100001");
    anna.press("12");
    awaitDigits(anna, "12");
    anna.press("1");
    awaitDigits(anna, "1");
    anna.press("*");
    awaitDigits(anna, "*");
    assertThat(digitsOf(anna)).containsExactly("12", "1", "*");
  }

  @Test
  void withHangupOnStarTheStarAlwaysLeaves() {
    answers(Map.of("4915100001", conference("star", "hangupOnStar=\"true\" digitsMatch=\"*,2*\""), "4915100002", conference("star")));
    enters("4915100002");
    Caller anna = enters("4915100001");
    anna.press("2*");
    assertThat(exited(anna).parameter("ConferenceExitReason")).isEqualTo("star");
    assertThat(digitsOf(anna)).isEmpty();
  }

  @Test
  void keysReachTheOtherPhones() {
    answers(conference("relay"));
    Caller anna = enters("4915100001");
    Caller ben = enters("4915100002");
    Caller cleo = enters("4915100003");
    anna.press("12#");
    ben.awaitReceives("12#");
    cleo.awaitReceives("12#");
    assertThat(anna.receivedKeys()).isEmpty();
  }

  @Test
  void keysThatMatchDoNotReachTheOtherPhonesAndTheRestDoes() {
    answers(conference("relay", "digitsMatch=\"99\""));
    Caller anna = enters("4915100001");
    Caller ben = enters("4915100002");
    anna.press("19929");
    awaitDigits(anna, "99");
    ben.awaitReceives("129");
    assertThat(digitsOf(anna)).containsExactly("99");
  }

  @Test
  void withoutRelayKeysStayWithThePresser() {
    answers(Map.of("4915100001", conference("private", "relayDTMF=\"false\" digitsMatch=\"7\""), "4915100002", conference("private"),
        "4915100003", conference("private")));
    Caller anna = enters("4915100001");
    Caller ben = enters("4915100002");
    Caller cleo = enters("4915100003");
    anna.press("17");
    awaitDigits(anna, "7");
    ben.press("5");
    cleo.awaitReceives("5");
  }

  @Test
  void theFloorIsToldToWhoAskedForItAndTakesIt() {
    answers(Map.of("4915100001", conference("floor"), "4915100002", conference("floor", "floorEvent=\"true\"")));
    Caller anna = enters("4915100001");
    Caller ben = enters("4915100002");
    anna.talks(Tone.VOICE);
    anna.fallsSilent();
    ben.talks(Tone.SECOND_VOICE);
    ReceivedRequest floor = application.awaitCallback("/callback", "floor", ben.callUuid());
    ReceivedRequest enter = entered(ben);
    for (String same : List.of("ConferenceName", "ConferenceUUID", "ConferenceMemberID", "From", "To")) {
      assertThat(floor.parameter(same)).as(same).isEqualTo(enter.parameter(same)).isNotEmpty();
    }
    assertThat(callbacksOf(anna)).containsExactly("enter");
  }

  @Test
  void aMutedTalkerHasNoFloor() {
    answers(Map.of("4915100001", conference("floor", "floorEvent=\"true\""), "4915100002", conference("floor", "muted=\"true\" floorEvent=\"true\"")));
    Caller anna = enters("4915100001");
    Caller ben = enters("4915100002");
    ben.talks(Tone.SECOND_VOICE);
    anna.talks(Tone.VOICE);
    application.awaitCallback("/callback", "floor", anna.callUuid());
    assertThat(callbacksOf(ben)).containsExactly("enter");
  }
}
