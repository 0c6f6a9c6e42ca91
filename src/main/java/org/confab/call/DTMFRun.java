package org.confab.call;

import io.vertx.core.Future;
import java.util.Map;
import org.confab.plivo.DTMFElement;

/** {@code <DTMF>}: sends keys to the caller's side. FreeSWITCH queues them, and so by itself goes on while it sends them. */
record DTMFRun(Channels channels, Opening opening, DTMFElement element) implements ElementRun {

  @Override
  public Future<Next> run(Call call) {
    return channels.run(call, Map.of(), SoundPlan.send(opening, element.digits(), element.async())).map(Outcomes::afterApplication);
  }
}
