package org.confab.freeswitch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  Future<BoxSnapshot> snapshot(Set<String> known, Set<String> rooms) {
    return commands.api("show", "channels as json").compose(listing -> ours(listing, known)).compose(calls -> {
      Set<String> all = new TreeSet<>(rooms);
      calls.forEach(call -> call.room().filter(room -> room.startsWith(Subscription.PREFIX) && BoxCommands.isWord(room)).ifPresent(all::add));
      Set<String> unanswered = new HashSet<>();
      return Questions.ask(all.stream().<Supplier<Future<Optional<RoomFacts>>>>map(room -> () -> answer(room, unanswered)).toList())
          .map(found -> new BoxSnapshot(calls, found.stream().flatMap(Optional::stream).toList(), unanswered));
    });
  }

  /** A room that does not answer keeps nothing from being known of the others. */
  private Future<Optional<RoomFacts>> answer(String room, Set<String> unanswered) {
    return commands.room(room).recover(why -> {
      if (why instanceof EslException.TimedOut || why instanceof EslException.Quarantined) {
        unanswered.add(room);
        return Future.succeededFuture(Optional.empty());
      }
      return Future.failedFuture(why);
    });
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

  /** What {@code conference <name> json_list} printed: a list of one, or that there is none. */
  Future<Optional<RoomFacts>> room(String name, String printed) {
    if (printed.equals("-ERR Conference " + name + " not found")) {
      return Future.succeededFuture(Optional.empty());
    }
    try {
      JsonNode all = json.readTree(printed);
      JsonNode room = all.path(0);
      if (!all.isArray() || all.size() != 1 || !room.path("conference_name").asText().equals(name)) {
        return Future.failedFuture(new EslException.Failed("conference json_list", printed));
      }
      Map<String, String> members = new HashMap<>();
      Map<String, Boolean> recordings = new HashMap<>();
      for (JsonNode member : room.path("members")) {
        if (member.path("type").asText().equals("recording_node")) {
          recordings.put(member.path("record_path").asText(), member.path("status").asText().equals("paused"));
        } else if (member.hasNonNull("uuid")) {
          members.put(member.path("uuid").asText(), member.path("id").asText());
        }
      }
      return Future.succeededFuture(Optional.of(new RoomFacts(name, room.path("conference_uuid").asText(), members, recordings)));
    } catch (JsonProcessingException unreadable) {
      return Future.failedFuture(new EslException.Failed("conference json_list", "something that is not JSON"));
    }
  }
}
