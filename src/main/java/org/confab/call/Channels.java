package org.confab.call;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import org.confab.esl.EslException;
import org.confab.freeswitch.BoxCommands;
import org.confab.freeswitch.Chain;
import org.confab.freeswitch.SwitchEvent.Completed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs chains on calls so that at every moment somebody leads the caller on: the way out that is armed while we think is deleted only when a
 * chain is under way, and every chain arms it again at its end, in FreeSWITCH, whether we are there or not.
 */
final class Channels {

  private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

  /** What every call of ours carries before anything runs on it (freeswitch-confirmed: traps). */
  private static final Map<String, String> PREPARATION = Map.of("hangup_after_conference", "false", "conference_controls", "none",
      "conference_permanent_wait_mod_moh", "true", "playback_terminators", "none");

  private final BoxCommands box;

  Channels(BoxCommands box) {
    this.box = box;
  }

  /** As {@link BoxCommands#run}, and keeps the call's way out. */
  Future<Completed> run(Call call, Map<String, String> variables, Chain chain) {
    Map<String, String> all = new LinkedHashMap<>(variables);
    Chain whole = chain;
    if (!call.prepared()) {
      all.putAll(PREPARATION);
      // without it the channel's DTMF events lack the variable by which the filter lets them through
      whole = new Chain().then("verbose_events", "").then(chain);
      call.prepared(true);
    }
    Future<Completed> running = box.run(call.uuid(), all, whole, call.handover().wayOut());
    call.takeWayOut().ifPresent(task -> box.cancelTask(task)
        .onFailure(why -> LOG.warn("call {}: its way to the fallback could not be cancelled, and may take it out of the conference: {}", call,
            why.getMessage())));
    return running.onSuccess(completed -> {
      if (completed.ending() == Completed.Ending.NEVER_RAN) {
        call.prepared(false);
      } else {
        call.didSomething();
      }
      if (call.handover().wayOut().isPresent()) {
        boolean ours = completed.ending() == Completed.Ending.FINISHED || completed.ending() == Completed.Ending.NEVER_RAN;
        call.wayOut(completed.scheduled().filter(task -> ours));
      }
    });
  }

  /** Hangs up; a call that is gone already is no failure. */
  Future<Void> hangUp(Call call, String cause) {
    return box.hangUp(call.uuid(), cause).recover(why -> why instanceof EslException.Failed ? Future.succeededFuture() : Future.failedFuture(why));
  }
}
