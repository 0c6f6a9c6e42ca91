package org.confab.call;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;

/** {@code <Wait>}: silence for a time. It does not answer the call. */
record WaitRun(Channels channels, Duration length) implements ElementRun {

  @Override
  public Future<Next> run(Call call) {
    return channels.run(call, Map.of(), SoundPlan.pause(call.answered(), length)).map(Outcomes::afterApplication);
  }
}
