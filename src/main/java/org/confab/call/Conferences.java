package org.confab.call;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.confab.clock.Clock;
import org.confab.conference.Conference;
import org.confab.conference.ConferenceKey;
import org.confab.conference.ConferenceRules;
import org.confab.conference.Effect;
import org.confab.conference.Member;
import org.confab.conference.MemberSettings;
import org.confab.conference.Occurrence;
import org.confab.conference.Room;
import org.confab.conference.RoomName;
import org.confab.freeswitch.BoxCommands;
import org.confab.freeswitch.BoxSnapshot;
import org.confab.freeswitch.SwitchEvent;
import org.confab.freeswitch.SwitchEvent.Completed;
import org.confab.metrics.Meters;
import org.confab.plivo.Printable;
import org.confab.recording.RecordingFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The conferences of one box: what happens there is put to the rules, and what the rules say is done. */
final class Conferences {

  private static final Logger LOG = LoggerFactory.getLogger(Conferences.class);

  private static final Duration LOST_AFTER = Duration.ofSeconds(1);
  /** How long a join waits for its waitSound, so that it is heard from the first moment. */
  private static final Duration WAIT_SOUND = Duration.ofSeconds(1);
  /** An enterSound that comes later than this belongs to nothing any more. */
  private static final Duration TOO_LATE = Duration.ofSeconds(5);

  /** A call that wants to be, or is, in a conference. */
  private record Guest(Call call, ConferenceKey key, Promise<Stay> stay, MemberSounds sounds, ConferenceCallbacks.Target target) {}

  private final BoxContext context;
  private final BoxCommands box;
  private final Channels channels;
  private final Clock clock;
  private final ConferenceCallbacks callbacks;
  private final String profile;
  private final Meters meters;
  private final RoomCommands rooms;
  private final LostCalls lost;
  private final RoomRecordings recordings;
  private final ConferenceBook book;
  private final Map<String, Guest> guests = new HashMap<>();
  private final TimeLimits timeLimits;
  private final Standstill standstill;
  private ConferenceRules.Options options;
  private ConferenceRules rules;

  Conferences(BoxContext context, BoxCommands box, Channels channels, Clock clock, ConferenceCallbacks callbacks, String profile,
      ConferenceRules.Options options, Memory memory, RecordingFiles files, Transcripts transcripts, Meters meters) {
    this.context = context;
    this.book = new ConferenceBook(memory);
    this.box = box;
    this.channels = channels;
    this.clock = clock;
    this.callbacks = callbacks;
    this.profile = profile;
    this.meters = meters;
    this.rooms = new RoomCommands(box, clock, this::isIn);
    this.lost = new LostCalls(box, clock, this::happened);
    this.recordings = new RoomRecordings(box, clock, rooms, book, callbacks, files, transcripts, memory, this::happened);
    this.timeLimits = new TimeLimits(clock);
    this.standstill = new Standstill(clock);
    this.options = options;
    this.rules = new ConferenceRules(options);
  }

  /** Until {@link #resynced}, or for a few seconds at most, nobody joins a room that may have died while nobody listened. */
  Standstill standstill() {
    return standstill;
  }

  /** The switch's version decides who ends a room when its moderator leaves. */
  void endconfEndsRoom(boolean endsRoom) {
    options = options.endconfEndsRoom(endsRoom);
    rules = new ConferenceRules(options);
  }

  /** Brings the call in, if the rules let it; completes when it is out again, or was refused. */
  Future<Stay> join(Call call, ConferenceKey key, MemberSettings settings, ConferenceCallbacks.Target target, MemberSounds sounds) {
    context.check();
    Guest guest = new Guest(call, key, Promise.promise(), sounds, target);
    guests.put(call.uuid(), guest);
    callbacks.entering(call, target);
    Future<Optional<String>> waitSound = sounds.prepare();
    if (waitSound.isComplete()) {
      standstill.after(() -> request(guest, settings, waitSound.result()));
    } else {
      Promise<Void> requested = Promise.promise();
      Clock.Timer late = clock.schedule(WAIT_SOUND, () -> {
        requested.complete();
        standstill.after(() -> request(guest, settings, Optional.empty()));
      });
      waitSound.onSuccess(sound -> {
        if (requested.tryComplete()) {
          late.cancel();
          standstill.after(() -> request(guest, settings, sound));
        } else {
          sound.ifPresent(file -> ofGuest(guest, new Occurrence.WaitSoundReady(call.uuid(), file)));
        }
      });
    }
    return guest.stay().future();
  }

  private void request(Guest guest, MemberSettings settings, Optional<String> waitSound) {
    String call = guest.call().uuid();
    if (guests.get(call) != guest) {
      // it was handed to us anew while something was waited for
      guest.stay().complete(new Stay.Refused(Effect.Refusal.GONE));
      return;
    }
    if (guest.call().over()) {
      refuse(guest.key(), new Effect.Refuse(call, Effect.Refusal.GONE));
      return;
    }
    happened(guest.key(), new Occurrence.JoinRequested(call, settings, waitSound));
    if (guest.call().held()) {
      ofGuest(guest, new Occurrence.Held(call, true));
    }
  }

  /** The conferences of the Confab before; {@link #resume} follows for each call in them. */
  void restore() {
    book.restore().forEach(before -> {
      ConferenceKey key = before.conference().key();
      before.conference().rooms().stream().filter(room -> room.ending().isPresent()).forEach(room -> standstill.after(() ->
          clock.schedule(LOST_AFTER, () -> happened(key, new Occurrence.LostSearchDue(room.name())))));
      // a room that FreeSWITCH is to empty, once it can be told; by then whoever left before has left for his own reason
      before.deadlines().forEach((room, deadline) -> standstill.after(() -> {
        if (book.room(room).filter(there -> there.ending().isEmpty()).isPresent()) {
          armTimeLimit(key, new Effect.ArmTimeLimit(room, deadline));
        }
      }));
    });
    meters.occupancy(book.count(), book.members());
  }

  /** @param revival makes a call anew of what is remembered of it */
  void restoreRecordings(Function<RememberedCall, Call> revival) {
    recordings.restore(revival);
  }

  void connected() {
    recordings.connected();
  }

  void recordingStarted(SwitchEvent.RecordingStarted event) {
    recordings.started(event);
  }

  void recordingStopped(SwitchEvent.RecordingStopped event) {
    recordings.stopped(event);
  }

  /** Whether the call is in that conference, or on its way in or out. */
  boolean knows(ConferenceKey key, Call call) {
    return book.find(key).flatMap(conference -> conference.roomOf(call.uuid())).isPresent();
  }

  /** Goes on with the stay of a call that the Confab before brought in, or was about to; completes as {@link #join}. */
  Future<Stay> resume(Call call, ConferenceKey key, ConferenceCallbacks.Target target, MemberSounds sounds, Future<Completed> chain) {
    context.check();
    Guest guest = new Guest(call, key, Promise.promise(), sounds, target);
    guests.put(call.uuid(), guest);
    callbacks.entering(call, target);
    follow(call, chain);
    return guest.stay().future();
  }

  /** Members of whose calls nothing is remembered would stay for ever. */
  void forgetStrangers() {
    book.all().forEach(each -> each.rooms().stream().flatMap(room -> room.members().keySet().stream())
        .filter(call -> !guests.containsKey(call)).toList().forEach(call -> {
          LOG.warn("call {}: was in the conference '{}', but what it is to do is not known any more.", call, Printable.of(each.key().name()));
          happened(each.key(), new Occurrence.HungUp(call));
        }));
  }

  int count() {
    return book.count();
  }

  int members() {
    return book.members();
  }

  void entered(SwitchEvent.MemberEntered event) {
    Optional<String> known = RoomName.parse(event.room()).flatMap(book::room).flatMap(Room::uuid);
    if (known.filter(uuid -> !uuid.equals(event.conferenceUuid())).isPresent()) {
      // the room died unseen, and has begun anew under its name; who left it before that is to have left for his own reason
      standstill.after(() -> {
        destroyed(new SwitchEvent.RoomDestroyed(event.room(), known.get()));
        into(event);
      });
    } else {
      into(event);
    }
  }

  private void into(SwitchEvent.MemberEntered event) {
    ofRoom(event.room(), room -> new Occurrence.Entered(room, event.conferenceUuid(), event.call(), event.memberId()));
  }

  void kicked(SwitchEvent.MemberKicked event) {
    ofRoom(event.room(), room -> new Occurrence.Kicked(room, event.call()));
  }

  void left(SwitchEvent.MemberLeft event) {
    if (isJoining(event.room(), event.call())) {
      // he was in, and that was not told to us
      entered(new SwitchEvent.MemberEntered(event.room(), event.conferenceUuid(), event.call(), event.memberId()));
    }
    ofRoom(event.room(), room -> new Occurrence.Left(room, event.call(), event.hungUp()));
  }

  /** If it answers for no room at all, another room would be no better. */
  void quarantined(SwitchEvent.RoomQuarantined event) {
    if (event.alone()) {
      ofRoom(event.room(), Occurrence.FellSilent::new);
    }
  }

  private boolean isJoining(String room, String call) {
    return RoomName.parse(room).flatMap(book::room).map(there -> there.members().get(call))
        .filter(member -> member.phase() == Member.Phase.JOINING).isPresent();
  }

  void destroyed(SwitchEvent.RoomDestroyed event) {
    ofRoom(event.room(), room -> new Occurrence.Destroyed(room, event.conferenceUuid()));
  }

  void pressed(String call, char digit) {
    ofCall(call, new Occurrence.Pressed(call, digit));
  }

  void floorTaken(SwitchEvent.FloorTaken event) {
    ofRoom(event.room(), room -> new Occurrence.FloorTaken(room, event.call(), event.speaks()));
  }

  void held(String call, boolean held) {
    ofCall(call, new Occurrence.Held(call, held));
  }

  void hungUp(String call) {
    ofCall(call, new Occurrence.HungUp(call));
  }

  /** By order, it is about to be taken out of whatever it does here; {@link #takenOut} follows, and its action is not requested. */
  void calledAway(String call) {
    ofCall(call, new Occurrence.CalledAway(call));
  }

  void takenOut(String call) {
    ofCall(call, new Occurrence.TakenOut(call));
  }

  /** The name of the conference that the call is in. */
  Optional<String> nameOf(String call) {
    return Optional.ofNullable(guests.get(call)).map(Guest::key).filter(key -> book.find(key).flatMap(conference -> conference.roomOf(call))
        .map(room -> room.members().get(call)).filter(member -> member.phase() == Member.Phase.IN).isPresent()).map(ConferenceKey::name);
  }

  /** The call is in park again after {@link Effect.Rescue}. */
  void parkedAgain(Call call) {
    call.rescuing(false);
    ofCall(call.uuid(), new Occurrence.ApplicationEnded(call.uuid()));
  }

  private void ofRoom(String name, Function<RoomName, Occurrence> occurrence) {
    RoomName.parse(name).ifPresent(room -> book.key(room).ifPresent(key -> happened(key, occurrence.apply(room))));
  }

  private void ofCall(String call, Occurrence occurrence) {
    Optional.ofNullable(guests.get(call)).ifPresent(guest -> happened(guest.key(), occurrence));
  }

  /** If it is still the same stay that this is about. */
  private void ofGuest(Guest guest, Occurrence occurrence) {
    if (guests.get(guest.call().uuid()) == guest) {
      happened(guest.key(), occurrence);
    }
  }

  private void happened(ConferenceKey key, Occurrence occurrence) {
    context.check();
    ConferenceRules.Step step = rules.apply(book.of(key), occurrence, clock.now());
    book.enter(step.conference());
    step.effects().forEach(effect -> carryOut(key, effect));
    book.remember(key);
    recordings.forgetFinished();
    meters.occupancy(book.count(), book.members());
    if (step.conference().isOver()) {
      callbacks.over(key);
    }
  }

  private void armTimeLimit(ConferenceKey key, Effect.ArmTimeLimit limit) {
    book.deadline(limit.room(), limit.deadline());
    timeLimits.arm(limit.room(), limit.deadline(), () -> happened(key, new Occurrence.TimeLimitReached(limit.room())));
  }

  private void carryOut(ConferenceKey key, Effect effect) {
    if (effect instanceof Effect.Join it) {
      enter(it);
    } else if (effect instanceof Effect.Refuse it) {
      refuse(key, it);
    } else if (effect instanceof Effect.Proceed it) {
      Optional.ofNullable(guests.remove(it.call())).ifPresent(guest -> guest.stay().complete(
          new Stay.Was(it.departure(), it.departure().recorded() ? recordings.link(it.departure().room()) : Optional.empty())));
    } else if (effect instanceof Effect.Remove it) {
      rooms.remove(it);
    } else if (effect instanceof Effect.Empty it) {
      rooms.empty(it.room());
    } else if (effect instanceof Effect.Mute it) {
      rooms.mute(it);
    } else if (effect instanceof Effect.Relay it) {
      rooms.relay(it);
    } else if (effect instanceof Effect.SetWaitSound it) {
      rooms.waitSound(it.room(), it.sound());
    } else if (effect instanceof Effect.PlaySound it) {
      play(it);
    } else if (effect instanceof Effect.StartRecording it) {
      Optional.ofNullable(guests.get(it.call())).ifPresentOrElse(guest -> recordings.start(key, it, guest.call(), guest.target()),
          () -> recordings.startAgain(it));
    } else if (effect instanceof Effect.PauseRecording it) {
      recordings.pause(it);
    } else if (effect instanceof Effect.OtherFormat it) {
      RoomRecordings.warn(it);
    } else if (effect instanceof Effect.TellRecorded it) {
      recordings.tell(it);
    } else if (effect instanceof Effect.FindRecording it) {
      recordings.find(it);
    } else if (effect instanceof Effect.TellEnter it) {
      LOG.info("call {}: entered the conference '{}', which has {} members now.", it.call(), Printable.of(key.name()), it.members().size());
      callbacks.enter(key, it);
    } else if (effect instanceof Effect.TellExit it) {
      LOG.info("call {}: left the conference '{}' ({}), which has {} members now.", it.call(), Printable.of(key.name()),
          it.departure().reason().word(), it.members().size());
      callbacks.exit(key, it);
    } else if (effect instanceof Effect.TellDigits it) {
      callbacks.digits(key, it);
    } else if (effect instanceof Effect.TellFloor it) {
      callbacks.floor(key, it);
    } else if (effect instanceof Effect.AwaitPause it) {
      clock.schedule(it.after(), () -> ofCall(it.call(), new Occurrence.DigitPause(it.call(), it.presses())));
    } else if (effect instanceof Effect.ArmTimeLimit it) {
      armTimeLimit(key, it);
    } else if (effect instanceof Effect.DisarmTimeLimit it) {
      book.noDeadline(it.room());
      timeLimits.disarm(it.room());
    } else if (effect instanceof Effect.LookForLost it) {
      clock.schedule(it.after(), () -> happened(key, new Occurrence.LostSearchDue(it.room())));
    } else if (effect instanceof Effect.AskForLost it) {
      lost.find(key, it);
    } else if (effect instanceof Effect.Rescue it) {
      Optional.ofNullable(guests.get(it.call())).ifPresent(guest -> lost.rescue(guest.key(), guest.call()));
    }
  }

  private void enter(Effect.Join join) {
    Call call = guests.get(join.call()).call();
    follow(call, channels.run(call, Map.of("conference_moh_sound", join.waitSound().map(BoxCommands::musicOnHold).orElse("")),
        JoinPlan.chain(join.room(), profile, join.flags())));
  }

  private void follow(Call call, Future<Completed> chain) {
    chain.onSuccess(completed -> afterApplication(call, completed)).onFailure(why -> {
      LOG.warn("call {}: FreeSWITCH did not let it into its conference: {}", call, why.getMessage());
      ofCall(call.uuid(), new Occurrence.HungUp(call.uuid()));
    });
  }

  private void afterApplication(Call call, Completed completed) {
    if (completed.ending() == Completed.Ending.HUNG_UP) {
      ofCall(call.uuid(), new Occurrence.HungUp(call.uuid()));
    } else if (call.calledAway()) {
      takenOut(call.uuid());
    } else if (!call.rescuing()) {
      ofCall(call.uuid(), switch (completed.ending()) {
        case TRANSFERRED -> new Occurrence.Transferred(call.uuid());
        case NEVER_RAN -> new Occurrence.NeverSent(call.uuid());
        default -> new Occurrence.ApplicationEnded(call.uuid());
      });
    }
    // a call that we pull out is free when its park has begun anew: the transfer is still to come, and would take it out of what is run before
  }

  private void refuse(ConferenceKey key, Effect.Refuse refusal) {
    Optional.ofNullable(guests.remove(refusal.call())).ifPresent(guest -> {
      if (refusal.reason() != Effect.Refusal.GONE) {
        LOG.info("call {}: not let into the conference '{}' ({}); its document goes on.", refusal.call(), Printable.of(key.name()),
            refusal.reason().word());
      }
      List<String> members = book.find(key).flatMap(Conference::current).map(Room::calls).orElse(List.of());
      callbacks.refused(key, guest.call(), refusal.reason(), members);
      guest.stay().complete(new Stay.Refused(refusal.reason()));
    });
  }

  /** Whoever was told to leave and is still in did not hear it: the connection broke, or the room did not answer in time. */
  private void removeAgain() {
    book.rooms().forEach(room -> room.in().stream().filter(member -> member.leaving().isPresent())
        .forEach(member -> member.memberId().ifPresent(id -> rooms.remove(new Effect.Remove(room.name(), id)))));
  }

  private boolean isIn(RoomName name, String memberId) {
    return book.room(name).stream().flatMap(room -> room.in().stream()).anyMatch(member -> member.memberId().filter(memberId::equals).isPresent());
  }

  /** Also when the member is gone by then; but not when nobody is left to hear it, or it took too long. */
  private void play(Effect.PlaySound wanted) {
    Instant asked = clock.now();
    Optional.ofNullable(guests.get(wanted.call())).map(Guest::sounds)
        .map(sounds -> wanted.moment() == Effect.Moment.ENTER ? sounds.enterSound() : sounds.exitSound())
        .ifPresent(sound -> sound.onSuccess(found -> found
            .filter(there -> book.room(wanted.room()).filter(room -> room.ending().isEmpty() && !room.in().isEmpty()).isPresent())
            .filter(there -> clock.now().isBefore(asked.plus(TOO_LATE)))
            .ifPresent(file -> rooms.play(wanted.room(), file))));
  }

  /** As {@link ConferenceBook#waitSounds}. */
  Set<String> waitSounds() {
    return book.waitSounds();
  }

  /** Their names, for FreeSWITCH to be asked for them. */
  Set<String> roomNames() {
    return book.rooms().map(room -> room.name().text()).collect(Collectors.toSet());
  }

  /** Who is in which room, for {@link #resynced}. */
  Whereabouts whereabouts() {
    return Whereabouts.of(book.all());
  }

  /**
   * After a time without events: who was let in since has entered, and members whom FreeSWITCH has no more have left. Completes when that is known
   * of everybody in a room that FreeSWITCH does not have; never fails.
   */
  Future<Void> resynced(Whereabouts before, BoxSnapshot snapshot) {
    // rooms of our own have smaller numbers, those that ended since the list was made among them
    book.foreign(snapshot.rooms().stream().flatMap(room -> RoomName.parse(room.name()).stream()).toList()).forEach(room -> LOG.warn(
        "{} has members of an earlier Confab: they stay in it and go to the fallback when it ends; their exits are not told, and new callers of "
            + "that conference get a room of their own.", room));
    before.missedEntries(whereabouts(), snapshot).forEach(this::entered);
    removeAgain();
    recordings.resynced(before.recorded(), snapshot);
    Set<String> there = snapshot.rooms().stream().map(BoxSnapshot.RoomFacts::name).collect(Collectors.toSet());
    List<Future<Void>> asked = new ArrayList<>();
    before.missing(whereabouts(), snapshot).forEach((call, room) -> book.key(room).ifPresent(key -> {
      Effect.AskForLost question = new Effect.AskForLost(room, book.room(room).flatMap(Room::uuid), List.of(call));
      if (there.contains(room.text()) || !standstill.stands()) {
        lost.missing(key, question);
      } else {
        asked.add(lost.find(key, question));
      }
    }));
    return Future.join(asked).transform(done -> {
      book.rooms().filter(room -> room.in().isEmpty() && !there.contains(room.name().text())
              && !snapshot.unanswered().contains(room.name().text())).toList()
          .forEach(room -> room.uuid().ifPresent(uuid -> book.key(room.name())
              .ifPresent(key -> happened(key, new Occurrence.Destroyed(room.name(), uuid)))));
      return Future.succeededFuture();
    });
  }
}
