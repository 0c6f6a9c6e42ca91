package org.confab.plivo;

import java.util.regex.Pattern;

/**
 * {@code <DTMF>} (docs.plivo.com/docs/voice/xml/dtmf): keys are sent to the caller's side.
 *
 * @param digits of {@code 0-9 * # A-D}, {@code w} (a pause of 0.5 s) and {@code W} (1 s); not empty
 * @param async the next element runs while they are sent
 */
public record DTMFElement(int line, String digits, boolean async) implements Element {

  /** switch_core_io.c, switch_core_session_send_dtmf_string. */
  private static final int MOST = 99;
  private static final Pattern DIGITS = Pattern.compile("[0-9*#A-DwW]+");

  static Element read(Attributes a) {
    boolean async = a.flag("async", true);
    String digits = a.body();
    if (digits.length() > MOST) {
      return a.invalid("these are " + digits.length() + " keys; FreeSWITCH sends at most " + MOST + " at once");
    }
    return DIGITS.matcher(digits).matches() ? new DTMFElement(a.line(), digits, async)
        : a.invalid("the keys are its text, of 0-9, *, #, A-D, w and W");
  }
}
