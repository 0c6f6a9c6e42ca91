package org.confab.call;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.confab.clock.Clock;
import org.confab.conference.Conference;
import org.confab.conference.ConferenceKey;
import org.confab.conference.Effect;
import org.confab.conference.Occurrence;
import org.confab.conference.Room;
import org.confab.freeswitch.ConferenceCommands;
import org.confab.freeswitch.SwitchEvent.Completed;
import org.confab.log.About;
import org.confab.metrics.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the rules say is to be done: tells FreeSWITCH, the application, and whoever waits for a call. */
final class ConferenceEffects {

  private static final Logger LOG = LoggerFactory.getLogger(ConferenceEffects.class);

  /** An enterSound that comes later than this belongs to nothing any more. */
  private static final Duration TOO_LATE = Duration.ofSeconds(5);

  private final Channels channels;
  private final Clock clock;
  private final String profile;
  private final ConferenceBook book;
  private final Guests guests;
  private final ConferenceCallbacks callbacks;
  private final RoomCommands rooms;
  private final RoomRecordings recordings;
  private final LostCalls lost;
  private final Meters meters;
  private final TimeLimits timeLimits;
  private final BiConsumer<ConferenceKey, Occurrence> happened;

  /** @param happened what the rules are to be told */
  ConferenceEffects(Channels channels, Clock clock, String profile, ConferenceBook book, Guests guests, ConferenceCallbacks callbacks,
      RoomCommands rooms, RoomRecordings recordings, LostCalls lost, Meters meters, BiConsumer<ConferenceKey, Occurrence> happened) {
    this.channels = channels;
    this.clock = clock;
    this.profile = profile;
    this.book = book;
    this.guests = guests;
    this.callbacks = callbacks;
    this.rooms = rooms;
    this.recordings = recordings;
    this.lost = lost;
    this.meters = meters;
    this.timeLimits = new TimeLimits(clock);
    this.happened = happened;
  }

  /** Completes when FreeSWITCH has done what it was told, if it was told something; fails if it could not be. */
  Future<Void> carryOut(ConferenceKey key, Effect effect) {
    if (effect instanceof Effect.Join it) {
      guests.find(it.call()).ifPresent(guest -> enter(guest.call(), it));
    } else if (effect instanceof Effect.Refuse it) {
      refuse(key, it);
    } else if (effect instanceof Effect.Proceed it) {
      guests.remove(it.call()).ifPresent(guest -> guest.stay().complete(
          new Stay.Was(it.departure(), it.departure().recorded() ? recordings.link(it.departure().room()) : Optional.empty())));
    } else if (effect instanceof Effect.Remove it) {
      return rooms.remove(it);
    } else if (effect instanceof Effect.Empty it) {
      return rooms.empty(it.room());
    } else if (effect instanceof Effect.Mute it) {
      return rooms.mute(it);
    } else if (effect instanceof Effect.Deaf it) {
      return rooms.deaf(it);
    } else if (effect instanceof Effect.HangUp it) {
      return guests.find(it.call()).map(guest -> channels.hangUp(guest.call(), "NORMAL_CLEARING")).orElseGet(Future::succeededFuture);
    } else if (effect instanceof Effect.Relay it) {
      rooms.relay(it);
    } else if (effect instanceof Effect.SetWaitSound it) {
      return rooms.waitSound(it.room(), it.sound());
    } else if (effect instanceof Effect.PlaySound it) {
      play(it);
    } else if (effect instanceof Effect.StartRecording it) {
      return guests.find(it.call()).map(guest -> recordings.start(key, it, guest.call(), guest.target()))
          .orElseGet(() -> recordings.startAgain(it.room()));
    } else if (effect instanceof Effect.RecordAsOrdered it) {
      return recordings.start(key, it);
    } else if (effect instanceof Effect.ShareRecording it) {
      guests.find(it.call()).ifPresent(guest -> recordings.share(it, guest.call(), guest.target()));
    } else if (effect instanceof Effect.StopRecording it) {
      return recordings.stop(it);
    } else if (effect instanceof Effect.PauseRecording it) {
      return recordings.pause(it);
    } else if (effect instanceof Effect.OtherFormat it) {
      RoomRecordings.warn(it);
    } else if (effect instanceof Effect.TellRecorded it) {
      recordings.tell(it);
    } else if (effect instanceof Effect.FindRecording it) {
      recordings.find(it);
    } else if (effect instanceof Effect.TellEnter it) {
      LOG.info("call {}: entered the conference '{}', which has {} members now.", About.call(it.call()), About.conference(key.name()), it.members().size());
      meters.entered(it.first());
      callbacks.enter(key, it);
    } else if (effect instanceof Effect.TellExit it) {
      LOG.info("call {}: left the conference '{}' ({}), which has {} members now.", About.call(it.call()), About.conference(key.name()),
          it.departure().reason().word(), it.members().size());
      callbacks.exit(key, it);
    } else if (effect instanceof Effect.TellDigits it) {
      callbacks.digits(key, it);
    } else if (effect instanceof Effect.TellFloor it) {
      callbacks.floor(key, it);
    } else if (effect instanceof Effect.AwaitPause it) {
      clock.schedule(it.after(), () -> guests.find(it.call())
          .ifPresent(guest -> happened.accept(guest.key(), new Occurrence.DigitPause(it.call(), it.presses()))));
    } else if (effect instanceof Effect.ArmTimeLimit it) {
      armTimeLimit(key, it);
    } else if (effect instanceof Effect.DisarmTimeLimit it) {
      book.noDeadline(it.room());
      timeLimits.disarm(it.room());
    } else if (effect instanceof Effect.LookForLost it) {
      clock.schedule(it.after(), () -> happened.accept(key, new Occurrence.LostSearchDue(it.room())));
    } else if (effect instanceof Effect.AskForLost it) {
      lost.find(key, it);
    } else if (effect instanceof Effect.Rescue it) {
      guests.find(it.call()).ifPresent(guest -> lost.rescue(guest.key(), guest.call()));
    }
    return Future.succeededFuture();
  }

  void armTimeLimit(ConferenceKey key, Effect.ArmTimeLimit limit) {
    book.deadline(limit.room(), limit.deadline());
    timeLimits.arm(limit.room(), limit.deadline(), () -> happened.accept(key, new Occurrence.TimeLimitReached(limit.room())));
  }

  private void enter(Call call, Effect.Join join) {
    follow(call, channels.run(call, Map.of("conference_moh_sound", join.waitSound().map(ConferenceCommands::musicOnHold).orElse("")),
        JoinPlan.chain(join.room(), profile, join.flags())));
  }

  /** What becomes of a call whose conference application runs, or is about to. */
  void follow(Call call, Future<Completed> chain) {
    chain.onSuccess(completed -> afterApplication(call, completed)).onFailure(why -> {
      LOG.warn("call {}: FreeSWITCH did not let it into its conference: {}", call, why.getMessage());
      happened(call, new Occurrence.HungUp(call.uuid()));
    });
  }

  private void afterApplication(Call call, Completed completed) {
    if (completed.ending() == Completed.Ending.HUNG_UP) {
      happened(call, new Occurrence.HungUp(call.uuid()));
    } else if (call.calledAway()) {
      happened(call, new Occurrence.TakenOut(call.uuid()));
    } else if (!call.rescuing()) {
      happened(call, switch (completed.ending()) {
        case TRANSFERRED -> new Occurrence.Transferred(call.uuid());
        case NEVER_RAN -> new Occurrence.NeverSent(call.uuid());
        default -> new Occurrence.ApplicationEnded(call.uuid());
      });
    }
    // a call that we pull out is free when its park has begun anew: the transfer is still to come, and would take it out of what is run before
  }

  void refuse(ConferenceKey key, Effect.Refuse refusal) {
    guests.remove(refusal.call()).ifPresent(guest -> {
      if (refusal.reason() != Effect.Refusal.GONE) {
        LOG.info("call {}: not let into the conference '{}' ({}); its document goes on.", About.call(refusal.call()), About.conference(key.name()),
            refusal.reason().word());
      }
      List<String> members = book.find(key).flatMap(Conference::current).map(Room::calls).orElse(List.of());
      callbacks.refused(key, guest.call(), refusal.reason(), members);
      guest.stay().complete(new Stay.Refused(refusal.reason()));
    });
  }

  private void happened(Call call, Occurrence occurrence) {
    guests.find(call.uuid()).ifPresent(guest -> happened.accept(guest.key(), occurrence));
  }

  /** Also when the member is gone by then; but not when nobody is left to hear it, or it took too long. */
  private void play(Effect.PlaySound wanted) {
    Instant asked = clock.now();
    guests.find(wanted.call()).map(Guest::sounds)
        .map(sounds -> wanted.moment() == Effect.Moment.ENTER ? sounds.enterSound() : sounds.exitSound())
        .ifPresent(sound -> sound.onSuccess(found -> found
            .filter(there -> book.room(wanted.room()).filter(room -> room.ending().isEmpty() && !room.in().isEmpty()).isPresent())
            .filter(there -> clock.now().isBefore(asked.plus(TOO_LATE)))
            .ifPresent(file -> rooms.play(wanted.room(), file))));
  }
}
