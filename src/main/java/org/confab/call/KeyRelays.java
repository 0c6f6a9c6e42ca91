package org.confab.call;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.confab.conference.Effect;
import org.confab.conference.RoomName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys on their way to other members. Background jobs have no order among themselves, so of each presser one command for each member is under way; keys
 * that are pressed meanwhile go out together in the next. However fast somebody presses, this makes no more commands than FreeSWITCH answers.
 */
final class KeyRelays {

  /** Sends keys to a member; what fails is said there. */
  interface Sending {
    Future<?> send(RoomName room, String memberId, String keys);
  }

  private static final Logger LOG = LoggerFactory.getLogger(KeyRelays.class);
  /** Of one command ({@link org.confab.freeswitch.ConferenceCommands#sendKeys}). */
  private static final int MOST_AT_ONCE = 100;
  /** Of one presser for one member: as many as FreeSWITCH itself keeps for a channel (switch_channel.c, the queue of DTMF). */
  private static final int MOST_WAITING = 1000;

  private record Ear(RoomName room, String memberId) {}

  private static final class Presser {
    private final Map<Ear, StringBuilder> waiting = new LinkedHashMap<>();
    private boolean tooFast;
  }

  private final Sending sending;
  /** Those of whom keys are under way. */
  private final Map<String, Presser> pressers = new HashMap<>();

  KeyRelays(Sending sending) {
    this.sending = sending;
  }

  /** The keys reach each member in the order in which they were pressed; those with which FreeSWITCH does not keep up reach nobody. */
  void relay(Effect.Relay relay) {
    boolean underWay = pressers.containsKey(relay.call());
    Presser presser = pressers.computeIfAbsent(relay.call(), ignored -> new Presser());
    for (String memberId : relay.memberIds()) {
      StringBuilder waiting = presser.waiting.computeIfAbsent(new Ear(relay.room(), memberId), ignored -> new StringBuilder());
      int room = Math.min(relay.keys().length(), MOST_WAITING - waiting.length());
      waiting.append(relay.keys(), 0, room);
      if (room < relay.keys().length() && !presser.tooFast) {
        presser.tooFast = true;
        LOG.warn("call {}: keys come faster than FreeSWITCH relays them in {}; some are not relayed.", relay.call(), relay.room());
      }
    }
    if (!underWay) {
      next(relay.call(), presser);
    }
  }

  private void next(String call, Presser presser) {
    if (presser.waiting.isEmpty()) {
      pressers.remove(call);
      return;
    }
    List<Future<?>> sent = new ArrayList<>();
    for (Ear ear : List.copyOf(presser.waiting.keySet())) {
      StringBuilder waiting = presser.waiting.get(ear);
      String keys = waiting.substring(0, Math.min(waiting.length(), MOST_AT_ONCE));
      waiting.delete(0, keys.length());
      if (waiting.isEmpty()) {
        presser.waiting.remove(ear);
      }
      sent.add(sending.send(ear.room(), ear.memberId(), keys));
    }
    Future.join(sent).onComplete(done -> next(call, presser));
  }
}
