package org.confab.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.confab.http.HttpReply;
import org.confab.testing.HostileText;

/** Whatever an engine replies: one outcome that can be told, and nothing in it that should not be. */
class HostileEngineProperties {

  private static final String TOKEN = "sk-geheim";
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

  @Property(tries = 2000)
  void everyReplyIsAnOutcomeThatCanBeTold(@ForAll @IntRange(min = 200, max = 599) int status, @ForAll("bodies") byte[] body,
      @ForAll("headers") String retryAfter) {
    Outcome outcome = Reply.of(new HttpReply(status, Map.of("retry-after", retryAfter), body, URI.create("http://engine/"), true), NOW, Optional.of(TOKEN));
    if (outcome instanceof Outcome.Text text) {
      assertThat(status).isLessThan(300);
      tellable(text.text());
      assertThat(text.text().length()).isLessThanOrEqualTo(Outcome.LONGEST_TEXT);
    } else if (outcome instanceof Outcome.Failed failed) {
      assertThat(status == 429 || status >= 500).isFalse();
      sayable(failed.error());
      sayable(failed.detail());
    } else if (outcome instanceof Outcome.Later later) {
      assertThat(status == 429 || status >= 500).isTrue();
      sayable(later.error());
      later.retryAfter().ifPresent(wait -> assertThat(wait).isGreaterThanOrEqualTo(Duration.ZERO));
    }
  }

  @Property(tries = 1000)
  void everyTextInAJsonStringIsToldAsItIsButForWhatNobodyCanKeep(@ForAll("texts") String text) {
    String json = "{\"x\":{\"text\":\"no\"},\"text\":" + quoted(text) + ",\"y\":[{\"text\":1}]}";
    Outcome outcome = Reply.of(new HttpReply(200, Map.of(), json.getBytes(StandardCharsets.UTF_8), URI.create("http://engine/"), true), NOW,
        Optional.empty());
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Text.class, told -> {
      tellable(told.text());
      assertThat(letters(told.text())).isEqualTo(letters(text));
    });
  }

  @Example
  void deepAndWideRepliesTakeNoMoreThanTheirBytes() {
    String deep = "{\"a\":" + "[".repeat(4_000_000);
    String wide = "{\"a\":[" + "[],".repeat(1_300_000) + "[]],\"text\":\"there\"}";
    assertThat(of(200, deep)).isEqualTo(new Outcome.Failed("the transcription engine's reply is not JSON"));
    assertThat(of(400, deep)).isInstanceOf(Outcome.Failed.class);
    assertThat(of(200, wide)).isEqualTo(new Outcome.Text("there"));
  }

  @Example
  void repliesThatHaveNoTextSayWhatTheyAre() {
    assertThat(error(of(200, ""))).endsWith("is no JSON object");
    assertThat(error(of(200, "Hello"))).endsWith("is not JSON");
    assertThat(error(of(200, "<!DOCTYPE html><html><body>Login</body></html>"))).endsWith("is not JSON");
    assertThat(error(of(200, "[{\"text\":\"no\"}]"))).endsWith("is no JSON object");
    assertThat(error(of(200, "{\"text\":null}"))).endsWith("has no text");
    assertThat(error(of(200, "{\"text\":{\"text\":\"no\"}}"))).endsWith("has no text");
    assertThat(error(of(200, "{\"Text\":\"no\"}"))).endsWith("has no text");
    assertThat(error(of(200, "{\"text\":\"a\"}{\"text\":\"b\"}"))).endsWith("is more than one JSON object");
    assertThat(error(of(200, "{\"text\":\"cut o"))).endsWith("is not JSON");
    assertThat(error(of(200, "{\"text\":\"a\""))).endsWith("is not JSON");
    assertThat(error(of(204, ""))).endsWith("is no JSON object");
    assertThat(error(of(200, "{\"text\":\"" + "a".repeat(Outcome.LONGEST_TEXT + 1) + "\"}"))).contains("more than 500000 characters");
    assertThat(of(200, "{\"text\":\"\"}")).isEqualTo(new Outcome.Text(""));
  }

  @Example
  void tokenIsNotSaidEvenWhereItIsCutInTwo() {
    for (int spaces = 3150; spaces < 3250; spaces++) {
      assertThat(error(of(403, "x" + " ".repeat(spaces) + TOKEN + " y"))).isIn("the transcription engine replied 403: x **** y",
          "the transcription engine replied 403: x ****", "the transcription engine replied 403: x ***", "the transcription engine replied 403: x **",
          "the transcription engine replied 403: x *", "the transcription engine replied 403: x");
    }
  }

  @Example
  void explanationIsFoundWhereServersOfThisFormPutIt() {
    assertThat(error(of(401, "{\"error\":{\"code\":1,\"message\":\"Incorrect API key\",\"type\":\"x\"}}"))).endsWith("replied 401: Incorrect API key");
    assertThat(error(of(400, "{\"error\":\"no 'file' field\"}"))).endsWith("replied 400: no 'file' field");
    assertThat(error(of(404, "{\"detail\":\"Not Found\"}"))).endsWith("replied 404: Not Found");
    assertThat(error(of(422, "{\"detail\":[{\"loc\":[\"body\"]}]}"))).endsWith("replied 422: {\"detail\":[{\"loc\":[\"body\"]}]}");
    assertThat(error(of(404, "<html>\n  Not   here</html>"))).endsWith("replied 404: <html> Not here</html>");
    assertThat(error(of(403, ""))).endsWith("replied 403");
  }

  private static Outcome of(int status, String body) {
    return Reply.of(new HttpReply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8), URI.create("http://engine/"), true), NOW, Optional.of(TOKEN));
  }

  private static String error(Outcome outcome) {
    return ((Outcome.Failed) outcome).error();
  }

  private static void sayable(String error) {
    tellable(error);
    assertThat(error).doesNotContain(TOKEN).doesNotContainPattern("[\\p{Cc}\u2028\u2029]");
    assertThat(error.length()).isLessThan(700);
  }

  private static void tellable(String text) {
    assertThat(text.codePoints()).noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(text);
  }

  private static String letters(String text) {
    StringBuilder letters = new StringBuilder();
    text.codePoints().filter(c -> !Character.isISOControl(c) && !Character.isWhitespace(c) && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFD)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }

  /** As JSON: everything beyond letters is escaped, halves of characters too. */
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      json.append(Character.isLetterOrDigit(c) && c < 128 ? Character.toString(c) : String.format("\\u%04x", (int) c));
    }
    return json.append('"').toString();
  }

  @Provide
  Arbitrary<String> texts() {
    return HostileText.any();
  }

  @Provide
  Arbitrary<String> headers() {
    return Arbitraries.oneOf(Arbitraries.of("1", "90", "-1", "0.5", "999999999", "9999999999999", "Sun, 22 Nov 2026 09:00:00 GMT",
        "Sun, 22 Nov 2020 09:00:00 GMT", "Sun, 99 Nov 2026 09:00:00 GMT", ""), HostileText.any());
  }

  @Provide
  Arbitrary<byte[]> bodies() {
    Arbitrary<byte[]> pieces = Arbitraries.oneOf(
        Arbitraries.of("{", "}", "[", "]", ",", ":", "\"text\"", "\"text\":", "\"error\":", "\"message\":", "\"detail\":", "null", "1e999999999", "-", "true",
            "\"", "\\u0000", "\\ud800", "\\", TOKEN, "\"" + TOKEN + "\"", "<html>", "\u0000", "\u001b[2J", "\r\n", "{\"text\":\"a\"}", "{\"error\":{\"message\":\"",
            "\"}}", "\u2028", " ", "\ufeff").map(text -> text.getBytes(StandardCharsets.UTF_8)),
        HostileText.any().map(text -> text.getBytes(StandardCharsets.UTF_8)), Arbitraries.bytes().array(byte[].class).ofMaxSize(8));
    Arbitrary<byte[]> joined = pieces.list().ofMaxSize(12).map(all -> {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      all.forEach(body::writeBytes);
      return body.toByteArray();
    });
    Arbitrary<byte[]> text = HostileText.any().map(said -> ("{\"error\":" + quoted(said + TOKEN) + ",\"text\":" + quoted(said) + "}")
        .getBytes(StandardCharsets.UTF_8));
    return Arbitraries.frequencyOf(Tuple.of(3, joined), Tuple.of(1, text));
  }
}
