package org.confab.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads a YAML file into a {@link Tree}. Duplicate keys, aliases and a second document are problems, not surprises. */
public final class YamlTree {

  private static final int MAX_BYTES = 1 << 20;

  /**
   * What a file is, for messages.
   *
   * @param name  as in "settings file"
   * @param shape what it consists of, with an example
   */
  public record Kind(String name, String shape) {}

  private final String source;
  private final Kind kind;
  private final Problems problems;

  private YamlTree(String source, Kind kind, Problems problems) {
    this.source = source;
    this.kind = kind;
    this.problems = problems;
  }

  /** The file's section; empty where the file is, or cannot be read, which is then a problem. */
  public static Tree.Section read(Path file, Kind kind, Problems problems) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        problems.add(Place.whole(file.toString()), "", "is larger than 1 MB; that is no " + kind.name());
      } else {
        return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString(), kind, problems);
      }
    } catch (NoSuchFileException missing) {
      problems.add(Place.whole(file.toString()), "", "there is no such file");
    } catch (AccessDeniedException denied) {
      problems.add(Place.whole(file.toString()), "", "must be readable by the user that Confab runs as, and is not");
    } catch (CharacterCodingException notText) {
      problems.add(Place.whole(file.toString()), "", "is not UTF-8 text");
    } catch (IOException unreadable) {
      problems.add(Place.whole(file.toString()), "", "cannot be read: " + unreadable);
    }
    return empty(file.toString());
  }

  /** As {@link #read}, of a text. @param source what the text is called in messages */
  public static Tree.Section parse(String yaml, String source, Kind kind, Problems problems) {
    YamlTree reader = new YamlTree(source, kind, problems);
    try (YAMLParser parser = YAMLFactory.builder().build().createParser(yaml)) {
      JsonToken first = parser.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        return empty(source);
      }
      Tree tree = reader.value(parser);
      if (parser.nextToken() != null) {
        problems.add(reader.place(parser.currentTokenLocation()), "", "a second document begins here; a " + kind.name() + " has one");
      }
      if (tree instanceof Tree.Section section) {
        return section;
      }
      problems.add(tree.place(), "", kind.shape() + "; this is " + tree.kind());
    } catch (JsonProcessingException broken) {
      problems.add(reader.place(broken.getLocation()), "", "not valid YAML: " + withoutExcerpts(broken.getOriginalMessage()));
    } catch (IOException broken) {
      problems.add(Place.whole(source), "", "cannot be read: " + broken);
    }
    return empty(source);
  }

  private Tree value(YAMLParser parser) throws IOException {
    Place place = place(parser.currentTokenLocation());
    if (parser.isCurrentAlias()) {
      problems.add(place, "", "aliases (*name) are not supported; write the value out");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> section(parser, place);
      case START_ARRAY -> items(parser, place);
      case VALUE_NULL -> new Tree.Scalar("", place);
      default -> new Tree.Scalar(parser.getText(), place);
    };
  }

  private Tree section(YAMLParser parser, Place place) throws IOException {
    Map<String, Tree> entries = new LinkedHashMap<>();
    Map<String, Place> keys = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Place at = place(parser.currentTokenLocation());
      parser.nextToken();
      Tree value = value(parser);
      if (keys.containsKey(key)) {
        problems.add(at, key, "is given twice; the first is on line " + keys.get(key).line());
      } else {
        keys.put(key, at);
        entries.put(key, value);
      }
    }
    return new Tree.Section(entries, keys, place);
  }

  private Tree items(YAMLParser parser, Place place) throws IOException {
    List<Tree> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return new Tree.Items(items, place);
  }

  private Place place(JsonLocation location) {
    return location == null
        ? Place.whole(source) : new Place(source, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  private static Tree.Section empty(String source) {
    return new Tree.Section(Map.of(), Map.of(), Place.whole(source));
  }

  /** The parser's message without the lines that quote the file, which may hold a password; those are indented. */
  private static String withoutExcerpts(String message) {
    return message.lines().filter(line -> !line.isBlank() && !line.startsWith(" ")).collect(Collectors.joining("; "));
  }
}
