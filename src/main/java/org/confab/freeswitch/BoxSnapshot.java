package org.confab.freeswitch;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calls and rooms of ours that a box has at one moment.
 *
 * @param unanswered names of rooms of which it could not be said whether they are there, and who is in them
 */
public record BoxSnapshot(List<ChannelFacts> calls, List<RoomFacts> rooms, Set<String> unanswered) {

  public BoxSnapshot {
    calls = List.copyOf(calls);
    rooms = List.copyOf(rooms);
    unanswered = Set.copyOf(unanswered);
  }

  /** Of a box that answers for each of its rooms. */
  public BoxSnapshot(List<ChannelFacts> calls, List<RoomFacts> rooms) {
    this(calls, rooms, Set.of());
  }

  /**
   * A room that is there.
   *
   * @param members    member ids by call
   * @param recordings paused or not, by the file's path
   */
  public record RoomFacts(String name, String conferenceUuid, Map<String, String> members, Map<String, Boolean> recordings) {
    public RoomFacts {
      members = Map.copyOf(members);
      recordings = Map.copyOf(recordings);
    }
  }
}
