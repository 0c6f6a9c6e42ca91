package org.confab.plivo;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * {@code <Hangup>} (docs.plivo.com/docs/voice/xml/hangup).
 *
 * @param reason none: rejected, where it is the first thing that happens to an unanswered call; otherwise a normal hang-up
 * @param schedule how long after this element was reached; zero: now. The elements after it run meanwhile
 */
public record HangupElement(int line, Optional<HangupReason> reason, Duration schedule) implements Element {

  static Element read(Attributes a) {
    return new HangupElement(
        a.line(),
        a.oneOf("reason", Map.of("rejected", HangupReason.REJECTED, "busy", HangupReason.BUSY)),
        a.seconds("schedule", 0, 0));
  }
}
