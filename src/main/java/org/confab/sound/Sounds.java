package org.confab.sound;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Optional;

/** Makes audio of elements. Callable on any context; what takes time happens elsewhere, and the answer comes on the caller's context. */
public interface Sounds {

  /**
   * One file with everything that the elements say. An element that cannot be had is left out, with one warning. Never fails; empty if
   * there is nothing left to be heard.
   */
  Future<Optional<Sound>> of(Script script);

  /**
   * That file, which was given out, is still played, or will be: it stays for another hour at least. To be said again before that is over by whoever
   * has something played again and again.
   */
  default void stillPlays(Path file) {
  }
}
