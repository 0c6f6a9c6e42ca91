package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.confab.testing.Caller;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;

class ConferenceScenarios extends Scenario {

  ConferenceScenarios(Switch box) {
    super(box);
  }

  @Test
  void twoCallersMeetBecauseTheApplicationSaidConference() {
    answers(conference("Weekly call"));
    Caller anna = enters("4915100001");
    Caller ben = enters("4915100002");
    ReceivedRequest first = entered(anna);
    ReceivedRequest second = entered(ben);
    assertThat(first.parameter("ConferenceFirstMember")).isEqualTo("true");
    assertThat(second.parameter("ConferenceFirstMember")).isEqualTo("false");
    assertThat(second.parameter("ConferenceName")).isEqualTo("Weekly call");
    assertThat(second.parameter("ConferenceUUID")).isEqualTo(first.parameter("ConferenceUUID")).isNotEmpty();
    assertThat(second.parameter("ConferenceSize")).isEqualTo("2");
    assertThat(second.parameter("ConferenceMembers")).isEqualTo(anna.callUuid() + "," + ben.callUuid());
    assertThat(second.parameter("ConferenceMemberID")).matches("[0-9]+").isNotEqualTo(first.parameter("ConferenceMemberID"));
    assertThat(second.parameter("From")).isEqualTo("4915100002");
    assertThat(second.parameter("CallStatus")).isEqualTo("in-progress");
    assertThat(roomOf(anna)).isEqualTo(roomOf(ben)).startsWith("confab-weeklycall-");
  }

  @Test
  void whoHangsUpIsReportedOnceAndTheLastOneAsTheLast() {
    answers(conference("farewell"));
    Caller anna = enters("4915100001");
    Caller ben = enters("4915100002");
    anna.hangUp();
    assertThat(exited(anna).parameter("ConferenceLastMember")).isEqualTo("false");
    assertThat(exited(anna).parameter("ConferenceExitReason")).isEqualTo("hangup");
    ben.hangUp();
    assertThat(exited(ben).parameter("ConferenceLastMember")).isEqualTo("true");
    assertThat(callbacksOf(anna)).containsExactly("enter", "exit");
  }

  @Test
  void aMutedMemberHearsAndCannotBeHeard() {
    answers(conference("quiet", "muted=\"true\""));
    enters("4915100001");
    assertThat(fsCli("conference json_list compact")).contains("\"can_speak\":false").contains("\"can_hear\":true");
  }

  @Test
  void participantsWaitUntilTheModeratorComes() {
    answers(Map.of("1", conference("lesson", "startConferenceOnEnter=\"false\""), "2", conference("lesson")));
    enters("1");
    assertThat(fsCli("conference json_list compact")).contains("\"wait_mod\":true");
    enters("2");
    assertThat(fsCli("conference json_list compact")).doesNotContain("\"wait_mod\":true");
  }

  @Test
  void nobodyWaitsWhenTheModeratorIsThereAlready() {
    answers(Map.of("1", conference("lesson", "startConferenceOnEnter=\"false\""), "2", conference("lesson")));
    enters("2");
    enters("1");
    assertThat(fsCli("conference json_list compact")).doesNotContain("\"wait_mod\":true");
  }

  @Test
  void theModeratorsExitEndsTheConferenceAndTheOthersGoOnWithTheirDocuments() {
    answers(Map.of(
        "1", conference("lesson", "endConferenceOnExit=\"true\""),
        "2", conference("lesson") + "<Redirect>" + application.url("/after") + "</Redirect>"));
    application.on("/after", request -> response("<Hangup/>"));
    Caller moderator = enters("1");
    Caller pupil = enters("2");
    moderator.hangUp();
    assertThat(exited(pupil).parameter("ConferenceExitReason")).isEqualTo("moderator-left");
    assertThat(application.awaitRequest("/after").parameter("CallUUID")).isEqualTo(pupil.callUuid());
    pupil.awaitHangUp();
  }

  @Test
  void theNextCallerAfterAModeratorsExitGetsAConferenceOfHisOwn() {
    answers(Map.of("1", conference("lesson", "endConferenceOnExit=\"true\""), "2", conference("lesson"), "3", conference("lesson")));
    Caller moderator = enters("1");
    Caller pupil = enters("2");
    moderator.hangUp();
    exited(pupil);
    Caller late = enters("3");
    assertThat(entered(late).parameter("ConferenceFirstMember")).isEqualTo("true");
    assertThat(entered(late).parameter("ConferenceUUID")).isNotEqualTo(entered(pupil).parameter("ConferenceUUID"));
  }

  @Test
  void starLeavesTheConferenceAndTheActionUrlSaysWhatFollows() {
    answers(conference("club", "hangupOnStar=\"true\"", "action=\"/action\""));
    application.on("/action", request -> response(conference("bar")));
    Caller anna = enters("1");
    anna.press("*");
    assertThat(exited(anna).parameter("ConferenceExitReason")).isEqualTo("star");
    ReceivedRequest action = application.awaitRequest("/action");
    assertThat(action.method()).isEqualTo("POST");
    assertThat(action.parameter("ConferenceName")).isEqualTo("club");
    assertThat(action.parameter("ConferenceUUID")).isEqualTo(entered(anna).parameter("ConferenceUUID"));
    assertThat(action.parameter("CallUUID")).isEqualTo(anna.callUuid());
    application.awaitRequest(request -> request.parameter("ConferenceName").equals("bar") && request.parameter("ConferenceAction").equals("enter"));
  }

  @Test
  void starInTheInstantOfEnteringLeavesToo() {
    answers(conference("hasty", "hangupOnStar=\"true\""));
    Caller anna = box.call("1");
    anna.awaitConference();
    anna.press("*");
    assertThat(exited(anna).parameter("ConferenceExitReason")).isEqualTo("star");
  }

  @Test
  void starMeansNothingToWhoDidNotAskForIt() {
    answers(Map.of("1", conference("club"), "2", conference("club", "hangupOnStar=\"true\"")));
    Caller anna = enters("1");
    Caller ben = enters("2");
    anna.press("*");
    ben.press("*");
    exited(ben);
    assertThat(callbacksOf(anna)).containsExactly("enter");
    assertThat(roomOf(anna)).isEqualTo(roomOf(ben));
  }

  @Test
  void aFullConferenceIsSkippedWithItsAction() {
    answers(conference("duo", "maxMembers=\"2\"", "action=\"/action\"") + "<Redirect>/full</Redirect>");
    application.on("/full", request -> response("<Hangup/>"));
    enters("1");
    enters("2");
    Caller third = box.call("3");
    assertThat(application.awaitRequest("/full").parameter("CallUUID")).isEqualTo(third.callUuid());
    third.awaitHangUp();
    assertThat(application.requests("/action")).isEmpty();
    assertThat(callbacksOf(third)).isEmpty();
  }

  @Test
  void aConferenceOfOneTakesOne() {
    answers(conference("solo", "maxMembers=\"1\"") + "<Redirect>/full</Redirect>");
    application.on("/full", request -> response("<Hangup/>"));
    enters("1");
    Caller second = box.call("2");
    second.awaitHangUp();
    assertThat(application.requests("/full")).hasSize(1);
  }

  @Test
  void thereIsAPlaceAgainWhenSomebodyLeft() {
    answers(conference("duo", "maxMembers=\"2\"") + "<Hangup/>");
    Caller anna = enters("1");
    enters("2");
    anna.hangUp();
    exited(anna);
    enters("3");
  }

  @Test
  void theTimeLimitEndsTheConferenceForEverybody() {
    answers(conference("short", "timeLimit=\"2\"", "action=\"/action\""));
    application.on("/action", request -> response("<Hangup/>"));
    Caller anna = enters("1");
    Caller ben = enters("2");
    assertThat(exited(anna).parameter("ConferenceExitReason")).isEqualTo("time-limit");
    assertThat(exited(ben).parameter("ConferenceExitReason")).isEqualTo("time-limit");
    application.awaitRequests(2, request -> request.path().equals("/action"));
    anna.awaitHangUp();
    ben.awaitHangUp();
  }

  @Test
  void whoMustNotStayAloneLeavesWithTheSecondLast() {
    answers(Map.of("1", conference("pair", "stayAlone=\"false\"", "action=\"/action\""), "2", conference("pair")));
    application.on("/action", request -> response("<Hangup/>"));
    Caller anna = enters("1");
    Caller ben = enters("2");
    ben.hangUp();
    assertThat(exited(anna).parameter("ConferenceExitReason")).isEqualTo("alone");
    application.awaitRequest("/action");
  }

  @Test
  void whoMustNotStayAloneWaitsForTheSecond() {
    answers(Map.of("1", conference("pair", "stayAlone=\"false\""), "2", conference("pair")));
    Caller anna = enters("1");
    Caller ben = enters("2");
    assertThat(roomOf(anna)).isEqualTo(roomOf(ben));
    assertThat(callbacksOf(anna)).containsExactly("enter");
  }

  @Test
  void whoMayStayAloneStays() {
    answers(conference("pair"));
    Caller anna = enters("1");
    Caller ben = enters("2");
    ben.hangUp();
    exited(ben);
    Caller cleo = enters("3");
    assertThat(entered(cleo).parameter("ConferenceMembers")).isEqualTo(anna.callUuid() + "," + cleo.callUuid());
  }

  @Test
  void withoutRedirectTheActionIsToldAndTheDocumentGoesOn() {
    answers(conference("club", "hangupOnStar=\"true\"", "action=\"/action\"", "redirect=\"false\"") + "<Redirect>/next</Redirect>");
    application.on("/action", request -> response(conference("never")));
    application.on("/next", request -> response("<Hangup/>"));
    Caller anna = enters("1");
    anna.press("*");
    application.awaitRequest("/next");
    application.awaitRequest("/action");
    anna.awaitHangUp();
    assertThat(application.requests("/callback")).noneMatch(request -> request.parameter("ConferenceName").equals("never"));
  }

  @Test
  void theActionCanBeAskedByGet() {
    answers(conference("club", "hangupOnStar=\"true\"", "action=\"/action?room=7\"", "method=\"GET\""));
    application.on("/action", request -> response("<Hangup/>"));
    enters("1").press("*");
    ReceivedRequest action = application.awaitRequest("/action");
    assertThat(action.method()).isEqualTo("GET");
    assertThat(action.parameter("room")).isEqualTo("7");
    assertThat(action.parameter("ConferenceName")).isEqualTo("club");
    assertSigned(action, "first-token");
  }

  @Test
  void theActionIsToldOfACallerWhoHungUpAndItsReplyIsIgnored() {
    answers(conference("club", "action=\"/action\""));
    application.on("/action", request -> response(conference("never")));
    Caller anna = enters("1");
    anna.hangUp();
    ReceivedRequest action = application.awaitRequest("/action");
    assertThat(action.parameter("CallStatus")).isEqualTo("completed");
    exited(anna);
    assertThat(callbacksOf(anna)).containsExactly("enter", "exit");
  }

  @Test
  void aCallComesBackToTheSameConferenceAsOftenAsItsDocumentsSay() {
    answers(conference("loop", "hangupOnStar=\"true\"", "action=\"/answer\""));
    Caller host = enters("1");
    Caller anna = enters("2");
    for (int stay = 1; stay <= 4; stay++) {
      anna.press("*");
      application.awaitRequests(stay + 1, request -> request.parameter("ConferenceAction").equals("enter")
          && request.parameter("CallUUID").equals(anna.callUuid()));
    }
    assertThat(callbacksOf(anna)).containsExactly("enter", "exit", "enter", "exit", "enter", "exit", "enter", "exit", "enter");
    assertThat(callbacksOf(host)).containsExactly("enter");
  }

  @Test
  void oneDocumentLeadsThroughTwoConferences() {
    answers(conference("first", "hangupOnStar=\"true\"") + conference("second"));
    Caller anna = enters("1");
    anna.press("*");
    application.awaitRequest(request -> request.parameter("ConferenceName").equals("second") && request.parameter("ConferenceAction").equals("enter"));
    anna.awaitPosition("in the second conference", at -> at.startsWith("conference confab-second-"), Caller.PATIENCE);
  }

  @Test
  void theSameNameInTwoAccountsIsTwoConferences() {
    answers(conference("shared"));
    Caller anna = enters("1");
    Caller ben = box.call("2", Map.of("confab_account", Service.SECOND.authId()));
    assertThat(entered(ben).parameter("ConferenceFirstMember")).isEqualTo("true");
    assertThat(roomOf(anna)).isNotEqualTo(roomOf(ben));
    assertSigned(entered(anna), "first-token");
    assertSigned(entered(ben), "second-token");
  }

  @Test
  void anyNameIsOnlyAName() {
    String name = "😀 'quoted' \"twice\" ${system(touch /tmp/confab-was-here)} a@b+flags{moderator} %{x}~y";
    answers(conference(name.replace("\"", "&quot;")));
    Caller anna = enters("1");
    assertThat(entered(anna).parameter("ConferenceName")).isEqualTo(name);
    assertThat(roomOf(anna)).matches("confab-quotedtwicesystemtou-[0-9a-f]{16}-[0-9]+");
    assertThat(Files.exists(Path.of("/tmp/confab-was-here"))).isFalse();
  }

  @Test
  void everyCallbackComesInTheOrderInWhichItHappened() {
    answers(conference("order"));
    List<Caller> callers = List.of(enters("1"), enters("2"), enters("3"), enters("4"));
    callers.forEach(caller -> {
      caller.hangUp();
      exited(caller);
    });
    List<ReceivedRequest> callbacks = application.requests("/callback");
    assertThat(callbacks).extracting(request -> request.parameter("ConferenceAction"))
        .containsExactly("enter", "enter", "enter", "enter", "exit", "exit", "exit", "exit");
    assertThat(callbacks).extracting(request -> request.header("X-Confab-Sequence")).containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
    callbacks.forEach(request -> assertSigned(request, "first-token"));
  }

  @Test
  void whoIsKickedByHandGoesOnWithHisDocument() {
    answers(conference("club", "action=\"/action\""));
    application.on("/action", request -> response("<Hangup/>"));
    enters("1");
    Caller ben = enters("2");
    fsCli("conference " + roomOf(ben) + " kick " + entered(ben).parameter("ConferenceMemberID"));
    assertThat(exited(ben).parameter("ConferenceExitReason")).isEqualTo("kick");
    assertThat(application.awaitRequest("/action").parameter("CallUUID")).isEqualTo(ben.callUuid());
  }

  @Test
  void whoIsTransferredByHandLeavesOnceAndIsLeftAlone() {
    answers(conference("club", "action=\"/action\""));
    application.on("/action", request -> response("<Hangup/>"));
    enters("1");
    Caller ben = enters("2");
    fsCli("uuid_transfer " + ben.callUuid() + " confab_fallback XML public");
    assertThat(exited(ben).parameter("ConferenceExitReason")).isEqualTo("transferred");
    ben.awaitFallback(Caller.PATIENCE);
    assertThat(application.requests("/action")).isEmpty();
  }

  @Test
  void twoCallersInOneInstantMeet() {
    answers(Map.of("1", conference("instant"), "2", conference("instant", "startConferenceOnEnter=\"false\"")));
    Caller anna = box.call("1");
    Caller ben = box.call("2");
    assertThat(entered(anna).parameter("ConferenceUUID")).isEqualTo(entered(ben).parameter("ConferenceUUID"));
    assertThat(fsCli("conference json_list compact")).doesNotContain("\"wait_mod\":true");
  }

  @Test
  void twentyCallersAtOnceAreTwentyMembers() {
    answers(conference("crowd"));
    List<Caller> callers = IntStream.rangeClosed(1, 20).mapToObj(i -> box.call("49151" + i)).toList();
    callers.forEach(this::entered);
    assertThat(application.requests("/callback").stream().map(request -> request.parameter("ConferenceUUID")).distinct()).hasSize(1);
    Caller tooMany = box.call("21");
    tooMany.awaitHangUp();
    assertThat(callbacksOf(tooMany)).isEmpty();
  }
}
