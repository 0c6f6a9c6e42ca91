package org.confab.call;

import org.confab.conference.Effect;

/** How a {@code <Conference>} element ended for a call. */
sealed interface Stay {

  /** It was in, and is out. */
  record Was(Effect.Departure departure) implements Stay {}

  /** It never got in. */
  record Refused(Effect.Refusal reason) implements Stay {}
}
