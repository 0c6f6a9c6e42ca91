package org.confab.call;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.confab.clock.Clock;
import org.confab.freeswitch.BoxCommands;
import org.confab.freeswitch.BoxSnapshot;
import org.confab.freeswitch.Chain;
import org.confab.freeswitch.ChannelFacts;
import org.confab.log.About;
import org.confab.metrics.Meters;
import org.confab.sound.Sounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the calls with what FreeSWITCH says it has, after each connect and again and again, and makes good what was not told. */
final class CallResync {

  private static final Logger LOG = LoggerFactory.getLogger(CallResync.class);
  /** {@code show channels} is some 300 ms behind: calls that were parked just before we listened appear at the second look. */
  private static final Duration SECOND_LOOK = Duration.ofSeconds(1);
  /** Shorter than the 30 s after which the way out fires: whoever waits for us because an event was lost is found before. */
  private static final Duration RESYNC = Duration.ofSeconds(25);
  /** A channel cannot be asked any more while its CDRs are written, and CHANNEL_HANGUP_COMPLETE, with cause and times, follows after that. */
  private static final Duration HANGUP_COMPLETE = Duration.ofSeconds(10);

  private final CallBook calls;
  private final CallEnds ends;
  private final BoxCommands box;
  private final Channels channels;
  private final Conferences conferences;
  private final OutgoingCalls outgoing;
  private final Transfers transfers;
  private final Claims claims;
  private final Sounds sounds;
  private final Clock clock;
  private final Meters meters;
  private final Consumer<ChannelFacts> parked;
  private final BiConsumer<String, Boolean> held;
  private final List<Look> looks = new ArrayList<>();
  private Clock.Timer next = () -> { };

  /** One asking of FreeSWITCH for its calls: what we knew when it was asked, and which calls have ended since. */
  private record Look(Set<String> before, Whereabouts rooms, Set<String> ended, Set<String> placed, Set<String> away, Instant at) {

    /** He was being called: if he has answered, it was not told. */
    boolean wasPlaced(ChannelFacts channel) {
      return placed.contains(channel.uuid()) && !ended.contains(channel.uuid());
    }

    boolean isNew(ChannelFacts channel) {
      return !before.contains(channel.uuid()) && !ended.contains(channel.uuid());
    }
  }

  /**
   * @param parked who waits for us, and was not told of
   * @param held   who is on hold or is not any more, which was not told
   */
  CallResync(CallBook calls, CallEnds ends, BoxCommands box, Channels channels, Conferences conferences, OutgoingCalls outgoing, Transfers transfers,
      Claims claims, Sounds sounds, Clock clock, Meters meters, Consumer<ChannelFacts> parked, BiConsumer<String, Boolean> held) {
    this.calls = calls;
    this.ends = ends;
    this.box = box;
    this.channels = channels;
    this.conferences = conferences;
    this.outgoing = outgoing;
    this.transfers = transfers;
    this.claims = claims;
    this.sounds = sounds;
    this.clock = clock;
    this.meters = meters;
    this.parked = parked;
    this.held = held;
  }

  /** FreeSWITCH is connected. */
  void begin() {
    now(Duration.ZERO);
    next = clock.schedule(SECOND_LOOK, this::nowAndAgain);
  }

  /** It is not any more. */
  void end() {
    next.cancel();
  }

  /** Once, beside what goes on: something may have been missed. */
  void once() {
    now(HANGUP_COMPLETE);
  }

  /** What is being asked now may still show a call that is over. */
  void hungUp(String uuid) {
    looks.forEach(look -> look.ended().add(uuid));
  }

  private void nowAndAgain() {
    conferences.resync().waitSounds().forEach(file -> sounds.stillPlays(Path.of(file)));
    calls.all().forEach(call -> call.repeats().ifPresent(file -> sounds.stillPlays(Path.of(file))));
    now(HANGUP_COMPLETE);
    next = clock.schedule(RESYNC, this::nowAndAgain);
  }

  /** @param patience how long FreeSWITCH may take to tell by itself of calls that it has no more */
  private void now(Duration patience) {
    Set<String> before = calls.uuids();
    before.addAll(outgoing.uuids());
    Instant asked = clock.now();
    Look look = new Look(Set.copyOf(before), conferences.resync().whereabouts(), new HashSet<>(), outgoing.uuids(), transfers.uuids(), asked);
    looks.add(look);
    box.snapshot(look.before(), conferences.resync().roomNames())
        .onComplete(done -> looks.removeIf(each -> each == look))
        .onSuccess(snapshot -> {
          compare(look, snapshot, patience);
          meters.resync(Meters.ResyncResult.COMPARED, Duration.between(asked, clock.now()));
        })
        .onFailure(why -> {
          LOG.warn("FreeSWITCH could not be asked for its calls and rooms: {}", why.getMessage());
          meters.resync(Meters.ResyncResult.FAILED, Duration.between(asked, clock.now()));
        });
  }

  private void compare(Look look, BoxSnapshot snapshot, Duration patience) {
    Map<String, ChannelFacts> there = new HashMap<>();
    snapshot.calls().forEach(channel -> there.put(channel.uuid(), channel));
    look.before().stream().filter(uuid -> !there.containsKey(uuid))
        .forEach(uuid -> calls.findAnywhere(uuid).ifPresent(call -> {
          if (patience.isZero()) {
            vanished(call);
          } else {
            clock.schedule(patience, () -> vanished(call));
          }
        }));
    // after those who are gone: who left with his moderator is to have left for that reason
    box.resynced(snapshot);
    Future<Void> found = conferences.resync().resynced(look.rooms(), snapshot);
    there.values().forEach(channel -> calls.find(channel.uuid()).ifPresent(call -> {
      if (channel.answered() && !call.answered()) {
        call.wasAnswered();
      }
      if (calls.isWaiting(call.uuid()) && channel.isIdle()) {
        calls.takeWaiting(call.uuid()).ifPresent(Runnable::run);
      } else if (calls.isWaiting(call.uuid())) {
        ends.taken(call);
      }
      channels.resynced(call, channel);
      if (call.held() != channel.held()) {
        held.accept(call.uuid(), channel.held());
      }
      boolean away = look.away().contains(call.uuid()) && transfers.resynced(call, channel);
      if (!away && call.rescuing() && channel.isIdle() && !transfers.isWaiting(call)) {
        conferences.parkedAgain(call);
      }
    }));
    outgoing.resynced(look.at(), look.placed(), there);
    there.values().stream().filter(channel -> look.isNew(channel) || look.wasPlaced(channel))
        .filter(channel -> !calls.knows(channel.uuid())).filter(CallResync::waitsForUs)
        .filter(channel -> !claims.isAnothers(channel)).forEach(channel -> {
      meters.resyncDifference(Meters.Difference.CALL_WAITED);
      LOG.info("call {}: was parked before we listened, and is taken now.", About.call(channel.uuid()));
      parked.accept(channel);
    });
    found.onComplete(all -> conferences.standstill().end());
  }

  private void vanished(Call call) {
    if (calls.find(call.uuid()).filter(now -> now == call).isPresent()) {
      meters.resyncDifference(Meters.Difference.CALL_ENDED);
      LOG.warn("call {}: ended while nobody listened to FreeSWITCH.", call);
      ends.hungUp(call, new ChannelFacts(call.uuid(), Map.of()));
    } else if (calls.takeElsewhere(call)) {
      ends.overElsewhere(call, new ChannelFacts(call.uuid(), Map.of()));
    }
  }

  /** In park, and nothing of ours has run on it: then its answer URL has not been asked, or by somebody who is gone. */
  private static boolean waitsForUs(ChannelFacts channel) {
    return channel.variable("current_application").filter("park"::equals).isPresent() && channel.variable("conference_call_key").isEmpty()
        && channel.variable(Chain.STEP).isEmpty();
  }
}
