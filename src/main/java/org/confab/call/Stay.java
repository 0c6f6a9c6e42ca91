package org.confab.call;

import java.util.Optional;
import org.confab.conference.Effect;
import org.confab.plivo.RecordingParameters;

/** How a {@code <Conference>} element ended for a call. */
sealed interface Stay {

  /**
   * It was in, and is out.
   *
   * @param recording of the room, if it is or was recorded
   */
  record Was(Effect.Departure departure, Optional<RecordingParameters.Link> recording) implements Stay {}

  /** It never got in. */
  record Refused(Effect.Refusal reason) implements Stay {}
}
