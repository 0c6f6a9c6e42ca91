package org.confab.esl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.testing.RecordedTraffic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventTest {

  static List<String> plain() {
    return RecordedTraffic.plain();
  }

  /** A parser that reads everything at once, and knows the JDK's decoding only. FreeSWITCH never writes a plus sign that is none. */
  private static Map<String, String> eager(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : text.substring(0, text.indexOf("\n\n")).split("\n")) {
      String value = URLDecoder.decode(line.substring(line.indexOf(": ") + 2).replace("+", "%2B"), UTF_8);
      headers.putIfAbsent(line.substring(0, line.indexOf(": ")), value.equals("_undef_") ? "" : value);
    }
    return headers;
  }

  @ParameterizedTest
  @MethodSource("plain")
  void everyRecordedHeaderIsFoundAsAnEagerParserReadsIt(String recording) {
    List<byte[]> frames = RecordedTraffic.plainEvents(recording);
    assertThat(frames).hasSizeGreaterThan(30);
    for (byte[] frame : frames) {
      String text = new String(frame, UTF_8);
      Map<String, String> expected = eager(text.substring(text.indexOf("\n\n") + 2));
      Event event = Event.of(Decoding.all(frame).get(0), Instant.EPOCH);
      assertThat(event.headers()).containsExactlyEntriesOf(expected);
      expected.forEach((name, value) -> assertThat(event.text(name)).as(name).isEqualTo(value));
      assertThat(event.get("No-Such-Header")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"%zz, %zz", "%, %", "%4, %4", "a%4, a%4", "%41, A", "%e2%82%ac, €", "%E2%82%AC, €", "a+b, a+b", "%2B, +", "%%41, %A", "100%25, 100%", "%4g1, %4g1"})
  void whatIsNoEscapeIsKeptAsItStands(String wire, String value) {
    assertThat(Decoding.event("A: " + wire + "\n\n").get("A")).hasValue(value);
  }

  @Test
  void bytesThatAreNoTextAreReplacedAndCostNothingElse() {
    Event event = Decoding.event("A: %ff%fe\nB: b\n\n");
    assertThat(event.get("A")).hasValue("\ufffd\ufffd");
    assertThat(event.get("B")).hasValue("b");
  }

  @Test
  void anEncodedLineBreakBeginsNoHeader() {
    Event event = Decoding.event("variable_x: a%0AUnique-ID%3A%20stolen\nUnique-ID: own\n\n");
    assertThat(event.text("Unique-ID")).isEqualTo("own");
    assertThat(event.variable("x")).hasValue("a\nUnique-ID: stolen");
  }

  @Test
  void aHeaderWithoutValueIsAbsent() {
    Event event = Decoding.event("A: _undef_\nB:\nC: \nD: _undef_x\n\n");
    assertThat(event.get("A")).isEmpty();
    assertThat(event.text("B")).isEmpty();
    assertThat(event.text("C")).isEmpty();
    assertThat(event.get("D")).hasValue("_undef_x");
    assertThat(event.headers()).containsEntry("A", "").containsEntry("D", "_undef_x");
  }

  @Test
  void theFirstOfTwoHeadersOfOneNameStands() {
    Event event = Decoding.event("A: 1\na: 2\nA: 3\n\n");
    assertThat(event.text("A")).isEqualTo("1");
    assertThat(event.headers()).containsEntry("A", "1");
  }

  @Test
  void aNameIsNotFoundInsideAnotherOrInAValue() {
    Event event = Decoding.event("X-Unique-ID: 1\nUnique-ID-X: 2\nA: Unique-ID: 3\n\n");
    assertThat(event.get("Unique-ID")).isEmpty();
    assertThat(event.text("a")).isEqualTo("Unique-ID: 3");
  }

  @Test
  void theBodyOfABackgroundJobIsExactToTheByte() {
    String result = "+OK\n\n  line\r\n\n\u00e9\u6771\u0000\n\n";
    int length = result.getBytes(UTF_8).length;
    Event event = Decoding.event("Event-Name: BACKGROUND_JOB\nJob-UUID: j\nContent-Length: " + length + "\n\n" + result);
    assertThat(event.body()).isEqualTo(result.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"3, abc", "0, ''", "5, abcde", "6, abcde", "999999999999999999, abcde", "-1, abcde", "x, abcde"})
  void anInnerContentLengthThatLiesStaysWithinTheEvent(String length, String body) {
    assertThat(new String(Decoding.event("Event-Name: A\nContent-Length: " + length + "\n\nabcde").body(), UTF_8)).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({"''", "'\n'", "'\n\n'", "'no event at all'", "':'", "'A'"})
  void whatIsNoEventIsAnEventWithoutHeaders(String text) {
    Event event = Decoding.event(text);
    assertThat(event.name()).isEmpty();
    assertThat(event.get("A")).isEqualTo(Optional.empty());
    assertThat(event.body()).isEmpty();
  }

  @Test
  void anEventInALogShowsNothingThatACallerChose() {
    assertThat(Decoding.event("Event-Name: DTMF\nUnique-ID: u\nDTMF-Digit: 7\n\n")).hasToString("Event[DTMF u]");
  }
}
