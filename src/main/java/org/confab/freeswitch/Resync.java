package org.confab.freeswitch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.confab.esl.EslException;
import org.confab.esl.Replies;
import org.confab.freeswitch.BoxSnapshot.RoomFacts;

/** Asks a box for its calls and rooms of ours. It only looks; what it cannot read fails it without effect. */
final class Resync {

  private final ObjectMapper json = new ObjectMapper();
  private final BoxCommands commands;

  Resync(BoxCommands commands) {
    this.commands = commands;
  }

  Future<BoxSnapshot> snapshot(Set<String> known) {
    Future<List<ChannelFacts>> calls = commands.api("show", "channels as json").compose(listing -> ours(listing, known));
    Future<List<RoomFacts>> rooms = commands.knownRooms();
    return Future.all(calls, rooms).map(both -> new BoxSnapshot(calls.result(), rooms.result()));
  }

  /** The channels that carry our variable; of the others nothing but their id is looked at. */
  private Future<List<ChannelFacts>> ours(String listing, Set<String> known) {
    try {
      JsonNode all = json.readTree(listing);
      if (!all.path("row_count").isInt()) {
        return Future.failedFuture(new EslException.Failed("show channels as json", listing));
      }
      List<Supplier<Future<List<ChannelFacts>>>> questions = new ArrayList<>();
      known.forEach(uuid -> questions.add(() -> dump(uuid)));
      for (JsonNode row : all.path("rows")) {
        String uuid = row.path("uuid").asText();
        if (!known.contains(uuid) && BoxCommands.isWord(uuid)) {
          questions.add(() -> facts(uuid));
        }
      }
      return Questions.ask(questions).map(found -> found.stream().flatMap(List::stream).toList());
    } catch (JsonProcessingException unreadable) {
      return Future.failedFuture(new EslException.Failed("show channels as json", "something that is not JSON"));
    }
  }

  private Future<List<ChannelFacts>> facts(String uuid) {
    return commands.variable(uuid, "confab_answer_url").compose(url -> url.isEmpty() ? Future.succeededFuture(List.of()) : dump(uuid));
  }

  private Future<List<ChannelFacts>> dump(String uuid) {
    return commands.api("uuid_dump", uuid + " json").compose(text -> {
      if (Replies.isError(text)) {
        // hung up since it was listed, and the hang-up is an event of its own
        return Future.succeededFuture(List.<ChannelFacts>of());
      }
      try {
        JsonNode dump = json.readTree(text);
        if (!dump.path("Unique-ID").asText().equals(uuid)) {
          return Future.failedFuture(new EslException.Failed("uuid_dump", "something that is not the channel asked for"));
        }
        Map<String, String> headers = new HashMap<>();
        dump.properties().forEach(entry -> headers.put(entry.getKey(), entry.getValue().asText()));
        return Future.succeededFuture(List.of(new ChannelFacts(uuid, headers)));
      } catch (JsonProcessingException unreadable) {
        return Future.failedFuture(new EslException.Failed("uuid_dump", "something that is not JSON"));
      }
    });
  }

  Future<List<RoomFacts>> rooms(String listing) {
    try {
      List<RoomFacts> rooms = new ArrayList<>();
      JsonNode all = json.readTree(listing);
      if (!all.isArray()) {
        return Future.failedFuture(new EslException.Failed("conference json_list", listing));
      }
      for (JsonNode room : all) {
        String name = room.path("conference_name").asText();
        if (name.startsWith(Subscription.PREFIX)) {
          Map<String, String> members = new HashMap<>();
          Map<String, Boolean> recordings = new HashMap<>();
          for (JsonNode member : room.path("members")) {
            if (member.path("type").asText().equals("recording_node")) {
              recordings.put(member.path("record_path").asText(), member.path("status").asText().equals("paused"));
            } else if (member.hasNonNull("uuid")) {
              members.put(member.path("uuid").asText(), member.path("id").asText());
            }
          }
          rooms.add(new RoomFacts(name, room.path("conference_uuid").asText(), members, recordings));
        }
      }
      return Future.succeededFuture(rooms);
    } catch (JsonProcessingException unreadable) {
      return Future.failedFuture(new EslException.Failed("conference json_list", "something that is not JSON"));
    }
  }
}
