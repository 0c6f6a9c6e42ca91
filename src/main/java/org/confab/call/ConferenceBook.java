package org.confab.call;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.confab.call.Memory.RememberedConference;
import org.confab.conference.Conference;
import org.confab.conference.ConferenceKey;
import org.confab.conference.Room;
import org.confab.conference.RoomName;

/** The conferences of one box as they stand, found by their keys and by their rooms' names; what changes here outlives the process. */
final class ConferenceBook {

  private final Memory memory;
  private final Map<ConferenceKey, Conference> conferences = new HashMap<>();
  private final Map<RoomName, ConferenceKey> keys = new HashMap<>();
  private final Map<RoomName, Instant> deadlines = new HashMap<>();
  private long nextInstance = 1;
  private int members;

  ConferenceBook(Memory memory) {
    this.memory = memory;
  }

  /** Takes over those of the Confab before, and returns them. */
  List<RememberedConference> restore() {
    List<RememberedConference> before = memory.conferences();
    // a recording that was not told yet is known by its room, and written over if another room got that name
    memory.recordings().forEach(recording -> nextInstance = Math.max(nextInstance, recording.room().instance() + 1));
    before.forEach(each -> {
      deadlines.putAll(each.deadlines());
      enter(each.conference());
    });
    return before;
  }

  /** As it stands; a conference that begins with the next room of the box if there is none. */
  Conference of(ConferenceKey key) {
    return conferences.getOrDefault(key, Conference.of(key, nextInstance));
  }

  Optional<Conference> find(ConferenceKey key) {
    return Optional.ofNullable(conferences.get(key));
  }

  Optional<ConferenceKey> key(RoomName room) {
    return Optional.ofNullable(keys.get(room));
  }

  Optional<Room> room(RoomName name) {
    return key(name).flatMap(this::find).flatMap(conference -> conference.room(name));
  }

  List<Conference> all() {
    return List.copyOf(conferences.values());
  }

  Stream<Room> rooms() {
    return all().stream().flatMap(conference -> conference.rooms().stream());
  }

  /** Its next state takes the place of the one before; {@link #remember} makes that last. */
  void enter(Conference after) {
    ConferenceKey key = after.key();
    find(key).ifPresent(before -> {
      members -= members(before);
      before.rooms().forEach(room -> keys.remove(room.name()));
    });
    members += members(after);
    nextInstance = Math.max(nextInstance, after.nextInstance());
    after.rooms().forEach(room -> keys.put(room.name(), key));
    if (after.isOver()) {
      conferences.remove(key);
    } else {
      conferences.put(key, after);
    }
  }

  void remember(ConferenceKey key) {
    find(key).ifPresentOrElse(now -> {
      Map<RoomName, Instant> limits = new HashMap<>(deadlines);
      limits.keySet().retainAll(now.rooms().stream().map(Room::name).toList());
      memory.conference(new RememberedConference(now, limits));
    }, () -> memory.forgetConference(key));
  }

  void deadline(RoomName room, Instant at) {
    deadlines.put(room, at);
  }

  void noDeadline(RoomName room) {
    deadlines.remove(room);
  }

  /** Those of these rooms that the box had before its conferences were ours to count; from now on numbers are above theirs. */
  List<RoomName> foreign(List<RoomName> there) {
    List<RoomName> foreign = there.stream().filter(room -> room.instance() >= nextInstance).toList();
    there.forEach(room -> nextInstance = Math.max(nextInstance, room.instance() + 1));
    return foreign;
  }

  int count() {
    return conferences.size();
  }

  int members() {
    return members;
  }

  private static int members(Conference conference) {
    return conference.rooms().stream().mapToInt(room -> room.in().size()).sum();
  }

  /** The files that rooms have, or may yet have, for music on hold: FreeSWITCH opens them whenever somebody is alone. */
  Set<String> waitSounds() {
    return rooms().flatMap(room -> Stream.concat(room.waitSound().stream(),
        room.members().values().stream().flatMap(member -> member.waitSound().stream()))).collect(Collectors.toSet());
  }
}
