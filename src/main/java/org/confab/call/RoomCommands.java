package org.confab.call;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.confab.clock.Clock;
import org.confab.conference.Effect;
import org.confab.conference.RoomName;
import org.confab.esl.EslException;
import org.confab.freeswitch.BoxCommands;
import org.confab.log.About;
import org.confab.freeswitch.ConferenceCommands;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the rules want of a room, said to FreeSWITCH; what it cannot do is logged, and the conference goes on. Each future completes when it is done, or
 * is without object since whom it concerns has left; it fails if FreeSWITCH could not be told, and nobody has to look at it.
 */
final class RoomCommands {

  private static final Logger LOG = LoggerFactory.getLogger(RoomCommands.class);

  /** A member is told to us before FreeSWITCH itself finds it by its id (conference_member.c inserts it after its add-member). */
  private static final Duration NOT_KNOWN_YET = Duration.ofMillis(100);
  private static final int ATTEMPTS = 10;

  private final ConferenceCommands box;
  private final Clock clock;
  private final BiPredicate<RoomName, String> isIn;
  private final KeyRelays relays = new KeyRelays(this::sendKeys);

  /** By room and member: background jobs have no order among themselves. */
  private final Map<String, Future<Void>> mutes = new HashMap<>();

  /** By room, for the same reason. */
  private final Map<String, Future<Void>> recordings = new HashMap<>();

  /** @param isIn whether, as far as we know, a member is still in that room */
  RoomCommands(ConferenceCommands box, Clock clock, BiPredicate<RoomName, String> isIn) {
    this.box = box;
    this.clock = clock;
    this.isIn = isIn;
  }

  Future<Void> remove(Effect.Remove removal) {
    return ofMember(removal.room(), removal.memberId(), "take member " + removal.memberId() + " out of",
        () -> box.removeMember(removal.room().text(), removal.memberId()), 1);
  }

  /** In the order of the calls: a mute that had to be repeated must not come after the unmute. */
  Future<Void> mute(Effect.Mute mute) {
    String member = mute.room() + " " + mute.memberId();
    return inOrder(mutes, member, () -> ofMember(mute.room(), mute.memberId(), (mute.mute() ? "mute" : "unmute") + " member " + mute.memberId() + " of",
        () -> box.muteMember(mute.room().text(), mute.memberId(), mute.mute()), 1));
  }

  Future<Void> deaf(Effect.Deaf deaf) {
    String member = "deaf " + deaf.room() + " " + deaf.memberId();
    return inOrder(mutes, member, () -> ofMember(deaf.room(), deaf.memberId(), (deaf.deaf() ? "deafen" : "undeafen") + " member " + deaf.memberId()
        + " of", () -> box.deafMember(deaf.room().text(), deaf.memberId(), deaf.deaf()), 1));
  }

  private static Future<Void> inOrder(Map<String, Future<Void>> before, String key, Supplier<Future<Void>> next) {
    Future<Void> sent = Optional.ofNullable(before.get(key)).orElseGet(Future::succeededFuture).transform(done -> next.get());
    before.put(key, sent);
    sent.onComplete(done -> before.remove(key, sent));
    return sent;
  }

  private Future<Void> ofMember(RoomName room, String memberId, String what, Supplier<Future<Boolean>> command, int attempt) {
    return untilKnown(room, () -> isIn.test(room, memberId), what, command, attempt);
  }

  /** @param still whether it is still to be done */
  private Future<Void> untilKnown(RoomName room, BooleanSupplier still, String what, Supplier<Future<Boolean>> command, int attempt) {
    Future<Boolean> known = command.get();
    logFailure(known.mapEmpty(), what, room);
    return known.compose(done -> {
      if (done || attempt >= ATTEMPTS || !still.getAsBoolean()) {
        return Future.succeededFuture();
      }
      Promise<Void> later = Promise.promise();
      clock.schedule(NOT_KNOWN_YET, () -> untilKnown(room, still, what, command, attempt + 1).onComplete(later));
      return later.future();
    });
  }

  /** Fails if FreeSWITCH refuses; whether the file could be opened, its event says. */
  Future<Void> record(RoomName room, String path) {
    Promise<Void> asked = Promise.promise();
    inOrder(recordings, room.text(), () -> {
      box.startRecording(room.text(), path).onComplete(asked);
      return asked.future();
    });
    return asked.future();
  }

  /** After what was said before of that recording: a pause that had to be repeated must not come after its end. */
  Future<Void> pauseRecording(RoomName room, String path, boolean pause, BooleanSupplier still) {
    return inOrder(recordings, room.text(), () -> untilKnown(room, still, (pause ? "pause" : "go on with") + " the recording of",
        () -> box.pauseRecording(room.text(), path, pause), 1));
  }

  /** After whatever was said of it before; its event tells when the file is closed. */
  Future<Void> stopRecording(RoomName room, String path) {
    return inOrder(recordings, room.text(), () -> logFailure(box.stopRecording(room.text(), path), "end the recording of", room));
  }

  Future<Void> empty(RoomName room) {
    return logFailure(box.emptyRoom(room.text()), "empty", room);
  }

  Future<Void> play(RoomName room, String sound) {
    return logFailure(box.play(room.text(), sound), "play a sound to", room);
  }

  /** To one member. */
  Future<Void> play(RoomName room, String sound, String memberId) {
    return logFailure(box.play(room.text(), sound, memberId).mapEmpty(), "play a sound to member " + memberId + " of", room);
  }

  Future<Void> stopSounds(RoomName room) {
    return logFailure(box.stopSounds(room.text()), "stop the sounds of", room);
  }

  /** Those of one member. */
  Future<Void> stopSounds(RoomName room, String memberId) {
    return logFailure(box.stopSounds(room.text(), memberId).mapEmpty(), "stop the sounds of member " + memberId + " of", room);
  }

  Future<Void> waitSound(RoomName room, String sound) {
    return logFailure(box.musicOnHold(room.text(), sound), "set the waitSound of", room);
  }

  /** The keys reach each member in the order in which they were pressed, whatever else happens. */
  void relay(Effect.Relay relay) {
    relays.relay(relay);
  }

  private Future<Boolean> sendKeys(RoomName room, String memberId, String keys) {
    Future<Boolean> sending = box.sendKeys(room.text(), memberId, keys);
    logFailure(sending.mapEmpty(), "relay keys in", room);
    return sending;
  }

  private static Future<Void> logFailure(Future<Void> command, String what, RoomName room) {
    return command.onFailure(why -> {
      // of a room in quarantine everything has been said, and it is told to remove its members every second
      if (!(why instanceof EslException.Quarantined)) {
        LOG.warn("FreeSWITCH could not {} {}: {}", what, About.room(room.text()), why.getMessage());
      }
    });
  }
}
