package org.confab.call;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import org.confab.sound.Script;

/** {@code <Speak>}, and {@code <Play>} of a URL: made a file once, and played as often as it says. What cannot be had is skipped. */
record SoundRun(Channels channels, Rearming rearming, PlayableSounds sounds, Opening opening, Script once, int loop) implements ElementRun {

  @Override
  public Future<Next> run(Call call) {
    return rearming.until(call, sounds.path(once)).compose(file -> {
      if (call.over()) {
        return Future.succeededFuture(new Next.Over());
      }
      return file.map(path -> play(call, path)).orElseGet(() -> Future.succeededFuture(Next.onward()));
    });
  }

  private Future<Next> play(Call call, String path) {
    call.repeats(Optional.of(path).filter(it -> loop != 1));
    return channels.run(call, Map.of(), SoundPlan.play(opening, path, loop)).onComplete(over -> call.repeats(Optional.empty()))
        .map(Outcomes::afterApplication);
  }
}
