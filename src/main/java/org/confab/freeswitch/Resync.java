package org.confab.freeswitch;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
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
    List<String> listed;
    try {
      listed = ids(listing);
    } catch (IOException unreadable) {
      return Future.failedFuture(new EslException.Failed("show channels as json", "something that is not JSON"));
    }
    List<Supplier<Future<List<ChannelFacts>>>> questions = new ArrayList<>();
    known.forEach(uuid -> questions.add(() -> dump(uuid)));
    listed.stream().filter(uuid -> !known.contains(uuid) && BoxCommands.isWord(uuid)).forEach(uuid -> questions.add(() -> facts(uuid)));
    return Questions.ask(questions).map(found -> found.stream().flatMap(List::stream).toList());
  }

  /** Those of the channels; a list of thousands is megabytes, of which nothing else is kept. Fails if it says no row_count. */
  private List<String> ids(String listing) throws IOException {
    List<String> ids = new ArrayList<>();
    boolean counted = false;
    try (JsonParser parser = json.createParser(listing)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("rows") && value == JsonToken.START_ARRAY) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            fields(parser, (field, text) -> {
              if (field.equals("uuid")) {
                ids.add(text);
              }
            });
          }
        } else {
          counted |= name.equals("row_count") && value == JsonToken.VALUE_NUMBER_INT;
          parser.skipChildren();
        }
      }
      if (!counted || parser.currentToken() != JsonToken.END_OBJECT) {
        throw new JsonParseException(parser, "no list of channels");
      }
    }
    return ids;
  }

  /** The fields of the object that has begun, to its end; one that is no single value is passed over. */
  private static void fields(JsonParser parser, BiConsumer<String, String> found) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken().isScalarValue()) {
        found.accept(name, parser.getText());
      } else {
        parser.skipChildren();
      }
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
      Map<String, String> headers = new HashMap<>();
      try (JsonParser parser = json.createParser(text)) {
        parser.nextToken();
        fields(parser, (name, value) -> {
          if (ChannelFacts.isOfUse(name)) {
            headers.put(name, value);
          }
        });
        return uuid.equals(headers.get("Unique-ID")) ? Future.succeededFuture(List.of(new ChannelFacts(uuid, headers)))
            : Future.failedFuture(new EslException.Failed("uuid_dump", "something that is not the channel asked for"));
      } catch (IOException unreadable) {
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
