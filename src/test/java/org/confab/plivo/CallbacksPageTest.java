package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.confab.conference.ExitReason;
import org.junit.jupiter.api.Test;

/** docs/callbacks.md names what is sent. */
class CallbacksPageTest {

  private static final ConferenceParameters PARAMETERS = new ConferenceParameters(CallParameters.of("u", Direction.INBOUND).build(), "c", "cu", "1",
      Optional.of(new ConferenceParameters.Extended(List.of("u"), Instant.EPOCH)));

  private static String section() throws IOException {
    String page = Files.readString(Path.of("docs", "callbacks.md"));
    int start = page.indexOf("## Parameters of a conference's callbacks");
    return page.substring(start, page.indexOf("\n## ", start + 1));
  }

  @Test
  void everyParameterOfAConferencesCallbackIsOnThePage() throws IOException {
    String section = section();
    RecordingParameters recording = new RecordingParameters(new RecordingParameters.Link("http://x", "id"), Instant.EPOCH, Instant.EPOCH, Duration.ZERO);
    for (Map<String, String> sent : List.of(PARAMETERS.enter(true), PARAMETERS.exit(true, "hangup"), PARAMETERS.digits("1"), PARAMETERS.floor(),
        PARAMETERS.record(recording), PARAMETERS.reject("full"))) {
      String row = section.lines().filter(line -> line.startsWith("| `" + sent.get("ConferenceAction") + "` | `" + sent.get("Event") + "`")).findFirst()
          .orElseThrow(() -> new AssertionError("no row for " + sent));
      Set<String> ofTheCall = PARAMETERS.floor().keySet();
      assertThat(sent.keySet()).allSatisfy(name -> assertThat(ofTheCall.contains(name) ? section : row).contains("`" + name));
    }
  }

  @Test
  void everyReasonOfAnExitIsOnThePage() throws IOException {
    String section = section();
    assertThat(Stream.of(ExitReason.values()).map(ExitReason::word)).allSatisfy(word -> assertThat(section).contains("`" + word + "`"));
  }
}
