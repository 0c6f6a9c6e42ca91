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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the rules want of a room, said to FreeSWITCH; what it cannot do is logged, and the conference goes on. */
final class RoomCommands {

  private static final Logger LOG = LoggerFactory.getLogger(RoomCommands.class);

  /** A member is told to us before FreeSWITCH itself finds it by its id (conference_member.c inserts it after its add-member). */
  private static final Duration NOT_KNOWN_YET = Duration.ofMillis(100);
  private static final int ATTEMPTS = 10;

  private final BoxCommands box;
  private final Clock clock;
  private final BiPredicate<RoomName, String> isIn;
  /** By presser: background jobs have no order among themselves, so the next keys of a call wait until the last have been sent. */
  private final Map<String, Future<Void>> relays = new HashMap<>();

  /** By room and member, for the same reason. */
  private final Map<String, Future<Void>> mutes = new HashMap<>();

  /** By room, for the same reason. */
  private final Map<String, Future<Void>> recordings = new HashMap<>();

  /** @param isIn whether, as far as we know, a member is still in that room */
  RoomCommands(BoxCommands box, Clock clock, BiPredicate<RoomName, String> isIn) {
    this.box = box;
    this.clock = clock;
    this.isIn = isIn;
  }

  void remove(Effect.Remove removal) {
    ofMember(removal.room(), removal.memberId(), "take member " + removal.memberId() + " out of",
        () -> box.removeMember(removal.room().text(), removal.memberId()), 1);
  }

  /** In the order of the calls: a mute that had to be repeated must not come after the unmute. */
  void mute(Effect.Mute mute) {
    String member = mute.room() + " " + mute.memberId();
    inOrder(mutes, member, () -> ofMember(mute.room(), mute.memberId(), (mute.mute() ? "mute" : "unmute") + " member " + mute.memberId() + " of",
        () -> box.muteMember(mute.room().text(), mute.memberId(), mute.mute()), 1));
  }

  private static void inOrder(Map<String, Future<Void>> before, String key, Supplier<Future<Void>> next) {
    Future<Void> sent = Optional.ofNullable(before.get(key)).orElseGet(Future::succeededFuture).transform(done -> next.get());
    before.put(key, sent);
    sent.onComplete(done -> before.remove(key, sent));
  }

  private Future<Void> ofMember(RoomName room, String memberId, String what, Supplier<Future<Boolean>> command, int attempt) {
    return untilKnown(room, () -> isIn.test(room, memberId), what, command, attempt);
  }

  /**
   * Completes when it is done, or is given up; never fails.
   *
   * @param still whether it is still to be done
   */
  private Future<Void> untilKnown(RoomName room, BooleanSupplier still, String what, Supplier<Future<Boolean>> command, int attempt) {
    Future<Boolean> known = command.get();
    logFailure(known.mapEmpty(), what, room);
    return known.otherwise(true).compose(done -> {
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
  void pauseRecording(RoomName room, String path, boolean pause, BooleanSupplier still) {
    inOrder(recordings, room.text(), () -> untilKnown(room, still, (pause ? "pause" : "go on with") + " the recording of",
        () -> box.pauseRecording(room.text(), path, pause), 1));
  }

  void empty(RoomName room) {
    logFailure(box.emptyRoom(room.text()), "empty", room);
  }

  void play(RoomName room, String sound) {
    logFailure(box.play(room.text(), sound), "play a sound to", room);
  }

  void waitSound(RoomName room, String sound) {
    logFailure(box.musicOnHold(room.text(), sound), "set the waitSound of", room);
  }

  /** The keys reach each member in the order in which they were pressed, whatever else happens. */
  void relay(Effect.Relay relay) {
    inOrder(relays, relay.call(), () -> Future.join(relay.memberIds().stream().map(id -> sendKeys(relay, id)).toList()).mapEmpty());
  }

  private Future<Boolean> sendKeys(Effect.Relay relay, String memberId) {
    Future<Boolean> sending = box.sendKeys(relay.room().text(), memberId, relay.keys());
    logFailure(sending.mapEmpty(), "relay keys in", relay.room());
    return sending;
  }

  private void logFailure(Future<Void> command, String what, RoomName room) {
    command.onFailure(why -> {
      // of a room in quarantine everything has been said, and it is told to remove its members every second
      if (!(why instanceof EslException.Quarantined)) {
        LOG.warn("FreeSWITCH could not {} {}: {}", what, About.room(room.text()), why.getMessage());
      }
    });
  }
}
