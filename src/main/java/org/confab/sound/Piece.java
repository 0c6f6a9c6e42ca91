package org.confab.sound;

import java.nio.file.Path;
import java.time.Duration;
import org.confab.config.Settings;

/**
 * The sound of one element, once: a file of ours.
 *
 * @param made    whether it was made for whoever asked, and not there already
 * @param lasting false if its server does not want it to be kept
 */
record Piece(String name, Path file, long frames, boolean made, boolean lasting) {

  static Piece of(Shelf.Kept kept, boolean made, boolean lasting) {
    return new Piece(kept.name(), kept.file(), WavFile.framesOf(kept.bytes()), made, lasting);
  }

  /** How many frames are made of one: a second more than are played, so that a sound which is cut shows as one. */
  static long most(Settings.Sounds settings) {
    return WavFile.frames(settings.maxLength().plus(Duration.ofSeconds(1)));
  }

  /** As it is for everybody but who had it made. */
  Piece found() {
    return new Piece(name, file, frames, false, lasting);
  }
}
