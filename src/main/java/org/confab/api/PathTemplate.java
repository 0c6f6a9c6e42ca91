package org.confab.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with names in it: {@code /v1/Account/{auth_id}/Conference/{name}/}. It stands for paths with the same segments, where each name is
 * one segment that is not empty; the slash at the end may be missing. A segment is decoded after the path was taken apart, so that an
 * encoded slash is part of a name.
 */
record PathTemplate(String text) {

  PathTemplate {
    if (!text.startsWith("/") || !text.endsWith("/")) {
      throw new IllegalArgumentException("a template begins and ends with a slash: " + text);
    }
  }

  /** Of a path as it came over the wire, nothing in it decoded. */
  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
    if (segments.size() > 1 && segments.get(segments.size() - 1).isEmpty()) {
      segments.remove(segments.size() - 1);
    }
    return segments;
  }

  /** The names' values, still encoded; empty if the path is another. */
  Optional<Map<String, String>> match(List<String> path) {
    List<String> mine = segments(text);
    if (mine.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < mine.size(); i++) {
      String segment = mine.get(i);
      if (segment.startsWith("{") && !path.get(i).isEmpty()) {
        values.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }
}
