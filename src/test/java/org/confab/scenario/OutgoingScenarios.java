package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.confab.testing.Callee;
import org.confab.testing.Caller;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;

/** An application calls people, and what becomes of it. */
class OutgoingScenarios extends CallScenario {

  OutgoingScenarios(Switch box) {
    super(box);
  }

  private List<ReceivedRequest> of(String path, String uuid) {
    return application.requests(path).stream().filter(request -> request.parameter("CallUUID").equals(uuid)).toList();
  }

  @Test
  void aModeratorCallsTwoPeopleIntoHisConference() {
    answers(conference("meeting"));
    Caller mia = enters("4930100");
    Reply reply = calls("4930201<+4930202", Map.of());
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(201);
    assertThat(reply.text("message")).isEqualTo("calls fired");
    List<String> uuids = List.of(reply.body().get("request_uuid").get(0).asText(), reply.body().get("request_uuid").get(1).asText());
    Callee anna = box.awaitCalled("4930201");
    Callee ben = box.awaitCalled("4930202");
    anna.rings();
    ReceivedRequest ring = application.awaitRequest(request -> request.path().equals("/ring") && request.parameter("CallUUID").equals(uuids.get(0)));
    assertThat(ring.parameter("CallStatus")).isEqualTo("ringing");
    assertThat(ring.parameter("Event")).isEqualTo("Ring");
    assertThat(rest("GET", "Call/" + uuids.get(0) + "/?status=live", Map.of()).text("call_status")).isEqualTo("ringing");
    anna.answers();
    ben.answers();
    for (String uuid : uuids) {
      ReceivedRequest asked = application.awaitRequest(request -> request.path().equals("/answer") && request.parameter("CallUUID").equals(uuid));
      assertThat(List.of(asked.parameter("From"), asked.parameter("Direction"), asked.parameter("CallStatus"), asked.parameter("Event")))
          .containsExactly("4930900", "outbound", "in-progress", "StartApp");
      assertThat(List.of(asked.parameter("To"), asked.parameter("ALegUUID"), asked.parameter("ALegRequestUUID"), asked.parameter("RequestUUID")))
          .containsExactly(uuid.equals(uuids.get(0)) ? "4930201" : "4930202", uuid, uuid, uuid);
      ReceivedRequest enter = application.awaitCallback("/callback", "enter", uuid);
      assertThat(List.of(enter.parameter("Direction"), enter.parameter("From"), enter.parameter("To"), enter.parameter("CallStatus")))
          .containsExactly("outbound", "4930900", asked.parameter("To"), "in-progress");
    }
    assertThat(rest("GET", "Conference/meeting/", Map.of()).body().get("members")).extracting(each -> each.get("direction").asText() + " " + each.get("to").asText())
        .contains("outbound 4930201", "outbound 4930202").hasSize(3);
    assertThat(anna.shownNumber()).isEqualTo("+4930900");
    assertThat(anna.shownName()).isEqualTo("Köln Büro 1");
    assertThat(rest("GET", "Call/?status=live", Map.of()).body().get("calls")).extracting(each -> each.asText())
        .containsExactlyInAnyOrder(mia.callUuid(), uuids.get(0), uuids.get(1));
    Reply live = rest("GET", "Call/" + uuids.get(1) + "/?status=live", Map.of());
    assertThat(List.of(live.text("direction"), live.text("from"), live.text("to"), live.text("call_status"), live.text("request_uuid")))
        .containsExactly("outbound", "4930900", "4930202", "in-progress", uuids.get(1));
    anna.hangUp();
    ordered("DELETE", "Call/" + uuids.get(1) + "/", Map.of());
    ReceivedRequest byHerself = hungUp(uuids.get(0));
    ReceivedRequest byOrder = hungUp(uuids.get(1));
    assertThat(List.of(byHerself.parameter("CallStatus"), byHerself.parameter("HangupCauseName"), byHerself.parameter("To")))
        .containsExactly("completed", "Normal Hangup", "4930201");
    assertThat(List.of(byOrder.parameter("CallStatus"), byOrder.parameter("HangupSource"))).containsExactly("completed", "API Request");
    assertThat(of("/hangup", uuids.get(0))).hasSize(1);
    assertThat(of("/ring", uuids.get(0))).hasSize(1);
    assertThat(rest("GET", "Call/" + uuids.get(0) + "/?status=live", Map.of()).status()).isEqualTo(404);
  }

  /** @return the one request that tells of its end; the answer URL was not asked */
  private ReceivedRequest cameToNothing(String uuid) {
    ReceivedRequest end = hungUp(uuid);
    assertThat(application.requests("/answer")).isEmpty();
    assertThat(rest("GET", "Call/" + uuid + "/?status=live", Map.of()).status()).isEqualTo(404);
    assertThat(of("/hangup", uuid)).hasSize(1);
    return end;
  }

  @Test
  void somebodyWhoIsBusyIsTold() {
    String uuid = placed("4930201");
    box.awaitCalled("4930201").refuses("USER_BUSY");
    ReceivedRequest end = cameToNothing(uuid);
    assertThat(List.of(end.parameter("CallStatus"), end.parameter("HangupCause"), end.parameter("HangupCauseName"), end.parameter("Duration")))
        .containsExactly("busy", "USER_BUSY", "Busy Line", "0");
    assertThat(List.of(end.parameter("From"), end.parameter("To"), end.parameter("Direction"), end.parameter("RequestUUID")))
        .containsExactly("4930900", "4930201", "outbound", uuid);
  }

  @Test
  void somebodyWhoseNetworkDoesNotReachHimIsTold() {
    String uuid = placed("4930201");
    Callee anna = box.awaitCalled("4930201");
    anna.rings();
    anna.refuses("NO_USER_RESPONSE");
    assertThat(cameToNothing(uuid).parameter("CallStatus")).isEqualTo("no-answer");
  }

  @Test
  void somebodyWhoDoesNotAnswerInTimeIsTold() {
    String uuid = placed("4930201", Map.of("ring_timeout", 2));
    box.awaitCalled("4930201").rings();
    ReceivedRequest end = cameToNothing(uuid);
    assertThat(List.of(end.parameter("CallStatus"), end.parameter("HangupCauseName"))).containsExactly("timeout", "Ring Timeout Reached");
  }

  @Test
  void whoeverIsGivenUpWhileHisPhoneRingsIsNotCalledAnyMore() {
    String uuid = placed("4930201");
    Callee anna = box.awaitCalled("4930201");
    anna.rings();
    application.awaitRequest("/ring");
    ordered("DELETE", "Call/" + uuid + "/", Map.of());
    ReceivedRequest end = cameToNothing(uuid);
    assertThat(List.of(end.parameter("HangupCauseName"), end.parameter("HangupSource"))).containsExactly("Canceled", "API Request");
    anna.awaitHangUp();
  }

  @Test
  void whoeverIsGivenUpAtOnceIsToldOnce() {
    String uuid = placed("4930201");
    ordered("DELETE", "Request/" + uuid + "/", Map.of());
    cameToNothing(uuid);
  }

  @Test
  void theFallbackIsAskedWhereTheAnswerUrlHasNoDocument() {
    application.on("/answer", request -> "no document");
    application.on("/instead", request -> response(conference("instead")));
    String uuid = placed("4930201", Map.of("fallback_url", application.url("/instead"), "fallback_method", "GET"));
    box.awaitCalled("4930201").answers();
    application.awaitCallback("/callback", "enter", uuid);
    ReceivedRequest asked = application.awaitRequest("/instead");
    assertThat(List.of(asked.method(), asked.parameter("CallUUID"), asked.parameter("Direction"))).containsExactly("GET", uuid, "outbound");
  }

  @Test
  void urlsOfEveryLengthAreAsked() {
    answers(conference("long"));
    String query = "?x=" + "y".repeat(4000) + "&umlaut=%C3%A4";
    String uuid = placed("4930201", Map.of("answer_url", application.url("/answer" + query), "ring_url", application.url("/ring" + query),
        "hangup_url", application.url("/hangup" + query), "fallback_url", application.url("/fallback" + query)));
    Callee anna = box.awaitCalled("4930201");
    confab.kill();
    confab = startConfab();
    anna.rings();
    anna.answers();
    application.awaitCallback("/callback", "enter", uuid);
    ReceivedRequest asked = application.awaitRequest(request -> request.path().equals("/answer") && request.parameter("CallUUID").equals(uuid));
    assertThat(asked.uri()).contains("y".repeat(4000));
    anna.hangUp();
    hungUp(uuid);
  }

  @Test
  void aTimeLimitEndsTheCall() {
    answers(conference("limited"));
    String uuid = placed("4930201", Map.of("time_limit", 3));
    box.awaitCalled("4930201").answers();
    application.awaitCallback("/callback", "enter", uuid);
    ReceivedRequest end = hungUp(uuid);
    assertThat(List.of(end.parameter("CallStatus"), end.parameter("HangupCauseName"))).containsExactly("completed", "Scheduled Hangup");
    application.awaitCallback("/callback", "exit", uuid);
  }

  @Test
  void aTimeLimitIsKeptThoughConfabIsGone() {
    answers(conference("limited"));
    String uuid = placed("4930201", Map.of("time_limit", 4));
    Callee anna = box.awaitCalled("4930201");
    anna.answers();
    application.awaitCallback("/callback", "enter", uuid);
    confab.kill();
    confab = null;
    anna.awaitHangUp();
    confab = startConfab();
    hungUp(uuid);
    application.awaitCallback("/callback", "exit", uuid);
    assertThat(of("/hangup", uuid)).hasSize(1);
  }

  @Test
  void theKeysThatAreToBeSentAreSentWhenHeAnswers() {
    answers(conference("keys"));
    placed("4930201", Map.of("send_digits", "12w#"));
    Callee anna = box.awaitCalled("4930201");
    anna.answers();
    anna.awaitReceives("12#");
  }

  @Test
  void whoeverAnswersWhileConfabIsGoneIsTakenByTheNext() {
    answers(conference("later"));
    String uuid = placed("4930201");
    Callee anna = box.awaitCalled("4930201");
    confab.kill();
    confab = null;
    anna.answers();
    anna.awaitParked();
    confab = startConfab();
    ReceivedRequest asked = application.awaitRequest("/answer");
    assertThat(List.of(asked.parameter("CallUUID"), asked.parameter("From"), asked.parameter("To"), asked.parameter("Direction")))
        .containsExactly(uuid, "4930900", "4930201", "outbound");
    application.awaitCallback("/callback", "enter", uuid);
    anna.hangUp();
    hungUp(uuid);
    assertThat(application.requests("/answer")).hasSize(1);
  }

  @Test
  void whoeverAnswersTheNextConfabIsInTheConferenceOnce() {
    answers(conference("later"));
    String uuid = placed("4930201");
    Callee anna = box.awaitCalled("4930201");
    confab.kill();
    confab = startConfab();
    assertThat(rest("GET", "Call/" + uuid + "/?status=live", Map.of()).text("call_status")).isEqualTo("ringing");
    anna.rings();
    application.awaitRequest("/ring");
    anna.answers();
    application.awaitCallback("/callback", "enter", uuid);
    anna.hangUp();
    hungUp(uuid);
    assertThat(of("/callback", uuid)).hasSize(2);
  }

  @Test
  void whoeverRefusedWhileConfabWasGoneIsToldByTheNext() {
    String uuid = placed("4930201");
    Callee anna = box.awaitCalled("4930201");
    confab.kill();
    confab = null;
    anna.refuses("USER_BUSY");
    anna.awaitHangUp();
    confab = startConfab();
    ReceivedRequest end = cameToNothing(uuid);
    assertThat(end.parameter("CallStatus")).isEqualTo("failed");
  }

  @Test
  void nobodyWhoAnswersIsLeftInSilenceForEver() {
    placed("4930201");
    Callee anna = box.awaitCalled("4930201");
    confab.kill();
    confab = null;
    anna.answers();
    assertThat(anna.awaitHangUp()).isEqualTo("NORMAL_TEMPORARY_FAILURE");
  }

  @Test
  void anotherDocumentCanBeGivenToWhoeverStillRings() {
    application.on("/other", request -> response(conference("other")));
    String uuid = placed("4930201");
    Callee anna = box.awaitCalled("4930201");
    ordered("POST", "Call/" + uuid + "/", Map.of("aleg_url", application.url("/other")));
    anna.answers();
    application.awaitCallback("/callback", "enter", uuid);
    assertThat(application.requests("/answer")).isEmpty();
  }

  @Test
  void nobodyElseThanTheRulesAllowIsCalled() {
    for (String to : List.of("sip:anna@elsewhere.example", "4930201,sofia/external/1", "4930201|1", "{a=b}1", "[a=b]1", "1 &park", "loopback/1", "user/1000",
        "4930201\n1", "$" + "{system(id)}", "^^:1", "", "+", "123456789012345678901")) {
      Reply reply = calls(to, Map.of());
      assertThat(reply.status()).as(to).isEqualTo(400);
      assertThat(reply.text("error")).as(to).startsWith("to");
    }
    assertThat(calls("4930201", Map.of("from", "1,a=b")).text("error")).startsWith("from:");
    assertThat(calls("4930201", Map.of("machine_detection", "true")).text("error")).startsWith("machine_detection:");
    assertThat(rest("GET", "Call/?status=live", Map.of()).body().get("calls")).isEmpty();
  }
}
