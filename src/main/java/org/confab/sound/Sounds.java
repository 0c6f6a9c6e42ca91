package org.confab.sound;

import io.vertx.core.Future;
import java.util.Optional;

/** Makes audio of elements. Callable on any context; what takes time happens elsewhere, and the answer comes on the caller's context. */
public interface Sounds {

  /**
   * One file with everything that the elements say. An element that cannot be had is left out, with one warning. Never fails; empty if
   * there is nothing left to be heard.
   */
  Future<Optional<Sound>> of(Script script);
}
