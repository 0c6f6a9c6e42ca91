package org.confab.plivo;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an application is told of one member of a conference: the parameters of callbackUrl and of action. Those of Plivo's page
 * (docs.plivo.com/docs/voice/xml/conference), those that Plivo sends besides (Event, ConferenceFirstMember, ConferenceLastMember), the
 * call's, and ours, which Plivo does not have ({@link Extended}).
 *
 * @param call the member's
 * @param conferenceName as the application wrote it
 * @param memberId FreeSWITCH's Member-ID; empty before the member is in the room
 * @param extended what Plivo does not tell; none where callbacks.extended is off
 */
public record ConferenceParameters(
    CallParameters call, String conferenceName, String conferenceUuid, String memberId, Optional<Extended> extended) {

  /**
   * The room just after what the request is about.
   *
   * @param members the calls in it
   * @param time when it happened
   */
  public record Extended(List<String> members, Instant time) {
    public Extended {
      members = List.copyOf(members);
    }
  }

  /** @param firstMember whether the room was empty before */
  public Map<String, String> enter(boolean firstMember) {
    return event("ConferenceEnter", "enter", Map.of("ConferenceFirstMember", Boolean.toString(firstMember)), Map.of());
  }

  /**
   * @param lastMember whether the room is empty now
   * @param reason as ConferenceExitReason says it, such as {@code hangup}
   */
  public Map<String, String> exit(boolean lastMember, String reason) {
    return event("ConferenceExit", "exit", Map.of("ConferenceLastMember", Boolean.toString(lastMember)),
        Map.of("ConferenceExitReason", reason));
  }

  /** @param pattern the pattern of digitsMatch that was pressed */
  public Map<String, String> digits(String pattern) {
    return event("ConferenceDigitsMatch", "digits", Map.of("ConferenceDigitsMatch", pattern), Map.of());
  }

  /** This member took the floor. The name of the event is inferred; no request of Plivo's with it is known. */
  public Map<String, String> floor() {
    return event("ConferenceFloor", "floor", Map.of(), Map.of());
  }

  /**
   * A recording is finished. The event's name was seen with Plivo (where it may mean that recording began), its parameters are the page's.
   */
  public Map<String, String> record(RecordingParameters recording) {
    return event("ConferenceRecordStart", "record", recording.toMap(), Map.of());
  }

  /**
   * This caller was not let in; Plivo has no such callback.
   *
   * @param reason such as {@code full}
   */
  public Map<String, String> reject(String reason) {
    return event("ConferenceReject", "reject", Map.of("ConferenceRejectReason", reason), Map.of());
  }

  /**
   * A sound document is requested for this member; {@code kind} is the attribute, such as {@code waitSound}. Event and form as Plivo sends,
   * without {@link Extended}: mostly the room is not there yet.
   */
  public Map<String, String> remoteSound(String kind) {
    return new ConferenceParameters(call, conferenceName, conferenceUuid, memberId, Optional.empty())
        .event("ConferenceRemoteSounds", kind, Map.of(), Map.of());
  }

  /**
   * The action request, after the member left.
   *
   * @param reason as ConferenceExitReason says it
   * @param recording of this conference, if it is or was recorded
   * @param hangup if the call is over, what its end was; the call's status is then that of the ending
   */
  public Map<String, String> action(String reason, Optional<RecordingParameters.Link> recording, Optional<HangupParameters> hangup) {
    Map<String, String> own = conference();
    recording.ifPresent(each -> own.putAll(each.toMap()));
    hangup.ifPresent(each -> own.putAll(each.own()));
    if (extended.isPresent()) {
      own.put("ConferenceExitReason", reason);
    }
    return call.withCallStatus(hangup.map(HangupParameters::callStatus).orElse(call.callStatus())).toMap("", own);
  }

  private Map<String, String> event(String event, String action, Map<String, String> plivos, Map<String, String> ours) {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("ConferenceAction", action);
    own.putAll(conference());
    own.putAll(plivos);
    extended.ifPresent(more -> {
      own.putAll(ours);
      own.put("ConferenceSize", Integer.toString(more.members().size()));
      own.put("ConferenceMembers", String.join(",", more.members()));
      own.put("EventTimestampMs", Long.toString(more.time().toEpochMilli()));
    });
    return call.toMap(event, own);
  }

  private Map<String, String> conference() {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("ConferenceName", conferenceName);
    own.put("ConferenceUUID", conferenceUuid);
    own.put("ConferenceMemberID", memberId);
    return own;
  }
}
