package org.confab.plivo;

import java.util.Map;

/**
 * Why a call ended, in Plivo's names and codes (docs.plivo.com/docs/voice/troubleshooting/hangup-causes); those that can happen here. Which
 * of FreeSWITCH's causes is which of these is not documented by Plivo, see {@link #ofFreeSwitch}.
 */
public enum HangupCause {
  UNKNOWN(0, "Unknown"),
  CANCELED(1000, "Canceled"),
  INVALID_DESTINATION_ADDRESS(2000, "Invalid Destination Address"),
  DESTINATION_OUT_OF_SERVICE(2010, "Destination Out Of Service"),
  ENDPOINT_NOT_REGISTERED(2020, "Endpoint Not Registered"),
  LOOP_DETECTED(2060, "Loop Detected"),
  NO_ANSWER(3000, "No Answer"),
  BUSY_LINE(3010, "Busy Line"),
  REJECTED(3020, "Rejected"),
  FORBIDDEN(3040, "Forbidden"),
  UNALLOCATED_NUMBER(3050, "Unallocated number"),
  REQUEST_TIMEOUT(3070, "Request timeout"),
  CARRIER_ERROR(3080, "Internal server error from carrier"),
  CARRIER_CONGESTION(3090, "Network congestion from carrier"),
  NORMAL_HANGUP(4000, "Normal Hangup"),
  END_OF_XML_INSTRUCTIONS(4010, "End Of XML Instructions"),
  NETWORK_ERROR(5000, "Network Error"),
  INTERNAL_ERROR(5010, "Internal Error"),
  ROUTING_ERROR(5020, "Routing Error"),
  SCHEDULED_HANGUP(6000, "Scheduled Hangup"),
  RING_TIMEOUT_REACHED(6010, "Ring Timeout Reached"),
  MEDIA_TIMEOUT(6020, "Media Timeout"),
  ERROR_REACHING_ANSWER_URL(7011, "Error Reaching Answer URL"),
  ERROR_REACHING_ACTION_URL(7012, "Error Reaching Action URL"),
  ERROR_REACHING_TRANSFER_URL(7013, "Error Reaching Transfer URL"),
  ERROR_REACHING_REDIRECT_URL(7014, "Error Reaching Redirect URL"),
  INVALID_ACTION_URL(7022, "Invalid Action URL"),
  INVALID_TRANSFER_URL(7023, "Invalid Transfer URL"),
  INVALID_REDIRECT_URL(7024, "Invalid Redirect URL"),
  INVALID_ANSWER_XML(8011, "Invalid Answer XML"),
  INVALID_ACTION_XML(8012, "Invalid Action XML"),
  INVALID_TRANSFER_XML(8013, "Invalid Transfer XML"),
  INVALID_REDIRECT_XML(8014, "Invalid Redirect XML"),
  LOST_RACE(9000, "Lost Race");

  /**
   * NORMAL_CLEARING was seen in a real request of Plivo's, NO_ANSWER and LOSE_RACE in the documentation of Vobiz, a cloud that speaks
   * Plivo's language. All others are inferred from the descriptions on Plivo's page and from the SIP status that mod_sofia turns into the
   * cause.
   */
  private static final Map<String, HangupCause> OF_FREESWITCH = Map.ofEntries(
      Map.entry("NORMAL_CLEARING", NORMAL_HANGUP),
      Map.entry("NORMAL_UNSPECIFIED", NORMAL_HANGUP),
      Map.entry("MANAGER_REQUEST", NORMAL_HANGUP),
      Map.entry("BLIND_TRANSFER", NORMAL_HANGUP),
      Map.entry("ATTENDED_TRANSFER", NORMAL_HANGUP),
      Map.entry("ORIGINATOR_CANCEL", CANCELED),
      Map.entry("INVALID_NUMBER_FORMAT", INVALID_DESTINATION_ADDRESS),
      Map.entry("NUMBER_CHANGED", DESTINATION_OUT_OF_SERVICE),
      Map.entry("DESTINATION_OUT_OF_ORDER", DESTINATION_OUT_OF_SERVICE),
      Map.entry("USER_NOT_REGISTERED", ENDPOINT_NOT_REGISTERED),
      Map.entry("SUBSCRIBER_ABSENT", ENDPOINT_NOT_REGISTERED),
      Map.entry("EXCHANGE_ROUTING_ERROR", LOOP_DETECTED),
      Map.entry("NO_USER_RESPONSE", NO_ANSWER),
      Map.entry("USER_BUSY", BUSY_LINE),
      Map.entry("CALL_REJECTED", REJECTED),
      Map.entry("INCOMING_CALL_BARRED", FORBIDDEN),
      Map.entry("OUTGOING_CALL_BARRED", FORBIDDEN),
      Map.entry("UNALLOCATED_NUMBER", UNALLOCATED_NUMBER),
      Map.entry("RECOVERY_ON_TIMER_EXPIRE", REQUEST_TIMEOUT),
      Map.entry("NORMAL_TEMPORARY_FAILURE", CARRIER_ERROR),
      Map.entry("SERVICE_UNAVAILABLE", CARRIER_ERROR),
      Map.entry("NORMAL_CIRCUIT_CONGESTION", CARRIER_CONGESTION),
      Map.entry("SWITCH_CONGESTION", CARRIER_CONGESTION),
      Map.entry("REQUESTED_CHAN_UNAVAIL", CARRIER_CONGESTION),
      Map.entry("NETWORK_OUT_OF_ORDER", NETWORK_ERROR),
      Map.entry("CRASH", INTERNAL_ERROR),
      Map.entry("SYSTEM_SHUTDOWN", INTERNAL_ERROR),
      Map.entry("NO_ROUTE_DESTINATION", ROUTING_ERROR),
      Map.entry("NO_ROUTE_TRANSIT_NET", ROUTING_ERROR),
      Map.entry("INVALID_GATEWAY", ROUTING_ERROR),
      Map.entry("GATEWAY_DOWN", ROUTING_ERROR),
      Map.entry("ALLOTTED_TIMEOUT", SCHEDULED_HANGUP),
      Map.entry("NO_ANSWER", RING_TIMEOUT_REACHED),
      Map.entry("PROGRESS_TIMEOUT", RING_TIMEOUT_REACHED),
      Map.entry("MEDIA_TIMEOUT", MEDIA_TIMEOUT),
      Map.entry("LOSE_RACE", LOST_RACE));

  private final int code;
  private final String title;

  HangupCause(int code, String title) {
    this.code = code;
    this.title = title;
  }

  /** {@code HangupCauseCode}. */
  public int code() {
    return code;
  }

  /** {@code HangupCauseName}. */
  public String title() {
    return title;
  }

  /** The cause of a call that Confab did not end, by FreeSWITCH's {@code Hangup-Cause}; UNKNOWN for one that is not in the table. */
  public static HangupCause ofFreeSwitch(String cause) {
    return OF_FREESWITCH.getOrDefault(cause, UNKNOWN);
  }
}
