package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestParametersTest {

  private static final Instant START = Instant.parse("2024-09-26T14:05:08Z");
  private static final Instant ANSWER = Instant.parse("2024-09-26T14:05:18Z");
  private static final Instant END = Instant.parse("2024-09-26T14:06:23.400Z");

  private static CallParameters.Builder call(Direction direction) {
    return CallParameters.of("call-1", direction).from("+15551234").to("15559999");
  }

  private static CallParameters inProgress() {
    return call(Direction.INBOUND).callStatus(CallStatus.IN_PROGRESS).build();
  }

  private static ConferenceParameters conference(Optional<ConferenceParameters.Extended> extended) {
    return new ConferenceParameters(inProgress(), "My room", "conf-1", "17", extended);
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Test
  void theAnswerUrlIsToldOfAnInboundCall() {
    CallParameters call = call(Direction.INBOUND).forwardedFrom("+1555").callerName("Ann").authId("MA123")
        .sessionStart(Instant.parse("2020-04-08T11:34:33.238707Z")).sipHeader("X-PH-Lang", "de").extra("tenant", "7").build();
    assertThat(call.toMap()).containsExactlyEntriesOf(ordered("Event", "StartApp", "CallUUID", "call-1", "From", "15551234",
        "To", "15559999", "ForwardedFrom", "1555", "CallStatus", "ringing", "Direction", "inbound", "CallerName", "Ann",
        "ParentAuthID", "MA123", "SessionStart", "2020-04-08 11:34:33.238707", "X-PH-Lang", "de", "tenant", "7"));
  }

  @Test
  void anOutboundCallHasItsUuidUnderPlivosOtherNamesToo() {
    assertThat(call(Direction.OUTBOUND).build().toMap())
        .containsEntry("ALegUUID", "call-1").containsEntry("ALegRequestUUID", "call-1").containsEntry("RequestUUID", "call-1");
    assertThat(call(Direction.INBOUND).build().toMap()).doesNotContainKeys("ALegUUID", "ALegRequestUUID", "RequestUUID", "CallerName");
  }

  @Test
  void anExtraNeverHasTheNameOfAParameterWithAMeaning() {
    CallParameters.Builder call = call(Direction.INBOUND).sipHeader("X-PH-a", "real").sipHeader("From", "forged");
    for (String name : List.of("From", "callUUID", "Event", "ForwardedFrom", "ConferenceName", "HangupCause", "Digits", "RecordUrl",
        "X-PH-a", "x-ph-b", "TotalCost", "", " ")) {
      call.extra(name, "forged");
    }
    assertThat(call.extra("Tenant", "7").build().extras()).isEqualTo(Map.of("Tenant", "7"));
    assertThat(call.build().toMap()).doesNotContainValue("forged").containsEntry("X-PH-a", "real");
  }

  @Property(tries = 200)
  void whateverTheExtrasTheStandardParametersAreThoseOfACallWithoutThem(@ForAll Map<String, String> extras, @ForAll String value) {
    CallParameters plain = inProgress();
    Map<String, String> hostile = new LinkedHashMap<>(extras);
    everyRequest(plain).forEach(request -> request.keySet().forEach(name -> hostile.put(name, value)));
    CallParameters.Builder builder = call(Direction.INBOUND).callStatus(CallStatus.IN_PROGRESS);
    hostile.forEach(builder::extra);
    List<Map<String, String>> with = everyRequest(builder.build());
    List<Map<String, String>> without = everyRequest(plain);
    for (int i = 0; i < with.size(); i++) {
      assertThat(with.get(i)).containsAllEntriesOf(without.get(i));
    }
  }

  private static List<Map<String, String>> everyRequest(CallParameters call) {
    HangupParameters hangup = HangupParameters.concluded(call, "NORMAL_CLEARING", "recv_bye", START, Optional.of(ANSWER), END);
    ConferenceParameters conference = new ConferenceParameters(call, "r", "u", "1",
        Optional.of(new ConferenceParameters.Extended(List.of("a"), END)));
    RecordingParameters recording = new RecordingParameters(new RecordingParameters.Link("http://x.example/1.mp3", "1"), START, END,
        Duration.between(START, END));
    return List.of(call.toMap(), hangup.toMap(), conference.enter(true), conference.exit(true, "hangup"), conference.digits("1"),
        conference.floor(), conference.record(recording), conference.reject("full"), conference.remoteSound("waitSound"),
        conference.action("star", Optional.of(recording.link()), Optional.of(hangup)));
  }

  @Test
  void theHangupUrlIsToldHowACallEnded() {
    HangupParameters hangup = HangupParameters.concluded(
        call(Direction.OUTBOUND).build(), "NORMAL_CLEARING", "recv_bye", START, Optional.of(ANSWER), END);
    assertThat(hangup.toMap()).containsAllEntriesOf(Map.ofEntries(Map.entry("Event", "Hangup"), Map.entry("CallStatus", "completed"),
        Map.entry("HangupCause", "NORMAL_CLEARING"), Map.entry("HangupCauseName", "Normal Hangup"), Map.entry("HangupCauseCode", "4000"),
        Map.entry("HangupSource", "Callee"), Map.entry("Duration", "66"), Map.entry("BillDuration", "66"),
        Map.entry("StartTime", "2024-09-26 14:05:08"), Map.entry("AnswerTime", "2024-09-26 14:05:18"),
        Map.entry("EndTime", "2024-09-26 14:06:23"), Map.entry("CallUUID", "call-1")));
  }

  @Test
  void aCallThatWasNeverAnsweredHasNoDurationAndNoAnswerTime() {
    Map<String, String> hangup = HangupParameters.concluded(
        call(Direction.INBOUND).build(), "ORIGINATOR_CANCEL", "recv_cancel", START, Optional.empty(), END).toMap();
    assertThat(hangup).doesNotContainKey("AnswerTime").containsEntry("Duration", "0").containsEntry("BillDuration", "0")
        .containsEntry("HangupSource", "Caller").containsEntry("HangupCauseName", "Canceled").containsEntry("CallStatus", "completed");
  }

  @Test
  void durationsCountBegunSecondsAndAreNeverNegative() {
    HangupParameters backwards = HangupParameters.ended(call(Direction.INBOUND).build(), "NORMAL_CLEARING",
        HangupCause.END_OF_XML_INSTRUCTIONS, HangupSource.PLIVO, START, Optional.of(END), ANSWER);
    assertThat(backwards.duration()).isEqualTo(Duration.ZERO);
    assertThat(backwards.toMap()).containsEntry("Duration", "0").containsEntry("HangupCauseCode", "4010")
        .containsEntry("HangupCauseName", "End Of XML Instructions").containsEntry("HangupSource", "Plivo");
    assertThat(HangupParameters.ended(call(Direction.INBOUND).build(), "NORMAL_CLEARING", HangupCause.NORMAL_HANGUP, HangupSource.CALLER,
        START, Optional.of(START), START.plusMillis(3000)).toMap()).containsEntry("Duration", "3");
  }

  @ParameterizedTest
  @CsvSource({
      "NORMAL_CLEARING, 4000, Normal Hangup, completed", "USER_BUSY, 3010, Busy Line, busy", "CALL_REJECTED, 3020, Rejected, busy",
      "NO_ANSWER, 6010, Ring Timeout Reached, timeout", "NO_USER_RESPONSE, 3000, No Answer, no-answer",
      "LOSE_RACE, 9000, Lost Race, failed", "UNALLOCATED_NUMBER, 3050, Unallocated number, failed",
      "MEDIA_TIMEOUT, 6020, Media Timeout, failed", "SOMETHING_NEW, 0, Unknown, failed",
  })
  void freeSwitchsCausesHavePlivosNames(String cause, int code, String title, String statusIfOutbound) {
    assertThat(HangupCause.ofFreeSwitch(cause).code()).isEqualTo(code);
    assertThat(HangupCause.ofFreeSwitch(cause).title()).isEqualTo(title);
    assertThat(HangupParameters.concluded(call(Direction.OUTBOUND).build(), cause, "", START, Optional.empty(), END).toMap())
        .containsEntry("CallStatus", statusIfOutbound).containsEntry("HangupSource", "Unknown");
  }

  @Test
  void plivosCodesAreUnique() {
    assertThat(HangupCause.values()).extracting(HangupCause::code).doesNotHaveDuplicates();
  }

  @Test
  void enterAndExitHaveWhatPlivoSends() {
    assertThat(conference(Optional.empty()).enter(true)).containsExactlyEntriesOf(ordered("Event", "ConferenceEnter",
        "ConferenceAction", "enter", "ConferenceName", "My room", "ConferenceUUID", "conf-1", "ConferenceMemberID", "17",
        "ConferenceFirstMember", "true", "CallUUID", "call-1", "From", "15551234", "To", "15559999", "CallStatus", "in-progress",
        "Direction", "inbound"));
    assertThat(conference(Optional.empty()).exit(false, "hangup")).containsEntry("Event", "ConferenceExit")
        .containsEntry("ConferenceAction", "exit").containsEntry("ConferenceLastMember", "false")
        .doesNotContainKeys("ConferenceFirstMember", "ConferenceExitReason", "ConferenceSize", "ConferenceMembers", "EventTimestampMs");
  }

  @Test
  void extendedRequestsTellTheRoomTheTimeAndTheReason() {
    ConferenceParameters conference = conference(Optional.of(
        new ConferenceParameters.Extended(List.of("call-1", "call-2"), Instant.ofEpochMilli(1234))));
    assertThat(conference.exit(false, "time-limit")).containsEntry("ConferenceExitReason", "time-limit")
        .containsEntry("ConferenceSize", "2").containsEntry("ConferenceMembers", "call-1,call-2").containsEntry("EventTimestampMs", "1234");
    assertThat(conference.enter(false)).containsEntry("ConferenceFirstMember", "false").doesNotContainKey("ConferenceExitReason");
    assertThat(conference.reject("full")).containsEntry("ConferenceAction", "reject").containsEntry("ConferenceRejectReason", "full");
  }

  @Test
  void digitsFloorAndSounds() {
    ConferenceParameters conference = conference(Optional.empty());
    assertThat(conference.digits("#0")).containsEntry("ConferenceAction", "digits").containsEntry("ConferenceDigitsMatch", "#0");
    assertThat(conference.floor()).containsEntry("ConferenceAction", "floor");
    assertThat(conference.remoteSound("waitSound")).containsEntry("Event", "ConferenceRemoteSounds")
        .containsEntry("ConferenceAction", "waitSound");
    ConferenceParameters.Extended nobody = new ConferenceParameters.Extended(List.of(), START);
    assertThat(conference(Optional.of(nobody)).remoteSound("exitSound")).as("who is in the room is not told")
        .doesNotContainKey("ConferenceSize");
  }

  @Test
  void aRecordingHasItsTimesInMilliseconds() {
    assertThat(conference(Optional.empty()).record(
        new RecordingParameters(new RecordingParameters.Link("http://x.example/r.mp3", "rec-1"), Instant.ofEpochMilli(10_000),
            Instant.ofEpochMilli(14_600), Duration.ofMillis(3_600))))
        .containsEntry("ConferenceAction", "record").containsEntry("RecordUrl", "http://x.example/r.mp3")
        .containsEntry("RecordingID", "rec-1").containsEntry("RecordingDuration", "4").containsEntry("RecordingDurationMs", "3600")
        .containsEntry("RecordingStartMs", "10000").containsEntry("RecordingEndMs", "14600");
  }

  @Test
  void theActionRequestOfALiveCallAndOfOneThatIsOver() {
    ConferenceParameters conference = conference(Optional.empty());
    assertThat(conference.action("star", Optional.empty(), Optional.empty())).containsExactlyEntriesOf(ordered(
        "ConferenceName", "My room", "ConferenceUUID", "conf-1", "ConferenceMemberID", "17", "CallUUID", "call-1", "From", "15551234",
        "To", "15559999", "CallStatus", "in-progress", "Direction", "inbound"));
    HangupParameters hangup = HangupParameters.concluded(inProgress(), "NORMAL_CLEARING", "recv_bye", START, Optional.of(ANSWER), END);
    RecordingParameters.Link recording = new RecordingParameters.Link("http://x.example/r.mp3", "rec-1");
    assertThat(conference.action("hangup", Optional.of(recording), Optional.of(hangup))).containsEntry("CallStatus", "completed")
        .containsEntry("HangupCause", "NORMAL_CLEARING").containsEntry("Duration", "66")
        .containsEntry("RecordUrl", "http://x.example/r.mp3")
        .containsEntry("RecordingID", "rec-1").doesNotContainKey("RecordingDuration");
  }
}
