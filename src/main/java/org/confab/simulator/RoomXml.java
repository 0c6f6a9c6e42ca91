package org.confab.simulator;

import java.util.List;

/** {@code conference xml_list} (conference_xlist). */
final class RoomXml {

  private RoomXml() {}

  static String of(List<Room> rooms) {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\"?>\n");
    if (rooms.isEmpty()) {
      return out.append("<conferences></conferences>\n").toString();
    }
    out.append("<conferences>\n");
    rooms.forEach(room -> room(room, out));
    return out.append("</conferences>\n").toString();
  }

  private static void room(Room room, StringBuilder out) {
    out.append("  <conference");
    attribute(out, "name", room.name());
    attribute(out, "member-count", Integer.toString(room.size()));
    attribute(out, "ghost-count", "0");
    attribute(out, "rate", "8000");
    attribute(out, "uuid", room.uuid());
    flag(out, "locked", room.locked());
    flag(out, "destruct", room.ending());
    flag(out, "wait_mod", room.waits());
    flag(out, "running", true);
    flag(out, "answered", true);
    flag(out, "enforce_min", room.enforcesMin());
    flag(out, "dynamic", true);
    flag(out, "exit_sound", true);
    flag(out, "enter_sound", true);
    if (room.maxMembers() > 0) {
      attribute(out, "max_members", Integer.toString(room.maxMembers()));
    }
    flag(out, "recording", !room.recordings().all().isEmpty());
    if (room.graceTime() > 0) {
      attribute(out, "endconference_grace_time", Integer.toString(room.graceTime()));
    }
    attribute(out, "run_time", Long.toString(RoomJson.secondsSince(room, room.created())));
    out.append(">\n    <variables></variables>\n    <members>\n");
    for (Object entry : RoomJson.entries(room)) {
      if (entry instanceof Recorder recorder) {
        recorder(recorder, out);
      } else {
        member(room, (Member) entry, out);
      }
    }
    out.append("    </members>\n  </conference>\n");
  }

  private static void recorder(Recorder recorder, StringBuilder out) {
    out.append("      <member type=\"recording_node\">\n        <record_path").append(recorder.paused() ? " status=\"paused\"" : "")
        .append('>').append(escaped(recorder.path())).append("</record_path>\n        <join_time type=\"UNIX-epoch\">")
        .append(recorder.started().getEpochSecond()).append("</join_time>\n      </member>\n");
  }

  private static void member(Room room, Member member, StringBuilder out) {
    boolean hold = member.onHold();
    out.append("      <member type=\"caller\">\n");
    tag(out, 8, "id", Integer.toString(member.id()));
    out.append("        <flags>\n");
    tag(out, 10, "can_hear", Boolean.toString(!hold && member.canHear()));
    tag(out, 10, "can_see", Boolean.toString(!hold));
    tag(out, 10, "can_speak", Boolean.toString(!hold && member.canSpeak()));
    tag(out, 10, "mute_detect", "false");
    tag(out, 10, "talking", Boolean.toString(!hold && member.isTalking()));
    tag(out, 10, "hold", Boolean.toString(hold));
    tag(out, 10, "has_video", "false");
    tag(out, 10, "video_bridge", "false");
    tag(out, 10, "has_floor", Boolean.toString(room.floor().isHeldBy(member)));
    tag(out, 10, "is_moderator", Boolean.toString(member.isModerator()));
    tag(out, 10, "end_conference", Boolean.toString(member.endsConference()));
    tag(out, 10, "mandatory_member_end_conference", Boolean.toString(member.isMandatory()));
    tag(out, 10, "is_ghost", "false");
    out.append("        </flags>\n");
    tag(out, 8, "uuid", member.channel().uuid());
    tag(out, 8, "caller_id_name", encoded(member.channel().call().callerName()));
    tag(out, 8, "caller_id_number", encoded(member.channel().call().from()));
    tag(out, 8, "join_time", Long.toString(RoomJson.secondsSince(room, member.joined())));
    tag(out, 8, "last_talking", member.isTalking() ? "0" : "N/A");
    tag(out, 8, "energy", "0");
    tag(out, 8, "volume_in", "0");
    tag(out, 8, "volume_out", "0");
    tag(out, 8, "output-volume", "0");
    out.append("      </member>\n");
  }

  private static void tag(StringBuilder out, int indent, String name, String text) {
    out.append(" ".repeat(indent)).append('<').append(name).append('>').append(text).append("</").append(name).append(">\n");
  }

  private static void flag(StringBuilder out, String name, boolean set) {
    if (set) {
      attribute(out, name, "true");
    }
  }

  private static void attribute(StringBuilder out, String name, String value) {
    out.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
  }

  private static String encoded(String text) {
    StringBuilder out = new StringBuilder();
    Event.encode(text, out);
    return out.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
