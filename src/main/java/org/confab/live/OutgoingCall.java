package org.confab.live;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.confab.plivo.HttpMethod;

/**
 * Somebody who is to be called, or several at once, each with a call of his own.
 *
 * @param account     whose calls these are
 * @param from        the number that the phones show
 * @param to          numbers, or SIP addresses ({@code sip:user@host}); not empty
 * @param callerName  what the phones show beside it
 * @param answer      asked for a document when somebody answers
 * @param fallback    asked when that has none
 * @param ring        told that it rings
 * @param hangup      told once of each of the calls that it is over, whether it was answered or not
 * @param ringTimeout how long it rings at most
 * @param timeLimit   how long the call lasts at most, from the answer on
 * @param sendDigits  keys that are sent when somebody has answered; empty: none
 */
public record OutgoingCall(String account, String from, List<String> to, Optional<String> callerName, Target answer, Optional<Target> fallback,
    Optional<Target> ring, Optional<Target> hangup, Optional<Duration> ringTimeout, Optional<Duration> timeLimit, String sendDigits) {

  public OutgoingCall {
    to = List.copyOf(to);
  }

  /** A URL that is requested so; the application's, and not trusted. */
  public record Target(String url, HttpMethod method) {}
}
