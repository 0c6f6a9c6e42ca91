package org.confab.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the frames of a recording and of the simulated switch comparable.
 *
 * <p>Order: the replies of a connection keep theirs. Events are fired by one thread for each channel, and one for each room, which
 * FreeSWITCH does not order among each other (the recordings of the two versions differ in it): so those of a channel keep their order,
 * those of a room keep theirs (members coming and going included), and BACKGROUND_JOB is a stream of its own.
 *
 * <p>Values: UUIDs, times, durations, ports, tags, host names and versions are masked; UUIDs of channels and rooms by a name that
 * says whose they are. Member ids are compared as they are.
 *
 * <p>Exceptions: {@link #EXCEPTIONS}.
 */
final class Comparison {

  /** Everything that is left out of the comparison, with the reason. */
  static final Map<String, String> EXCEPTIONS = Map.ofEntries(
      Map.entry("BACKGROUND_JOB of originate", "the callers of the recording were placed by the recorded switch itself"),
      Map.entry("events with Call-Direction outbound", 
          "the callers' own legs on the recorded switch; that relayed digits reach the phones has a test of its own"),
      Map.entry("connection phone", "the connection that placed the callers"),
      Map.entry("HEARTBEAT", "when it comes depends on when the switch was started; its headers are compared by a test of its own"),
      Map.entry("numbers in api status", "sessions and load of the recorded box"),
      Map.entry("the id in -ERR Member: <n> not found", "FreeSWITCH prints an address there"),
      Map.entry("variable_rtp_audio_*, sizes of recordings", "depend on the audio that was sent; header names are compared"),
      Map.entry("milliseconds, samples of music that was stopped",
          "depend on the millisecond in which it was stopped; header names are compared"),
      Map.entry("driving: codec values, DTMF-Duration, variable_sip_allow",
          "the box on which it was recorded has no Opus, and an OPTIONS of its own"),
      Map.entry("driving: variable_sip_via_port, outside_call, RFC2822_DATE, export_vars, rtp_use_codec_fmtp",
          "set by the vanilla dialplan, the callers' SIP stack, and Opus"),
      Map.entry("driving: time of the first floor-change", "the first room of a switch that was just started took 0.5 s to begin"),
      Map.entry("1.10.12 endings, callers 15550107 and 15550108",
          "placed and told to join in one instant; FreeSWITCH's threads ran the second one first, and so the script has it"));

  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TIME = Pattern.compile(
      "Event-Date-.*|Event-Sequence|.*_stamp|.*_u?epoch|variable_[a-z_]*(sec|duration)|variable_sip_invite_stamp|variable_hold_events"
          + "|variable_RFC2822_DATE"
          + "|variable_playback_last_offset_pos|FreeSWITCH-.*|Uptime-msec|Up-Time|Session-.*|Idle-CPU|Current-Energy|Job-UUID|Core-UUID");
  private static final Pattern MASKED = Pattern.compile(
      "variable_(session_id|sip_call_id|sip_from_tag|sip_to_tag|sip_full_via|sip_full_from|sip_full_to|sip_cseq|switch_r_sdp"
          + "|rtp_local_sdp_str|local_media_port|remote_media_port|rtp_use_ssrc|rtp_audio_.*|sip_user_agent"
          + "|transfer_source|transfer_history)|Caller-Transfer-Source|Samples-Out|Milliseconds-Elapsed|Record-File-Size");
  /** What differs where the callers had PCMU, and the switch not the vanilla configuration. */
  private static final Pattern OTHER_BOX_MASKED = Pattern.compile(
      "variable_(rtp_use_codec_.*|ep_codec_string|rtp_last_audio_codec_string|(original_)?(read|write)_(codec|rate)|rtp_use_pt"
          + "|rtp_audio_recv_pt|rtp_2833_.*_payload|playback_samples|sip_allow)|DTMF-Duration|Channel-(Read|Write)-Codec-.*");
  private static final Set<String> OTHER_BOX_LEFT_OUT = Set.of("variable_sip_via_port", "variable_outside_call", "variable_RFC2822_DATE",
      "variable_export_vars", "variable_rtp_use_codec_fmtp");
  private static final Set<String> ROOM_TIMES = Set.of("seconds", "milliseconds", "samples");

  private final Map<String, String> names = new HashMap<>();
  private final boolean otherBox;
  private int rooms;

  /** Learns whose the ids are from the events of one side. */
  Comparison(List<Frame> frames, boolean otherBox) {
    this.otherBox = otherBox;
    for (Frame frame : frames) {
      if (!frame.isEvent()) {
        continue;
      }
      Optional<String> caller = frame.header("Caller-Caller-ID-Number");
      frame.header("Unique-ID").ifPresent(uuid -> names.putIfAbsent(uuid, "<call " + caller.orElse("?") + ">"));
      frame.header("Conference-Unique-ID").ifPresent(uuid -> {
        if (!names.containsKey(uuid)) {
          names.put(uuid, "<room " + ++rooms + ">");
        }
      });
    }
  }

  /** The streams whose order is compared, by name, masked. */
  Map<String, List<String>> streams(List<Frame> frames) {
    Map<String, List<String>> streams = new LinkedHashMap<>();
    for (Frame frame : frames) {
      if (!frame.isEvent()) {
        streams.computeIfAbsent("replies", ignored -> new ArrayList<>()).add(reply(frame));
        continue;
      }
      if (excepted(frame)) {
        continue;
      }
      String event = event(frame);
      Optional<String> room = frame.header("Conference-Unique-ID");
      room.ifPresent(uuid -> streams.computeIfAbsent(names.get(uuid), ignored -> new ArrayList<>()).add(event));
      frame.header("Unique-ID").filter(uuid -> !frame.label().equals("floor-change"))
          .ifPresent(uuid -> streams.computeIfAbsent(names.get(uuid), ignored -> new ArrayList<>()).add(event));
      if (frame.label().equals("BACKGROUND_JOB")) {
        streams.computeIfAbsent("jobs", ignored -> new ArrayList<>()).add(event);
      }
    }
    return streams;
  }

  private static boolean excepted(Frame frame) {
    return frame.header("Job-Command").equals(Optional.of("originate")) || frame.header("Call-Direction").equals(Optional.of("outbound"))
        || frame.label().equals("HEARTBEAT");
  }

  private String reply(Frame frame) {
    if (frame.body().startsWith("{\"Event-Name\"")) {
      return event(new Frame("Content-Type: text/event-json\n\n" + frame.body()));
    }
    if (frame.body().startsWith("{\"row_count\":")) {
      return rows(frame.body());
    }
    String text = ids(frame.text().replaceAll("Content-Length: \\d+", "Content-Length: <n>"));
    text = text.replaceAll("Member: \\d+ not found", "Member: <n> not found");
    text = text.replaceAll("\"(join_time|run_time|last_talking)\":(\t?)\\d+", "\"$1\":$2<t>")
        .replaceAll("(<(join_time|last_talking)[^>]*>)(?!N/A)\\d+", "$1<t>").replaceAll("run_time=\"\\d+\"", "run_time=\"<t>\"");
    return text.contains("UP 0 years") ? status(text) : text;
  }

  /** {@code show channels} without the callers' own legs, its values masked as those of events are. */
  private String rows(String body) {
    StringBuilder out = new StringBuilder("show channels, ends with a line feed: " + body.endsWith("\n") + "\n");
    try {
      for (JsonNode row : new ObjectMapper().readTree(body).path("rows")) {
        if (!row.path("direction").asText().equals("outbound")) {
          row.fields().forEachRemaining(field -> out.append("  ").append(field.getKey()).append(": ").append(
              field.getKey().matches("created.*|(read|write)_.*") && !field.getValue().asText().isEmpty() ? "<masked>"
                  : ids(field.getValue().asText())).append('\n'));
        }
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static String status(String text) {
    return text.replaceAll("(?<![\\w.])\\d[\\d./]*", "<n>").replaceAll("240K", "<n>K");
  }

  private String event(Frame frame) {
    boolean async = frame.header("Async").equals(Optional.of("true"));
    StringBuilder out = new StringBuilder(frame.label()).append('\n');
    for (Frame.Header header : frame.headers()) {
      if (otherBox && OTHER_BOX_LEFT_OUT.contains(header.name())) {
        continue;
      }
      out.append("  ").append(header.name()).append(": ").append(value(header, async)).append('\n');
    }
    return out.toString();
  }

  private String value(Frame.Header header, boolean async) {
    String name = header.name();
    String value = header.value();
    if (TIME.matcher(name).matches() || name.matches("Caller-.*-(Time|Last-Hold|Hold-Accum)")) {
      return value.equals("0") && !name.matches(".*(sec|duration)") ? "0" : "<time>";
    }
    if (MASKED.matcher(name).matches() || otherBox && OTHER_BOX_MASKED.matcher(name).matches() || async && ROOM_TIMES.contains(name)) {
      return "<masked>";
    }
    if (name.equals("_body") && value.startsWith("UP ")) {
      return status(value);
    }
    if (name.equals("Content-Length")) {
      return "<n>";
    }
    return ids(value);
  }

  private String ids(String text) {
    Matcher matcher = UUID.matcher(text);
    return matcher.replaceAll(match -> names.getOrDefault(match.group(), "<uuid>")).replaceAll("1\\.1[01]\\.\\d+-release", "<version>");
  }
}
