package org.confab.call;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a member's element lets be heard, each as FreeSWITCH is to play it: a file or a tone; empty if it names none, or it cannot be had. None
 * of these ever fails.
 */
final class MemberSounds {

  private final Supplier<Future<Optional<String>>> waiting;
  private final Supplier<Future<Optional<String>>> entering;
  private final Supplier<Future<Optional<String>>> leaving;
  private Optional<Future<Optional<String>>> entry = Optional.empty();

  MemberSounds(Supplier<Future<Optional<String>>> waiting, Supplier<Future<Optional<String>>> entering,
      Supplier<Future<Optional<String>>> leaving) {
    this.waiting = waiting;
    this.entering = entering;
    this.leaving = leaving;
  }

  /** Asks for what is needed while the call is on its way in; the room's music is what is waited for. */
  Future<Optional<String>> prepare() {
    entry = Optional.of(entering.get());
    return waiting.get();
  }

  Future<Optional<String>> enterSound() {
    return entry.orElseGet(Future::succeededFuture).map(sound -> sound == null ? Optional.empty() : sound);
  }

  /** Requested when it is needed: the member may stay for hours. */
  Future<Optional<String>> exitSound() {
    return leaving.get();
  }
}
