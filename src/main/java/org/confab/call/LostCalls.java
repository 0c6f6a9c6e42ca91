package org.confab.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.confab.clock.Clock;
import org.confab.conference.ConferenceKey;
import org.confab.conference.Effect;
import org.confab.conference.Occurrence;
import org.confab.conference.RoomName;
import org.confab.freeswitch.BoxCommands;
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
  void missing(ConferenceKey key, RoomName room, Optional<String> conferenceUuid, String call) {
    clock.schedule(ASKED_AGAIN, () -> find(key, new Effect.AskForLost(room, conferenceUuid, List.of(call))));
  }

  void find(ConferenceKey key, Effect.AskForLost question) {
    box.knownRooms().onSuccess(known -> question.calls().stream()
        .filter(call -> known.stream().noneMatch(room -> question.conferenceUuid().filter(room.conferenceUuid()::equals).isPresent()
            && room.members().containsKey(call)))
        .forEach(call -> box.variable(call, "conference_call_key").onSuccess(inRoom -> {
          if (inRoom.isEmpty()) {
            happened.accept(key, new Occurrence.Left(question.room(), call, false));
          } else {
            LOG.warn("call {}: FreeSWITCH lost it in {}, which ended as it joined; it is pulled out and joins anew.", call, question.room());
            happened.accept(key, new Occurrence.FoundLost(question.room(), call));
          }
        })))
        .onFailure(why -> LOG.warn("FreeSWITCH could not say which rooms it has, so that calls lost in {} were not looked for: {}",
            question.room(), why.getMessage()));
  }

  /** Once, however often it is asked for; {@link Conferences#parkedAgain} follows. */
  void rescue(ConferenceKey key, Call call) {
    if (call.rescuing()) {
      return;
    }
    call.rescuing(true);
    box.park(call.uuid()).onFailure(why -> {
      LOG.warn("call {}: could not be pulled out of a room that FreeSWITCH lost: {}. It hears silence: hang it up with 'uuid_kill {}'.", call,
          why.getMessage(), call);
      call.rescuing(false);
      if (!call.runs()) {
        happened.accept(key, new Occurrence.ApplicationEnded(call.uuid()));
      }
    });
  }
}
