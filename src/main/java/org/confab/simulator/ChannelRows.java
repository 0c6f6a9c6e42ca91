package org.confab.simulator;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code show channels}: the core's table, which keeps the last application even after it ended. */
final class ChannelRows {

  private static final DateTimeFormatter CREATED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private ChannelRows() {}

  static String json(List<Channel> channels) {
    if (channels.isEmpty()) {
      return "{\"row_count\": 0}\n";
    }
    StringBuilder out = new StringBuilder("{\"row_count\":").append(channels.size()).append(",\"rows\":[");
    for (int i = 0; i < channels.size(); i++) {
      out.append(i == 0 ? "{" : ",{");
      boolean first = true;
      for (Map.Entry<String, String> column : row(channels.get(i)).entrySet()) {
        out.append(first ? "" : ",");
        Json.string(column.getKey(), out);
        Json.string(column.getValue(), out.append(':'));
        first = false;
      }
      out.append('}');
    }
    return out.append("]}").toString();
  }

  static String csv(List<Channel> channels) {
    StringBuilder out = new StringBuilder();
    for (Channel channel : channels) {
      Map<String, String> row = row(channel);
      if (out.length() == 0) {
        out.append(String.join(",", row.keySet())).append('\n');
      }
      out.append(String.join(",", row.values())).append('\n');
    }
    return out.append('\n').append(channels.size()).append(" total.\n").toString();
  }

  private static Map<String, String> row(Channel channel) {
    ChannelState state = channel.state();
    IncomingCall call = channel.call();
    Profile profile = channel.profile();
    boolean media = state.hasMedia();
    Map<String, String> row = new LinkedHashMap<>();
    row.put("uuid", channel.uuid());
    row.put("direction", "inbound");
    row.put("created", CREATED.format(state.created().atZone(ZoneId.systemDefault())));
    row.put("created_epoch", Long.toString(state.created().getEpochSecond()));
    row.put("name", ChannelData.name(channel));
    row.put("state", "CS_EXECUTE");
    row.put("cid_name", call.callerName());
    row.put("cid_num", call.from());
    row.put("ip_addr", "127.0.0.1");
    row.put("dest", profile.destination());
    row.put("application", channel.variables().text("current_application"));
    row.put("application_data", channel.variables().text("current_application_data"));
    row.put("dialplan", profile.dialplan());
    row.put("context", profile.context());
    row.put("read_codec", media ? "opus" : "");
    row.put("read_rate", media ? "48000" : "");
    row.put("read_bit_rate", media ? "0" : "");
    row.put("write_codec", media ? "opus" : "");
    row.put("write_rate", media ? "48000" : "");
    row.put("write_bit_rate", media ? "0" : "");
    row.put("secure", "");
    row.put("hostname", "fs1");
    row.put("presence_id", "");
    row.put("presence_data", "");
    row.put("accountcode", "");
    row.put("callstate", state.callState());
    row.put("callee_name", "");
    row.put("callee_num", "");
    row.put("callee_direction", "");
    row.put("call_uuid", "");
    row.put("sent_callee_name", "");
    row.put("sent_callee_num", "");
    row.put("initial_cid_name", call.callerName());
    row.put("initial_cid_num", call.from());
    row.put("initial_ip_addr", "127.0.0.1");
    row.put("initial_dest", call.to());
    row.put("initial_dialplan", "XML");
    row.put("initial_context", "public");
    return row;
  }
}
