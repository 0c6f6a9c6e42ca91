package org.confab.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.confab.testing.HostileText;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LineEncoderTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.250Z");
  private static final ObjectMapper STRICT = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final LoggerContext context = new LoggerContext();

  private LoggingEvent event(String message, Object... arguments) {
    LoggingEvent event = new LoggingEvent("", context.getLogger("org.confab.call.Calls"), Level.WARN, message, null, arguments);
    event.setInstant(NOON);
    return event;
  }

  /** As it is written, decoded strictly: what is no UTF-8 fails. */
  private static String written(String format, LoggingEvent event) {
    LineEncoder encoder = new LineEncoder(ZoneOffset.ofHours(1));
    encoder.setFormat(format);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(encoder.encode(event))).toString();
    } catch (CharacterCodingException noText) {
      throw new AssertionError(noText);
    }
  }

  private static JsonNode json(LoggingEvent event) {
    String line = written("json", event);
    assertThat(line).endsWith("\n");
    assertOneLine(line.substring(0, line.length() - 1));
    try {
      return STRICT.readTree(line);
    } catch (JsonProcessingException invalid) {
      throw new AssertionError(line, invalid);
    }
  }

  /** To everybody's idea of a line, and with nothing that would move a terminal. */
  private static void assertOneLine(String line) {
    assertThat(line.codePoints().filter(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || Character.getType(c) == Character.FORMAT && c < 0x10000))
        .as(line).isEmpty();
  }

  @Test
  void aLineOfTextHasTimeLevelAndMessage() {
    assertThat(written("text", event("call {}: left the conference '{}'.", About.call("c1"), About.conference("Zürich 😀"))))
        .isEqualTo("2026-01-31T13:00:00.250+01:00 WARN  call c1: left the conference 'Zürich 😀'.\n");
  }

  @Test
  void inJsonWhatTheLineIsAboutIsFieldsAlsoWhereTheTextHasNoPlaceForIt() throws JsonProcessingException {
    context.putProperty("box", "127.0.0.1:8021");
    assertThat(json(event("call {}: left, {}", About.call("c1"), "why", About.conference("room \"1\"")))).isEqualTo(STRICT.readTree("""
        {"time": "2026-01-31T12:00:00.250Z", "level": "WARN", "message": "call c1: left, why", "box": "127.0.0.1:8021", "call": "c1",
         "conference": "room \\"1\\"", "logger": "org.confab.call.Calls"}"""));
  }

  @Test
  void theTextOfASubjectMayHaveOtherWordsThanItsField() {
    JsonNode line = json(event("{}: nothing is heard.", About.call("c1").says("call c1: enterSound")));
    assertThat(line.get("message").asText()).isEqualTo("call c1: enterSound: nothing is heard.");
    assertThat(line.get("call").asText()).isEqualTo("c1");
  }

  @Test
  void ofTwoSubjectsOfOneKindTheFirstIsTheFieldAndNothingReplacesTheLinesOwnWords() {
    LoggingEvent event = event("{} and {}", About.call("c1"), About.call("c2"));
    event.setKeyValuePairs(List.of(new KeyValuePair("call", "c3"), new KeyValuePair("attempt", 4)));
    JsonNode line = json(event);
    assertThat(line.get("call").asText()).isEqualTo("c1");
    assertThat(line.get("attempt").asText()).isEqualTo("4");
  }

  @Test
  void aSubjectThatIsSeveralThingsIsAllOfTheirFields() {
    Subject callback = () -> Map.of("callback", "b1", "call", "c1");
    JsonNode line = json(event("put off", callback));
    assertThat(line.get("callback").asText()).isEqualTo("b1");
    assertThat(line.get("call").asText()).isEqualTo("c1");
  }

  @Test
  void anExceptionIsAFieldOfJsonAndIndentedLinesOfText() {
    RuntimeException thrown = new IllegalStateException("first\nERROR forged\u2028line", new IllegalArgumentException("cause"));
    LoggingEvent event = new LoggingEvent("", context.getLogger("org.confab.X"), Level.ERROR, "failed", thrown, null);
    event.setInstant(NOON);
    assertThat(json(event).get("error").asText()).startsWith("java.lang.IllegalStateException: first ERROR forged\\u2028line\n  ")
        .contains(getClass().getName()).contains("\ncaused by java.lang.IllegalArgumentException: cause\n");
    List<String> lines = written("text", event).lines().toList();
    assertThat(lines.get(0)).endsWith("ERROR failed");
    assertThat(lines.subList(1, lines.size())).hasSizeGreaterThan(3).allSatisfy(line -> assertThat(line).startsWith("  "));
  }

  @Test
  void aFormatThatIsNoneIsText() {
    assertThat(written("yaml", event("x"))).startsWith("2026-");
    assertThat(written("JSON", event("x"))).startsWith("{");
  }

  @Property
  void whateverANameHoldsItIsOneLineAndValidJsonThatSaysIt(@ForAll("hostile") String name, @ForAll("hostile") String id) {
    LoggingEvent event = event("call {}: '{}' {}", About.call(id), About.conference(name), name);
    JsonNode line = json(event);
    assertThat(line.get("conference").asText()).isEqualTo(whole(name));
    assertThat(line.get("call").asText()).isEqualTo(whole(id));
    assertThat(line.get("message").asText()).isEqualTo(whole(event.getFormattedMessage()));
    String text = written("text", event);
    assertOneLine(text.substring(0, text.length() - 1));
  }

  /** With half characters as everybody writes them. */
  private static String whole(String text) {
    StringBuilder whole = new StringBuilder();
    text.codePoints().forEach(c -> whole.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
    return whole.toString();
  }

  @Provide
  Arbitrary<String> hostile() {
    return HostileText.any();
  }
}
