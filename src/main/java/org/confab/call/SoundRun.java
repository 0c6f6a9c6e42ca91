package org.confab.call;

import io.vertx.core.Future;
import java.util.Map;
import org.confab.sound.Script;

/** {@code <Speak>}, and {@code <Play>} of a URL: made a file once, and played as often as it says. What cannot be had is skipped. */
record SoundRun(Channels channels, Rearming rearming, PlayableSounds sounds, Opening opening, Script once, int loop) implements ElementRun {

  @Override
  public Future<Next> run(Call call) {
    return rearming.until(call, sounds.path(once)).compose(file -> {
      if (call.over()) {
        return Future.succeededFuture(new Next.Over());
      }
      return file.map(path -> channels.run(call, Map.of(), SoundPlan.play(opening, path, loop)).map(Outcomes::afterApplication))
          .orElseGet(() -> Future.succeededFuture(Next.onward()));
    });
  }
}
