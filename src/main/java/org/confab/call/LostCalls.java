package org.confab.call;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.confab.clock.Clock;
import org.confab.conference.ConferenceKey;
import org.confab.conference.Effect;
import org.confab.conference.Occurrence;
import org.confab.conference.RoomName;
import org.confab.esl.EslException;
import org.confab.freeswitch.BoxCommands;
import org.confab.log.About;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls that FreeSWITCH lost in a dying room (docs/decisions/0003-dying-rooms.md): found by asking it, and pulled out. */
final class LostCalls {

  private static final Logger LOG = LoggerFactory.getLogger(LostCalls.class);
  private static final Duration ASKED_AGAIN = Duration.ofSeconds(1);

  private final BoxCommands box;
  private final Clock clock;
  private final BiConsumer<ConferenceKey, Occurrence> happened;

  LostCalls(BoxCommands box, Clock clock, BiConsumer<ConferenceKey, Occurrence> happened) {
    this.box = box;
    this.clock = clock;
    this.happened = happened;
  }

  /** FreeSWITCH does not list this member. Asked again before it is believed: a member is listed a little after its {@code add-member}. */
  void missing(ConferenceKey key, Effect.AskForLost question) {
    clock.schedule(ASKED_AGAIN, () -> find(key, question));
  }

  /** Completes when it is known of all of them, or cannot be known; never fails. */
  Future<Void> find(ConferenceKey key, Effect.AskForLost question) {
    return box.room(question.room().text()).<Void>compose(there -> Future.join(question.calls().stream()
        .filter(call -> there.filter(room -> question.conferenceUuid().filter(room.conferenceUuid()::equals).isPresent()
            && room.members().containsKey(call)).isEmpty())
        .map(call -> find(key, question.room(), call)).toList()).mapEmpty())
        .recover(why -> {
          if (!(why instanceof EslException.Quarantined)) {
            LOG.warn("FreeSWITCH could not say who is in {}, so that calls lost there were not looked for: {}", About.room(question.room().text()),
                why.getMessage());
          }
          return Future.succeededFuture();
        });
  }

  private Future<Void> find(ConferenceKey key, RoomName room, String call) {
    return box.variable(call, "conference_call_key").compose(inRoom -> {
      if (inRoom.isEmpty()) {
        // one that is gone hung up, though nothing of that was heard; only one that is there was led elsewhere
        return box.exists(call).onSuccess(there -> happened.accept(key, new Occurrence.Left(room, call, !there))).mapEmpty();
      } else {
        LOG.warn("call {}: FreeSWITCH lost it in {}, which ended as it joined; it is pulled out and joins anew.", About.call(call),
            About.room(room.text()), About.conference(key.name()));
        happened.accept(key, new Occurrence.FoundLost(room, call));
        return Future.succeededFuture();
      }
    });
  }

  /** Once, however often it is asked for; {@link Conferences#parkedAgain} follows. */
  void rescue(ConferenceKey key, Call call) {
    if (call.rescuing() || call.calledAway()) {
      return;
    }
    call.rescuing(true);
    box.park(call.uuid()).onFailure(why -> {
      LOG.warn("call {}: could not be pulled out of a room that FreeSWITCH lost: {}. It hears silence: hang it up with 'uuid_kill {}'.", call,
          why.getMessage(), call, About.conference(key.name()));
      call.rescuing(false);
      if (!call.runs()) {
        happened.accept(key, new Occurrence.ApplicationEnded(call.uuid()));
      }
    });
  }
}
