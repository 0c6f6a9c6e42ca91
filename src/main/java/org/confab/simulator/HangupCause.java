package org.confab.simulator;

import java.util.Locale;
import java.util.Optional;

/** Hang-up causes with their Q.850 numbers (switch_types.h). */
enum HangupCause {
  UNALLOCATED_NUMBER(1), NO_ROUTE_DESTINATION(3), CHANNEL_UNACCEPTABLE(6), NORMAL_CLEARING(16), USER_BUSY(17), NO_USER_RESPONSE(18),
  NO_ANSWER(19), SUBSCRIBER_ABSENT(20), CALL_REJECTED(21), NUMBER_CHANGED(22), DESTINATION_OUT_OF_ORDER(27), INVALID_NUMBER_FORMAT(28),
  FACILITY_REJECTED(29), NORMAL_UNSPECIFIED(31), NORMAL_CIRCUIT_CONGESTION(34), NETWORK_OUT_OF_ORDER(38), NORMAL_TEMPORARY_FAILURE(41),
  SWITCH_CONGESTION(42), REQUESTED_CHAN_UNAVAIL(44), OUTGOING_CALL_BARRED(52), INCOMING_CALL_BARRED(54), BEARERCAPABILITY_NOTAUTH(57),
  SERVICE_UNAVAILABLE(63), SERVICE_NOT_IMPLEMENTED(79), INCOMPATIBLE_DESTINATION(88), RECOVERY_ON_TIMER_EXPIRE(102), INTERWORKING(127),
  ORIGINATOR_CANCEL(487), MANAGER_REQUEST(503), ALLOTTED_TIMEOUT(602), MEDIA_TIMEOUT(604), SYSTEM_SHUTDOWN(601), CRASH(500);

  private final int number;

  HangupCause(int number) {
    this.number = number;
  }

  /** Above 127, which is FreeSWITCH's own, a call ended as Q.850 says "normal". */
  int q850() {
    return number > 127 ? 16 : number;
  }

  static Optional<HangupCause> of(String text) {
    for (HangupCause cause : values()) {
      if (cause.name().equals(text.toUpperCase(Locale.ROOT)) || Integer.toString(cause.number).equals(text)) {
        return Optional.of(cause);
      }
    }
    return Optional.empty();
  }
}
