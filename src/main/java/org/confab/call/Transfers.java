package org.confab.call;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.confab.clock.Clock;
import org.confab.esl.EslException;
import org.confab.freeswitch.BoxCommands;
import org.confab.freeswitch.Chain;
import org.confab.freeswitch.ChannelFacts;
import org.confab.freeswitch.SwitchEvent.Completed;
import org.confab.http.Link;
import org.confab.live.Outcome;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that leave whatever they do, by order, and run another document. Another {@link Call} stands for the channel from then on, so that whatever was
 * under way for the one before comes to nothing by itself; FreeSWITCH is told to park the channel, and the document is asked for when it has.
 */
final class Transfers {

  private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);
  /** Parking takes FreeSWITCH some 20 ms. */
  private static final Duration PARKED_BY_THEN = Duration.ofSeconds(5);

  private record Waiting(RememberedCall.Asking what, Instant since, boolean heard) {}

  private final BoxCommands box;
  private final Channels channels;
  private final Conferences conferences;
  private final CallRequests requests;
  private final Memory memory;
  private final Clock clock;
  private final Function<Call, DocumentRun> documents;
  private final Consumer<Call> replace;
  private final Map<String, Waiting> waiting = new HashMap<>();

  /** @param replace puts another call in the place of the one with its UUID */
  Transfers(BoxCommands box, Channels channels, Conferences conferences, CallRequests requests, Memory memory, Clock clock,
      Function<Call, DocumentRun> documents, Consumer<Call> replace) {
    this.box = box;
    this.channels = channels;
    this.conferences = conferences;
    this.requests = requests;
    this.memory = memory;
    this.clock = clock;
    this.documents = documents;
    this.replace = replace;
  }

  /** Completes when FreeSWITCH has heard of it, or need not. */
  Future<Outcome> transfer(Call call, Link link, HttpMethod method) {
    LOG.info("call {}: leaves what it does, by order, for {}.", call, Printable.url(link.url()));
    boolean runs = call.runs();
    boolean comes = call.rescuing();
    Optional<RememberedCall.At> at = call.position().at();
    Optional<String> chain = call.remembered().chain();
    Call next = call.successor();
    RememberedCall.Asking what = new RememberedCall.Asking(UUID.randomUUID(), link, method, requests.redirect(next), false, false);
    replace.accept(next);
    Outcome done = new Outcome.Done(List.of(call.uuid()));
    if (!runs && !comes) {
      documents.apply(next).open(what);
      return memory.written().map(done);
    }
    next.chain(chain);
    next.position(RememberedCall.Position.away(what, at));
    waits(next, what, comes);
    conferences.calledAway(call.uuid());
    // pulled out twice, it would be taken from the document that follows
    return comes ? memory.written().map(done) : memory.written().compose(written -> pullOut(next)).map(done);
  }

  private void waits(Call call, RememberedCall.Asking what, boolean heard) {
    call.rescuing(true);
    waiting.put(call.uuid(), new Waiting(what, clock.now(), heard));
  }

  /** Never fails: what FreeSWITCH did not hear now is said again after it was asked for its calls. */
  private Future<Void> pullOut(Call call) {
    if (!isWaiting(call)) {
      return Future.succeededFuture();
    }
    return box.park(call.uuid()).onSuccess(parked -> waiting.computeIfPresent(call.uuid(),
        (uuid, it) -> new Waiting(it.what(), clock.now(), true))).recover(why -> {
          if (!(why instanceof EslException.Failed)) {
            LOG.warn("call {}: FreeSWITCH could not be told that it leaves what it does; it is told again: {}", call, why.getMessage());
          }
          return Future.succeededFuture();
        });
  }

  /** Whether that one is on its way to another document. */
  boolean isWaiting(Call call) {
    return waiting.containsKey(call.uuid()) && !call.over();
  }

  /** Who is, for {@link #resynced}. */
  Set<String> uuids() {
    return new HashSet<>(waiting.keySet());
  }

  /** Its park has begun anew, with nothing that would lead it on if we were gone: that is armed first. */
  void parked(Call call, ChannelFacts channel) {
    Waiting it = waiting.remove(call.uuid());
    call.rescuing(false);
    call.chain(Optional.empty());
    conferences.takenOut(call.uuid());
    if (call.handover().wayOut().isEmpty()) {
      documents.apply(call).open(it.what());
      return;
    }
    // if what ran on it ended by itself a moment before, this is armed; else it is long over, which does no harm
    call.wayOut(channel.variable("last_sched_id"));
    channels.run(call, Map.of(), new Chain()).onComplete(armed -> {
      if (!call.over()) {
        documents.apply(call).open(it.what());
      }
    });
  }

  /** @return whether FreeSWITCH, asked after it was told, still runs what was to be left: it did not hear, and is told again */
  boolean resynced(Call call, ChannelFacts channel) {
    Waiting it = waiting.get(call.uuid());
    if (it == null || call.over()) {
      return false;
    }
    if (channel.isIdle()) {
      parked(call, channel);
    } else if (!it.heard() || it.since().plus(PARKED_BY_THEN).isBefore(clock.now())) {
      pullOut(call);
    }
    return true;
  }

  void over(String uuid) {
    waiting.remove(uuid);
  }

  /** One that the Confab before called away from what it did. */
  Call restore(Call before, RememberedCall remembered) {
    RememberedCall.Position position = remembered.position();
    Optional<Future<Completed>> chain = remembered.chain().map(id -> channels.resume(before, id));
    if (chain.isPresent()) {
      // what it did hears how that ends, the conference's one exit for one
      position.at().ifPresent(at -> documents.apply(before).resume(RememberedCall.Position.at(at), chain));
    }
    Call next = before.successor();
    next.chain(remembered.chain());
    next.position(position);
    waits(next, position.asking().orElseThrow(), false);
    conferences.calledAway(next.uuid());
    return next;
  }

  /** Whether that is one that was being called away. */
  static boolean isAway(RememberedCall before) {
    return before.position().asking().isPresent() && (before.position().at().isPresent() || before.chain().isPresent());
  }
}
