package org.confab.call;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.confab.conference.ConferenceKey;
import org.confab.conference.Effect;
import org.confab.conference.ExitReason;
import org.confab.conference.Occurrence;
import org.confab.conference.Room;
import org.confab.conference.RoomName;
import org.confab.freeswitch.BoxSnapshot;
import org.confab.freeswitch.SwitchEvent;
import org.confab.log.About;
import org.confab.metrics.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the conferences with what FreeSWITCH says it has, and puts the difference to the rules. */
final class ConferenceResync {

  private static final Logger LOG = LoggerFactory.getLogger(ConferenceResync.class);

  private final ConferenceBook book;
  private final Guests guests;
  private final Channels channels;
  private final RoomCommands rooms;
  private final RoomRecordings recordings;
  private final LostCalls lost;
  private final Standstill standstill;
  private final Meters meters;
  private final Consumer<SwitchEvent.MemberEntered> entered;
  private final BiConsumer<ConferenceKey, Occurrence> happened;

  /**
   * @param entered  whom nobody told of
   * @param happened what the rules are to be told
   */
  ConferenceResync(ConferenceBook book, Guests guests, Channels channels, RoomCommands rooms, RoomRecordings recordings, LostCalls lost,
      Standstill standstill, Meters meters, Consumer<SwitchEvent.MemberEntered> entered, BiConsumer<ConferenceKey, Occurrence> happened) {
    this.book = book;
    this.guests = guests;
    this.channels = channels;
    this.rooms = rooms;
    this.recordings = recordings;
    this.lost = lost;
    this.standstill = standstill;
    this.meters = meters;
    this.entered = entered;
    this.happened = happened;
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
            + "that conference get a room of their own.", About.room(room.text())));
    before.missedEntries(whereabouts(), snapshot).forEach(missed -> {
      meters.resyncDifference(Meters.Difference.MEMBER_ENTERED);
      entered.accept(missed);
    });
    removeAgain();
    recordings.resynced(before.recorded(), snapshot);
    Set<String> there = snapshot.rooms().stream().map(BoxSnapshot.RoomFacts::name).collect(Collectors.toSet());
    List<Future<Void>> asked = new ArrayList<>();
    before.missing(whereabouts(), snapshot).forEach((call, room) -> book.key(room).ifPresent(key -> {
      meters.resyncDifference(Meters.Difference.MEMBER_LEFT);
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
              .ifPresent(key -> {
                meters.resyncDifference(Meters.Difference.ROOM_ENDED);
                happened.accept(key, new Occurrence.Destroyed(room.name(), uuid));
              })));
      return Future.succeededFuture();
    });
  }

  /** Whoever was told to leave and is still in did not hear it: the connection broke, or the room did not answer in time. */
  private void removeAgain() {
    book.rooms().forEach(room -> room.in().stream().filter(member -> member.leaving().isPresent()).forEach(member -> {
      if (member.leaving().equals(Optional.of(ExitReason.API))) {
        // whoever was called away leaves for that reason, too, and goes on elsewhere: Transfers tells it again
        guests.find(member.call()).map(Guest::call).filter(call -> !call.calledAway()).ifPresent(call -> channels.hangUp(call, "NORMAL_CLEARING"));
      } else {
        member.memberId().ifPresent(id -> rooms.remove(new Effect.Remove(room.name(), id)));
      }
    }));
  }
}
