package org.confab.conference;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A conference of an account and its rooms: at most one that takes joins, and those that are still coming to their end.
 *
 * @param nextInstance the number that its next room gets
 */
public record Conference(ConferenceKey key, long nextInstance, List<Room> rooms) {

  public Conference {
    rooms = List.copyOf(rooms);
  }

  /** A conference without a room; its first one will have that number. */
  public static Conference of(ConferenceKey key, long firstInstance) {
    return new Conference(key, firstInstance, List.of());
  }

  /** Whether nothing of it is left to be remembered. */
  public boolean isOver() {
    return rooms.isEmpty();
  }

  /** The room that takes joins, if there is one. */
  public Optional<Room> current() {
    return rooms.stream().filter(room -> room.ending().isEmpty()).findFirst();
  }

  /** The room of that name. */
  public Optional<Room> room(RoomName name) {
    return rooms.stream().filter(room -> room.name().equals(name)).findFirst();
  }

  /** The room in which that call is, or on its way in or out. */
  public Optional<Room> roomOf(String call) {
    return rooms.stream().filter(room -> room.members().containsKey(call)).findFirst();
  }

  Conference with(Room room) {
    if (room(room.name()).isEmpty()) {
      return new Conference(key, Math.max(nextInstance, room.name().instance() + 1), Stream.concat(rooms.stream(), Stream.of(room)).toList());
    }
    return new Conference(key, nextInstance, rooms.stream().map(each -> each.name().equals(room.name()) ? room : each).toList());
  }

  Conference without(RoomName name) {
    return new Conference(key, nextInstance, rooms.stream().filter(room -> !room.name().equals(name)).toList());
  }
}
