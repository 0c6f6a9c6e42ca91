package org.confab.simulator;

import java.util.ArrayList;
import java.util.List;

/** {@code conference list}. */
final class RoomList {

  private RoomList() {}

  static String all(List<Room> rooms) {
    if (rooms.isEmpty()) {
      return "+OK No active conferences.\n";
    }
    StringBuilder out = new StringBuilder();
    for (Room room : rooms) {
      out.append("+OK Conference ").append(room.name()).append(" (").append(room.size()).append(room.size() == 1 ? " member" : " members")
          .append(" rate: 8000").append(room.locked() ? " locked" : "").append(" flags: ").append(String.join("|", flags(room)))
          .append(")\n").append(members(room, ";"));
    }
    return out.toString();
  }

  private static List<String> flags(Room room) {
    List<String> flags = new ArrayList<>();
    add(flags, room.locked(), "locked");
    add(flags, room.ending(), "destruct");
    add(flags, room.waits(), "wait_mod");
    flags.add("running");
    flags.add("answered");
    add(flags, room.enforcesMin(), "enforce_min");
    flags.add("dynamic");
    flags.add("exit_sound");
    flags.add("enter_sound");
    add(flags, !room.recordings().all().isEmpty(), "recording");
    flags.add("json_status");
    return flags;
  }

  private static void add(List<String> flags, boolean set, String name) {
    if (set) {
      flags.add(name);
    }
  }

  static String members(Room room, List<String> words) {
    if (words.size() > 2 && words.get(2).equals("count")) {
      return Integer.toString(room.size());
    }
    return members(room, words.size() > 3 && words.get(2).equals("delim") ? words.get(3) : ";");
  }

  private static String members(Room room, String delimiter) {
    StringBuilder out = new StringBuilder();
    for (Member member : room.callers()) {
      List<String> flags = new ArrayList<>();
      add(flags, !member.onHold() && member.canHear(), "hear");
      add(flags, !member.onHold() && member.canSpeak(), "speak");
      add(flags, !member.onHold() && member.isTalking(), "talking");
      add(flags, member.onHold(), "hold");
      add(flags, room.floor().isHeldBy(member), "floor");
      add(flags, member.isModerator(), "moderator");
      Channel channel = member.channel();
      out.append(String.join(delimiter, Integer.toString(member.id()), ChannelData.name(channel), channel.uuid(),
          channel.call().callerName(), channel.call().from(), String.join("|", flags), "0", "0", "0")).append('\n');
    }
    return out.toString();
  }
}
