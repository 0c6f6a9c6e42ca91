package org.confab.plivo;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the hangup URL is told. Durations are sent in whole seconds, begun ones counted. Event and the times are not on Plivo's page but in
 * its real requests.
 *
 * @param call of the call; its status is replaced by the one that the ending means
 * @param freeSwitchCause FreeSWITCH's {@code Hangup-Cause}, such as {@code NORMAL_CLEARING}, which Plivo sends as HangupCause
 * @param duration since the call was answered; zero if it never was
 * @param billDuration Plivo's is rounded up to what it bills; here there is no tariff, and it is what the caller of this says
 * @param answerTime none if it was never answered
 */
public record HangupParameters(
    CallParameters call, String freeSwitchCause, HangupCause cause, HangupSource source, Duration duration, Duration billDuration,
    Instant startTime, Optional<Instant> answerTime, Instant endTime) {

  /**
   * Of a call that Confab did not end itself: cause and source are concluded from what FreeSWITCH says ({@link HangupCause#ofFreeSwitch},
   * {@link HangupSource#ofDisposition}); the durations from the times.
   */
  public static HangupParameters concluded(CallParameters call, String freeSwitchCause, String sipHangupDisposition, Instant startTime,
      Optional<Instant> answerTime, Instant endTime) {
    return ended(call, freeSwitchCause, HangupCause.ofFreeSwitch(freeSwitchCause),
        HangupSource.ofDisposition(sipHangupDisposition, call.direction()), startTime, answerTime, endTime);
  }

  /** Of a call that Confab ended, for a cause that it knows; the durations are taken from the times. */
  public static HangupParameters ended(CallParameters call, String freeSwitchCause, HangupCause cause, HangupSource source,
      Instant startTime, Optional<Instant> answerTime, Instant endTime) {
    Duration duration = answerTime.map(answered -> Duration.between(answered, endTime)).filter(d -> !d.isNegative()).orElse(Duration.ZERO);
    return new HangupParameters(call, freeSwitchCause, cause, source, duration, duration, startTime, answerTime, endTime);
  }

  /** The parameters of the request to the hangup URL. */
  public Map<String, String> toMap() {
    return call.withCallStatus(callStatus()).toMap("Hangup", own());
  }

  Map<String, String> own() {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("HangupCause", freeSwitchCause);
    own.put("HangupCauseName", cause.title());
    own.put("HangupCauseCode", Integer.toString(cause.code()));
    own.put("HangupSource", source.word());
    own.put("Duration", wholeSeconds(duration));
    own.put("BillDuration", wholeSeconds(billDuration));
    own.put("StartTime", Parameters.seconds(startTime));
    answerTime.ifPresent(time -> own.put("AnswerTime", Parameters.seconds(time)));
    own.put("EndTime", Parameters.seconds(endTime));
    return own;
  }

  /** An inbound call is completed however it ended; of an outbound one that was not answered, why is inferred from the cause. */
  CallStatus callStatus() {
    if (call.direction() == Direction.INBOUND || answerTime.isPresent()) {
      return CallStatus.COMPLETED;
    }
    return switch (cause) {
      case BUSY_LINE, REJECTED -> CallStatus.BUSY;
      case RING_TIMEOUT_REACHED -> CallStatus.TIMEOUT;
      case NO_ANSWER, REQUEST_TIMEOUT -> CallStatus.NO_ANSWER;
      case NORMAL_HANGUP -> CallStatus.COMPLETED;
      default -> CallStatus.FAILED;
    };
  }

  private static String wholeSeconds(Duration duration) {
    return Long.toString(duration.plusSeconds(1).minusNanos(1).toSeconds());
  }
}
