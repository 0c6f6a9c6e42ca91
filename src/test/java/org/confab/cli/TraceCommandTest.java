package org.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {

  private final Shell shell = new Shell(false);
  private final List<String> lines = new ArrayList<>();

  @TempDir
  Path folder;

  private Path settings;

  @BeforeEach
  void settings() throws IOException {
    settings = Files.writeString(folder.resolve("confab.yaml"), "store: { path: " + folder.resolve("confab.db") + " }\n");
    Files.createDirectory(folder.resolve("confab.db-trace"));
  }

  /** A line as Confab writes it. */
  private void line(String at, String kind, String... fields) {
    Map<String, String> all = new LinkedHashMap<>(Map.of());
    all.put("at", at);
    all.put("kind", kind);
    for (int i = 0; i < fields.length; i += 2) {
      all.put(fields[i], fields[i + 1]);
    }
    try {
      lines.add(new ObjectMapper().writeValueAsString(all));
      Files.writeString(folder.resolve("confab.db-trace").resolve("0000000001-20261122T080000Z.jsonl"), String.join("\n", lines) + "\n");
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private void aCall() {
    line("2026-11-22T08:00:00.000000Z", "switch", "event", "CHANNEL_PARK", "call", "call-1", "from", "1001", "to", "2000", "text", "parked, from 1001 to 2000");
    line("2026-11-22T08:00:00.020000Z", "asked", "call", "call-1", "text", "POST https://app.example/answer", "detail", "CallUUID=call-1\nFrom=1001");
    line("2026-11-22T08:00:00.050000Z", "answered", "call", "call-1", "text", "status 200 after 30 ms, 60 bytes", "detail",
        "<Response>\n  <Conference>weekly</Conference>\n</Response>");
    line("2026-11-22T08:01:05.250000Z", "callback", "call", "call-1", "conference", "weekly", "level", "WARN", "text", "enter: POST https://app.example/cb: status 500",
        "detail", "CallUUID=call-1\nConferenceAction=enter");
    line("2026-11-22T08:01:06.000000Z", "switch", "event", "CHANNEL_HANGUP_COMPLETE", "call", "call-1", "text", "hung up, NORMAL_CLEARING");
  }

  private int trace(String... arguments) {
    return shell.confab(Stream.concat(Stream.of("trace", "--config", settings.toString()), Stream.of(arguments)).toArray(String[]::new));
  }

  @Test
  void aStoryIsATimelineWithDocumentsAndWhatIsNewInEachRequest() {
    aCall();
    for (String name : List.of("call-1", "1001", "+1001")) {
      assertThat(trace(name)).as(shell.err()).isZero();
      assertThat(shell.out()).isEqualTo("""
          Call call-1
            from 1001 to 2000, 2026-11-22 08:00:00Z, conference 'weekly', hung up,
            NORMAL_CLEARING after 1 min 6 s

              0.000  FreeSWITCH  parked, from 1001 to 2000
              0.020  asked       POST https://app.example/answer
                                   CallUUID=call-1  From=1001
              0.050  answered    status 200 after 30 ms, 60 bytes
                                   <Response>
                                     <Conference>weekly</Conference>
                                   </Response>
           1:05.250  callback    enter: POST https://app.example/cb: status 500
                                   ConferenceAction=enter
           1:06.000  FreeSWITCH  hung up, NORMAL_CLEARING
          """);
    }
  }

  @Test
  void aConferencesStoryNamesItsCalls() {
    aCall();
    assertThat(trace("weekly")).isZero();
    assertThat(shell.out()).startsWith("Conference weekly\n  #1  call-1, from 1001 to 2000, ").contains("#1  callback    enter: POST");
  }

  @Test
  void severalCallsOfANumberAreListed() {
    aCall();
    line("2026-11-22T09:00:00.000000Z", "switch", "event", "CHANNEL_PARK", "call", "call-2", "from", "1001", "to", "2000", "text", "parked");
    assertThat(trace("1001")).isZero();
    assertThat(shell.out()).startsWith("2 calls from 1001; 'confab trace CALL' tells the story of one:\n\ncall-1\n  from 1001 to 2000, 2026-11-22 08:00:00Z, ")
        .contains("\ncall-2\n  from 1001 to 2000, 2026-11-22 09:00:00Z\n");
    assertThat(trace("1001", "--json")).isZero();
    assertThat(json()).extracting(call -> call.get("call").asText()).containsExactly("call-1", "call-2");
    assertThat(json().get(0).get("conferences").get(0).asText()).isEqualTo("weekly");
    assertThat(trace("call-2")).isZero();
    assertThat(shell.out()).startsWith("Call call-2\n");
  }

  private List<JsonNode> json() {
    return shell.out().lines().map(line -> {
      try {
        return new ObjectMapper().readTree(line);
      } catch (IOException failed) {
        throw new AssertionError(failed);
      }
    }).toList();
  }

  @Test
  void jsonHasOneEntryALineWithAllThatIsKnown() {
    aCall();
    assertThat(trace("call-1", "--json")).isZero();
    assertThat(json()).hasSize(5);
    assertThat(json()).element(3).satisfies(entry -> {
      assertThat(Instant.parse(entry.get("at").asText())).isEqualTo(Instant.parse("2026-11-22T08:01:05.250Z"));
      assertThat(entry.get("kind").asText()).isEqualTo("callback");
      assertThat(entry.get("conference").asText()).isEqualTo("weekly");
      assertThat(entry.get("detail").asText()).isEqualTo("CallUUID=call-1\nConferenceAction=enter");
    });
  }

  @Test
  void hostileTextStaysOnItsLine() {
    line("2026-11-22T08:00:00.000000Z", "switch", "event", "CHANNEL_PARK", "call", "call-1", "from", "1\u001b[2J\n9", "to", "\u202e2", "text", "parked\nforged\u001b[31m");
    line("2026-11-22T08:00:01.000000Z", "answered", "call", "call-1", "conference", "x\ny\u0007", "text", "status 200", "detail", "a\u001b]0;t\u0007\nb\u2028c");
    for (String[] arguments : List.of(new String[] {"call-1"}, new String[] {"x\ny\u0007"}, new String[] {"call-1", "--json"})) {
      assertThat(trace(arguments)).as(shell.err()).isZero();
      assertThat(shell.out()).doesNotContain("\u001b", "\u0007", "\u202e", "\u2028");
      assertThat(shell.out().lines()).noneMatch(line -> line.startsWith("forged") || line.startsWith("9") || line.startsWith("y"));
    }
  }

  @Test
  void whoIsNotKnownIsToldWhatWasSearched() {
    assertThat(trace("call-1")).isEqualTo(1);
    assertThat(shell.err()).contains("nothing is known of 'call-1': there is no trace in " + folder.resolve("confab.db-trace"));
    aCall();
    assertThat(trace("nobody")).isEqualTo(1);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).contains("nothing is known of 'nobody': searched 1 segment in " + folder.resolve("confab.db-trace")
        + " from 2026-11-22 08:00:00Z to 2026-11-22 08:01:06Z for a call of that id, a caller of that number and a conference of that name");
    assertThat(trace("call-1", "--since", "1s")).isEqualTo(1);
    assertThat(shell.err()).contains("searched 1 segment in ", ", which have nothing of that time for a call");
  }

  @Test
  void whatIsNoTimeIsRefused() {
    assertThat(trace("call-1", "--since", "yesterday")).isEqualTo(2);
    assertThat(shell.err()).contains("a time as in 90s, 30m, 2h or 1d, not 'yesterday'");
    assertThat(trace()).isEqualTo(2);
  }
}
