package org.confab.call;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import org.confab.freeswitch.Chain;

/** {@code <Wait>}: silence for a time. It does not answer the call (seen: {@code sleep} leaves a ringing caller ringing). */
record WaitRun(Channels channels, Duration length) implements ElementRun {

  @Override
  public Future<Next> run(Call call) {
    return channels.run(call, Map.of(), new Chain().then("sleep", Long.toString(length.toMillis()))).map(Outcomes::afterApplication);
  }
}
