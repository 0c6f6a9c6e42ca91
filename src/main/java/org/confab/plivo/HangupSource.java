package org.confab.plivo;

/**
 * Who ended a call, as {@code HangupSource} says it. The words are those of docs.plivo.com/docs/voice/troubleshooting/hangup-causes, but
 * for CALLEE: there it is "Call recipient", while real requests and call records say "Callee".
 */
public enum HangupSource {
  CALLER("Caller"), CALLEE("Callee"),
  /** The platform; the word stays Plivo's, since applications compare with it. */
  PLIVO("Plivo"),
  CARRIER("Carrier"), API_REQUEST("API Request"), ANSWER_XML("Answer XML"), ERROR("Error"), UNKNOWN("Unknown");

  private final String word;

  HangupSource(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /**
   * Who ended a call that Confab did not end, inferred from {@code variable_sip_hangup_disposition} of mod_sofia: what was received came
   * from the phone at the other end (the caller's on an inbound call), what was sent was FreeSWITCH's or its operator's doing.
   */
  public static HangupSource ofDisposition(String sipHangupDisposition, Direction direction) {
    return switch (sipHangupDisposition) {
      case "recv_bye", "recv_cancel", "recv_refuse" -> direction == Direction.INBOUND ? CALLER : CALLEE;
      case "send_bye", "send_cancel", "send_refuse" -> PLIVO;
      default -> UNKNOWN;
    };
  }
}
