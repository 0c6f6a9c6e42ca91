package org.confab.freeswitch;

import java.util.List;
import java.util.Map;

/** The calls and rooms of ours that a box has at one moment. */
public record BoxSnapshot(List<ChannelFacts> calls, List<RoomFacts> rooms) {

  public BoxSnapshot {
    calls = List.copyOf(calls);
    rooms = List.copyOf(rooms);
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
