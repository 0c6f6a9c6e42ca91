package org.confab.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What real FreeSWITCHes sent, frame by frame (src/test/resources/recordings). */
public final class RecordedTraffic {

  private RecordedTraffic() {}

  /** The recordings with plain events: one of each version. */
  public static List<String> plain() {
    return List.of("1.10.12/moderated-conference.plain", "1.11.1/moderated-conference.plain");
  }

  /** Every recording. */
  public static List<String> all() {
    return List.of("1.10.12/moderated-conference.plain", "1.10.12/moderated-conference.json", "1.10.12/endings.json", "1.10.12/errors.json",
        "1.10.12/shutdown.json", "1.11.1/moderated-conference.plain", "1.11.1/moderated-conference.json", "1.11.1/endings.json",
        "1.11.1/errors.json", "1.11.1/shutdown.json");
  }

  /** The frames of that recording from the switch, of all its connections. */
  public static List<byte[]> frames(String recording) {
    ObjectMapper json = new ObjectMapper();
    try (InputStream in = RecordedTraffic.class.getResourceAsStream("/recordings/" + recording + ".jsonl");
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().map(line -> fromSwitch(json, line)).flatMap(Optional::stream).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The frames of that recording that hold plain events. */
  public static List<byte[]> plainEvents(String recording) {
    return frames(recording).stream().filter(frame -> new String(frame, StandardCharsets.ISO_8859_1).contains("text/event-plain")).toList();
  }

  private static Optional<byte[]> fromSwitch(ObjectMapper json, String line) {
    try {
      JsonNode node = json.readTree(line);
      // "[closed by FreeSWITCH]" is the recorder's own note
      return node.get("dir").asText().equals("<") && !node.get("data").asText().startsWith("[") ? Optional.of(node.get("data").asText().getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
