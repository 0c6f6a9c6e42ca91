package org.confab.plivo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What all requests to an application have in common: which names mean something, and how a time is written. */
final class Parameters {

  /** The names that Plivo's requests or ours give a meaning, in whatever case: nothing from outside may be sent under them. */
  private static final Set<String> STANDARD = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    STANDARD.addAll(Set.of(
        "ALegRequestUUID", "ALegUUID", "AnswerTime", "BillDuration", "BillRate", "CallerName", "CallStatus", "CallUUID",
        "Digits", "Direction", "Duration", "EndTime", "Event", "ForwardedFrom", "From", "HangupCause", "HangupCauseCode",
        "HangupCauseName", "HangupSource", "InputType", "ParentAuthID", "RecordingDuration", "RecordingDurationMs", "RecordingEndMs", "RecordingID",
        "RecordingStartMs", "RecordUrl", "RequestUUID", "SessionStart", "Speech", "StartTime", "SubAuthID", "To", "TotalCost"));
    STANDARD.addAll(Set.of(
        "ConferenceAction", "ConferenceDigitsMatch", "ConferenceExitReason", "ConferenceFirstMember", "ConferenceLastMember",
        "ConferenceMemberID", "ConferenceMembers", "ConferenceName", "ConferenceRejectReason", "ConferenceSize", "ConferenceUUID",
        "EventTimestampMs"));
  }

  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Parameters() {
  }

  /** Whether an operator's own parameter may have this name. */
  static boolean isFree(String name) {
    return !name.isBlank() && !STANDARD.contains(name) && !isSipHeader(name);
  }

  static boolean isSipHeader(String name) {
    return name.regionMatches(true, 0, "X-PH-", 0, 5);
  }

  /** As in StartTime, AnswerTime and EndTime; UTC. */
  static String seconds(Instant time) {
    return SECONDS.format(time);
  }

  /** As in SessionStart; UTC. */
  static String microseconds(Instant time) {
    return MICROSECONDS.format(time);
  }
}
