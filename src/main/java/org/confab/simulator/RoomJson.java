package org.confab.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** {@code conference json_list} (conference_jlist). */
final class RoomJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RoomJson() {}

  static String of(List<Room> rooms, boolean compact) {
    ArrayNode list = NODES.arrayNode();
    rooms.forEach(room -> list.add(room(room)));
    if (compact) {
      return list.toString();
    }
    StringBuilder out = new StringBuilder();
    print(list, 0, out);
    return out.toString();
  }

  static long secondsSince(Room room, Instant time) {
    return room.core().now().getEpochSecond() - time.getEpochSecond();
  }

  private static ObjectNode room(Room room) {
    ObjectNode node = NODES.objectNode();
    node.put("conference_name", room.name()).put("member_count", room.size()).put("ghost_count", 0).put("rate", 8000)
        .put("run_time", secondsSince(room, room.created())).put("conference_uuid", room.uuid())
        .put("canvas_count", 0).put("max_bw_in", 0).put("force_bw_in", 0).put("video_floor_packets", 0)
        .put("locked", room.locked()).put("destruct", room.ending()).put("wait_mod", room.waits()).put("audio_always", false)
        .put("running", true).put("answered", true).put("enforce_min", room.enforcesMin()).put("bridge_to", false)
        .put("dynamic", true).put("exit_sound", true).put("enter_sound", true).put("recording", !room.recordings().all().isEmpty())
        .put("video_bridge", false).put("video_floor_only", false).put("video_rfc4579", false);
    if (room.maxMembers() > 0) {
      node.put("max_members", room.maxMembers());
    }
    node.set("variables", NODES.objectNode());
    ArrayNode members = node.putArray("members");
    entries(room).forEach(entry -> members.add(entry instanceof Recorder recorder ? recorder(recorder) : member(room, (Member) entry)));
    return node;
  }

  /** Members and recordings, the newest first. */
  static List<Object> entries(Room room) {
    record Entry(Instant since, Object what) {}
    List<Entry> entries = new ArrayList<>();
    room.recordings().all().forEach(recorder -> entries.add(0, new Entry(recorder.started(), recorder)));
    room.callers().forEach(member -> entries.add(new Entry(member.joined(), member)));
    entries.sort(Comparator.comparing(Entry::since).reversed());
    return entries.stream().map(Entry::what).toList();
  }

  private static ObjectNode recorder(Recorder recorder) {
    ObjectNode node = NODES.objectNode().put("type", "recording_node").put("record_path", recorder.path());
    if (recorder.paused()) {
      node.put("status", "paused");
    }
    return node.put("join_time", recorder.started().getEpochSecond());
  }

  private static ObjectNode member(Room room, Member member) {
    ObjectNode node = NODES.objectNode().put("type", "caller").put("id", member.id());
    node.putObject("flags").put("can_hear", !member.onHold() && member.canHear()).put("can_see", !member.onHold())
        .put("can_speak", !member.onHold() && member.canSpeak()).put("hold", member.onHold()).put("mute_detect", false)
        .put("talking", member.isTalking()).put("has_video", false).put("video_bridge", false)
        .put("has_floor", room.floor().isHeldBy(member)).put("is_moderator", member.isModerator())
        .put("end_conference", member.endsConference()).put("mandatory_member_end_conference", member.isMandatory())
        .put("pass_digits", member.passesDigits());
    IncomingCall call = member.channel().call();
    return node.put("uuid", member.channel().uuid()).put("caller_id_name", call.callerName()).put("caller_id_number", call.from())
        .put("join_time", secondsSince(room, member.joined())).put("last_talking", 0).put("energy", 0)
        .put("volume_in", 0).put("volume_out", 0).put("output-volume", 0).put("input-volume", 0);
  }

  /** cJSON's own layout. */
  private static void print(JsonNode node, int depth, StringBuilder out) {
    if (node.isObject()) {
      out.append("{\n");
      Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        out.append("\t".repeat(depth + 1));
        Json.string(field.getKey(), out);
        print(field.getValue(), depth + 1, out.append(":\t"));
        out.append(fields.hasNext() ? ",\n" : "\n");
      }
      out.append("\t".repeat(depth)).append('}');
    } else if (node.isArray()) {
      out.append('[');
      for (int i = 0; i < node.size(); i++) {
        print(node.get(i), depth + 1, out.append(i == 0 ? "" : ", "));
      }
      out.append(']');
    } else {
      out.append(node);
    }
  }
}
