package org.confab.call;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.confab.esl.EslException;
import org.confab.freeswitch.BoxCommands;
import org.confab.freeswitch.Chain;
import org.confab.freeswitch.ChannelFacts;
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
      "conference_permanent_wait_mod_moh", "true", "playback_terminators", "none", "sleep_eat_digits", "true");

  private final BoxCommands box;
  private final Memory memory;

  Channels(BoxCommands box, Memory memory) {
    this.box = box;
    this.memory = memory;
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
    String id = box.newChain();
    Chain ready = whole;
    call.chain(Optional.of(id));
    // what runs on a channel is known to the Confab after us, whenever we end
    return memory.written().compose(written -> call.over()
        ? Future.succeededFuture(new Completed(call.uuid(), Completed.Ending.HUNG_UP, Map.of())) : send(call, id, all, ready));
  }

  private Future<Completed> send(Call call, String id, Map<String, String> variables, Chain chain) {
    Future<Completed> running = box.run(call.uuid(), id, variables, chain, call.handover().wayOut());
    if (running.failed()) {
      // nothing can be run on it: then its way out is all that it has
      return running;
    }
    Future<Completed> followed = follow(call, running);
    cancelWayOut(call);
    return followed;
  }

  /** A chain that the Confab before ran on the call, or was about to. */
  Future<Completed> resume(Call call, String id) {
    return follow(call, box.resume(call.uuid(), id));
  }

  private Future<Completed> follow(Call call, Future<Completed> running) {
    call.runs(true);
    return running.onComplete(ended -> call.runs(false)).onSuccess(completed -> over(call, completed));
  }

  private void over(Call call, Completed completed) {
    if (completed.ending() != Completed.Ending.NEVER_RAN) {
      call.didSomething();
    }
    if (completed.ending() == Completed.Ending.HUNG_UP || completed.ending() == Completed.Ending.TRANSFERRED && !call.rescuing()) {
      call.isOver();
    }
    if (completed.ending() == Completed.Ending.NEVER_RAN) {
      // nor was its way out cancelled: the commands are read in their order
      call.prepared(false);
    } else if (call.handover().wayOut().isPresent()) {
      cancelWayOut(call);
      call.wayOut(completed.scheduled().filter(task -> completed.ending() == Completed.Ending.FINISHED));
    }
    if (!call.over()) {
      call.chain(Optional.empty());
    }
  }

  /** If the connection breaks over it, it is still armed: the next chain cancels it, or {@link #resynced}. */
  private void cancelWayOut(Call call) {
    call.takeWayOut().ifPresent(task -> box.cancelTask(task).onFailure(why -> {
      if (!(why instanceof EslException.Failed)) {
        call.wayOut(Optional.of(task));
      }
      LOG.warn("call {}: its way to the fallback could not be cancelled, and may take it out of the conference: {}", call, why.getMessage());
    }));
  }

  /** After FreeSWITCH was asked what became of the call: what a broken connection kept from it is said again. */
  void resynced(Call call, ChannelFacts channel) {
    if (call.runs()) {
      cancelWayOut(call);
    } else if (channel.isIdle()) {
      call.takeOwed().ifPresent(Runnable::run);
    }
  }

  /**
   * Hangs up; a call that is gone already is no failure. If the connection breaks over it, it is done when that is back. Completes when FreeSWITCH has
   * been told, and nobody has to look at it.
   */
  Future<Void> hangUp(Call call, String cause) {
    return box.hangUp(call.uuid(), cause).onFailure(why -> {
      if (!(why instanceof EslException.Failed)) {
        LOG.error("call {}: could not be hung up: {}", call, why.getMessage());
        if (!(why instanceof EslException.Refused)) {
          call.owes(() -> hangUp(call, cause));
        }
      }
    }).recover(why -> why instanceof EslException.Failed ? Future.succeededFuture() : Future.failedFuture(why));
  }

  /** Gives the call to an extension of the dialplan, {@code <extension> XML <context>}; one that cannot be given away is hung up. */
  void giveBack(Call call, String target) {
    box.transfer(call.uuid(), target).onSuccess(done -> cancelWayOut(call)).onFailure(why -> {
      LOG.error("call {}: could not be given back to the dialplan: {}", call, why.getMessage());
      if (why instanceof EslException.Failed || why instanceof EslException.Refused) {
        hangUp(call, "NORMAL_TEMPORARY_FAILURE");
      } else {
        call.owes(() -> giveBack(call, target));
      }
    });
  }
}
