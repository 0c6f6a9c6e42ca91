package org.confab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.demo.SampleApplication.Answer;
import org.confab.demo.SampleApplication.Received;
import org.confab.plivo.AnswerDocuments;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Reading;
import org.confab.plivo.SoundDocuments;
import org.confab.plivo.SoundReading;
import org.confab.plivo.Warning;
import org.confab.terminal.Terminal;
import org.confab.testing.LogLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class ExamplesTest {

  private static final Account ACCOUNT = new Account("MADEMODEMODEMODEMO00", List.of(new Secret("demo-token")));

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private int type(Optional<URI> application, Function<Received, Answer> answers, String... lines) {
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Demo demo = new Demo(Terminal.plain(stream, stream), new DemoOptions(application, HttpMethod.POST, Optional.empty(), ACCOUNT, 0));
    return demo.interactive(new BufferedReader(new StringReader(String.join("\n", lines))), answers);
  }

  private int type(String... lines) {
    return type(Optional.empty(), SampleDocuments::answer, lines);
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** What each example has to show, in this order, between its first step and what was seen. */
  static Stream<Arguments> examples() {
    return Stream.of(
        Arguments.of(1, List.of("+flags{dist-dtmf|moderator}", "ben    phone    talks", "anna   phone    hears ben")),
        Arguments.of(2, List.of("|mute}", "anna   phone    talks", "ben    phone    hears anna")),
        Arguments.of(3, List.of("Ben calls.", "play tone_stream://%(300,200,700)", "anna   phone    hears a beep", "Ben hangs up.",
            "play tone_stream://L=2;%(300,200,700)", "anna   phone    hears two beeps")),
        Arguments.of(4, List.of("enterSound  POST /join-sound.xml", "/sounds/chime.wav", "Ben calls.", "anna   phone    hears a sound")),
        Arguments.of(5, List.of("waitSound  POST /hold-music.xml", "/sounds/music.wav", "flags{dist-dtmf|wait-mod}",
            "anna   phone    hears music on hold", "ben    phone    hears music on hold", "Mia, the moderator, comes", "hears silence",
            "anna   phone    hears mia", "Mia hangs up.", "is hung up: NORMAL_CLEARING")),
        Arguments.of(6, List.of("Anna presses *.", "anna   phone    presses *", "POST /conference-ended/", "ExitReason=star",
            "anna   phone    hears silence", "anna   phone    is hung up: NORMAL_CLEARING")),
        Arguments.of(7, List.of("waitSound  POST /hold.xml", "anna   phone    hears music on hold", "Ben calls",
            "anna   phone    hears silence", "ben    phone    hears anna", "anna   phone    hears ben")),
        Arguments.of(8, List.of("Ben calls, and talks.", "recording start", "Both hang up.", "POST /recording-ready/", "RecordUrl=")),
        Arguments.of(9, List.of("answer", "anna   phone    hears a", "presses 0000", "POST /pin/", "Digits=0000", "presses 1234",
            "Digits=1234", "<Conference>closed-meeting</Conference>", "is in conference")));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsPlayedAndSaysWhatWasSeen(int number, List<String> steps) {
    try (LogLines log = LogLines.open()) {
      assertThat(type("example " + number, "hangup all", "list")).isZero();
      assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
    }
    assertThat(shown()).containsSubsequence(steps).containsSubsequence("> example " + number, "Example " + number + ": ",
        "The document", "  → ", "What was seen:", "  ✓ ", "  ✓ ", "Nobody is on the phone").doesNotContain("✗", "warning", "\u001b");
    assertThat(shown().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void everyExampleIsTested() {
    assertThat(examples()).hasSize(Examples.count());
  }

  @Test
  void aDocumentIsShownAsThePageHasIt() {
    type("3");
    assertThat(shown()).contains(ExampleDocuments.of("beeps").orElseThrow().indent(2).strip());
  }

  @Test
  void whatIsNotSeenIsSaid() {
    type(Optional.empty(), request -> request.parameter("To").equals("muted") && request.path().equals("/answer")
        ? SampleDocuments.answer(new Received("POST", "/answer", request.base(), Map.of("To", "basic"), "", "", true))
        : SampleDocuments.answer(request), "2");
    assertThat(shown()).contains("  ✗ FreeSWITCH has muted ben, and not anna", "  ✗ anna has not heard ben", "  ✓ ben hears anna");
  }

  @Test
  void theCallsStayForWhoWantsToGoOnAndTheNextExampleBeginsWithoutThem() {
    type("1", "list", "call mia basic", "press mia 1", "6", "list");
    assertThat(shown()).containsSubsequence("Still on the phone: anna and ben.", "> list", ": anna, ben", "> call mia basic", "> 6",
        "First, everybody who is on the phone hangs up.", "mia    phone    is hung up", "Example 6", "Still on the phone: ben.",
        "> list", ": ben");
  }

  @Test
  void theyAreListedAndANumberThatIsNoneIsSaid() {
    type("examples", "example", "example 0", "99", "example 1x");
    assertThat(shown()).contains("  " + Examples.count() + "  ");
    assertThat(shown().lines().filter(line -> line.startsWith("The examples have the numbers 1 to "))).hasSize(3);
    assertThat(shown().lines().filter(line -> line.startsWith("example 1, or just 1, plays"))).hasSize(2);
  }

  @Test
  void withAnApplicationOfOnesOwnTheyAreSaidToBeTheSamples() {
    assertThat(type(Optional.of(URI.create("http://127.0.0.1:1/answer")), SampleDocuments::answer, "examples", "example 1", "1")).isZero();
    assertThat(shown().lines().filter(line -> line.startsWith("The examples belong to the sample application"))).hasSize(3);
    assertThat(shown()).doesNotContain("type a number", "What was seen");
  }

  @Test
  void theWelcomeFitsOnAScreen() {
    type();
    assertThat(shown().lines()).hasSizeLessThan(24).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @FieldSource("org.confab.demo.ExampleDocuments#OF_THE_PAGE")
  void aDocumentOfThePageIsReadWithoutAWarning(String name) {
    String page = ExampleDocuments.of(name).orElseThrow();
    assertThat(page).startsWith("<Response>\n    <Conference").endsWith("</Conference>\n</Response>\n");
    assertThat(warnings(page)).isEmpty();
    assertThat(warnings(ExampleDocuments.served(page, "http://127.0.0.1:1"))).hasSameSizeAs(warnings(page));
    assertThat(ExampleDocuments.served(page, "http://127.0.0.1:1")).doesNotContain("example.com");
  }

  private static List<String> warnings(String document) {
    assertThat(AnswerDocuments.read(document.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Reading.Accepted.class);
    return ((Reading.Accepted) AnswerDocuments.read(document.getBytes(StandardCharsets.UTF_8))).document().warnings().stream()
        .map(Warning::text).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/join-sound.xml", "/hold-music.xml", "/hold.xml"})
  void whatTheDocumentsNameIsServed(String path) {
    Answer document = SampleDocuments.answer(request(path));
    assertThat(document.contentType()).startsWith("application/xml");
    assertThat(SoundDocuments.read(document.body())).isInstanceOfSatisfying(SoundReading.Accepted.class,
        accepted -> assertThat(accepted.warnings()).isEmpty());
    String sound = new String(document.body(), StandardCharsets.UTF_8).replaceAll("(?s).*<Play>http://127.0.0.1:1(.*)</Play>.*", "$1");
    Answer file = SampleDocuments.answer(request(sound));
    assertThat(file.contentType()).isEqualTo("audio/wav");
    assertThat(new String(file.body(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
  }

  private static Received request(String path) {
    return new Received("POST", path, "http://127.0.0.1:1", Map.of(), "", "", true);
  }
}
