package org.confab.transcription;

import io.vertx.core.Future;

/** Who makes text of a recording. Asked from the context of {@link Transcriptions} for this work. */
interface Engine {

  /** Asks once, for as long as the engine's timeout at most. Never fails: what went wrong is the outcome. */
  Future<Outcome> transcribe(Recording recording);
}
