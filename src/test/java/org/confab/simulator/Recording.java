package org.confab.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A recording of a real FreeSWITCH, with what its callers did meanwhile. */
record Recording(String name, List<Line> lines, List<Act> acts) {

  /** One frame: when, on which connection, in which direction. */
  record Line(double at, String connection, boolean fromSwitch, String data) {}

  /** Something that a caller did. */
  record Act(double at, String what, String caller, List<String> arguments) {}

  static Recording read(String name) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<Line> lines = new ArrayList<>();
    for (String line : text(name + ".jsonl")) {
      JsonNode node = mapper.readTree(line);
      lines.add(new Line(node.get("t").asDouble(), node.get("conn").asText(), node.get("dir").asText().equals("<"),
          node.get("data").asText()));
    }
    List<Act> acts = new ArrayList<>();
    for (String line : text(name + ".script")) {
      if (!line.startsWith("#")) {
        List<String> words = List.of(line.split(" "));
        acts.add(new Act(Double.parseDouble(words.get(0)), words.get(1), words.get(2), words.subList(3, words.size())));
      }
    }
    return new Recording(name, lines, acts);
  }

  private static List<String> text(String name) throws IOException {
    try (InputStream in = Recording.class.getResourceAsStream("/recordings/" + name);
        Stream<String> lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines()) {
      return lines.toList();
    }
  }
}
