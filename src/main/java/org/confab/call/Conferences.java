package org.confab.call;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
import org.confab.freeswitch.SwitchEvent;
import org.confab.freeswitch.SwitchEvent.Completed;
import org.confab.log.About;
import org.confab.metrics.Meters;
import org.confab.recording.RecordingFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The conferences of one box: what happens there is put to the rules, and what the rules say is done. */
final class Conferences {

  private static final Logger LOG = LoggerFactory.getLogger(Conferences.class);

  private static final Duration LOST_AFTER = Duration.ofSeconds(1);
  /** How long a join waits for its waitSound, so that it is heard from the first moment. */
  private static final Duration WAIT_SOUND = Duration.ofSeconds(1);
  private final BoxContext context;
  private final Clock clock;
  private final ConferenceCallbacks callbacks;
  private final Meters meters;
  private final RoomCommands rooms;
  private final RoomRecordings recordings;
  private final ConferenceBook book;
  private final Guests guests = new Guests();
  private final ConferenceEffects effects;
  private final ConferenceResync resync;
  private final Standstill standstill;
  private ConferenceRules.Options options;
  private ConferenceRules rules;

  Conferences(BoxContext context, BoxCommands box, Channels channels, Clock clock, ConferenceCallbacks callbacks, String profile,
      ConferenceRules.Options options, Memory memory, RecordingFiles files, Transcripts transcripts, Meters meters) {
    this.context = context;
    this.book = new ConferenceBook(memory);
    this.clock = clock;
    this.callbacks = callbacks;
    this.meters = meters;
    this.rooms = new RoomCommands(box.conference(), clock, this::isIn);
    LostCalls lost = new LostCalls(box, clock, this::happened);
    this.recordings = new RoomRecordings(box, clock, rooms, book, callbacks, files, transcripts, memory, this::happened);
    this.standstill = new Standstill(clock);
    this.effects = new ConferenceEffects(channels, clock, profile, book, guests, callbacks, rooms, recordings, lost, meters, this::happened);
    this.resync = new ConferenceResync(book, guests, channels, rooms, recordings, lost, standstill, meters, this::entered, this::happened);
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
    guests.add(guest);
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
    if (!guests.stands(guest)) {
      // it was handed to us anew while something was waited for
      guest.stay().complete(new Stay.Refused(Effect.Refusal.GONE));
      return;
    }
    if (guest.call().over()) {
      effects.refuse(guest.key(), new Effect.Refuse(call, Effect.Refusal.GONE));
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
          effects.armTimeLimit(key, new Effect.ArmTimeLimit(room, deadline));
        }
      }));
    });
    meters.occupancy(book.count(), book.members());
  }

  /** @param revival makes a call anew of what is remembered of it */
  void restoreRecordings(Function<RememberedCall, Call> revival) {
    recordings.restore(revival);
  }

  /** Confab is about to end. */
  void stop() {
    recordings.stop();
  }

  /** Whether the call is in that conference, or on its way in or out. */
  boolean knows(ConferenceKey key, Call call) {
    return book.find(key).flatMap(conference -> conference.roomOf(call.uuid())).isPresent();
  }

  /** Goes on with the stay of a call that the Confab before brought in, or was about to; completes as {@link #join}. */
  Future<Stay> resume(Call call, ConferenceKey key, ConferenceCallbacks.Target target, MemberSounds sounds, Future<Completed> chain) {
    context.check();
    Guest guest = new Guest(call, key, Promise.promise(), sounds, target);
    guests.add(guest);
    callbacks.entering(call, target);
    effects.follow(call, chain);
    return guest.stay().future();
  }

  /** Members of whose calls nothing is remembered would stay for ever. */
  void forgetStrangers() {
    book.all().forEach(each -> each.rooms().stream().flatMap(room -> room.members().keySet().stream())
        .filter(call -> guests.find(call).isEmpty()).toList().forEach(call -> {
          LOG.warn("call {}: was in the conference '{}', but what it is to do is not known any more.", About.call(call),
              About.conference(each.key().name()));
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
    return guests.find(call).map(Guest::key).filter(key -> book.find(key).flatMap(conference -> conference.roomOf(call))
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
    guests.find(call).ifPresent(guest -> happened(guest.key(), occurrence));
  }

  /** If it is still the same stay that this is about. */
  private void ofGuest(Guest guest, Occurrence occurrence) {
    if (guests.stands(guest)) {
      happened(guest.key(), occurrence);
    }
  }

  /** Completes when FreeSWITCH has done what follows from it; fails if it could not be told to. Nobody has to look at it. */
  Future<Void> happened(ConferenceKey key, Occurrence occurrence) {
    context.check();
    ConferenceRules.Step step = rules.apply(book.of(key), occurrence, clock.now());
    book.enter(step.conference());
    List<Future<Void>> done = new ArrayList<>();
    step.effects().forEach(effect -> done.add(effects.carryOut(key, effect)));
    book.remember(key);
    recordings.forgetFinished();
    meters.occupancy(book.count(), book.members());
    if (step.conference().isOver()) {
      callbacks.over(key);
    }
    return Future.join(done).mapEmpty();
  }

  private boolean isIn(RoomName name, String memberId) {
    return book.room(name).stream().flatMap(room -> room.in().stream()).anyMatch(member -> member.memberId().filter(memberId::equals).isPresent());
  }

  /** What compares them with FreeSWITCH's rooms. */
  ConferenceResync resync() {
    return resync;
  }

  ConferenceBook book() {
    return book;
  }

  Guests guests() {
    return guests;
  }

  RoomCommands rooms() {
    return rooms;
  }

  RoomRecordings recordings() {
    return recordings;
  }
}
