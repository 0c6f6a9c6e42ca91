package org.confab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.demo.SampleApplication.Answer;
import org.confab.plivo.HttpMethod;
import org.confab.terminal.Terminal;
import org.confab.testing.FakeApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class DemoTest {

  private static final Account ACCOUNT = new Account("MADEMODEMODEMODEMO00", List.of(new Secret("demo-token")));

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Demo demo(Optional<URI> application) {
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Demo(Terminal.plain(stream, stream), new DemoOptions(application, HttpMethod.POST, Optional.empty(), ACCOUNT, 0));
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private int type(Demo demo, String... lines) {
    return demo.interactive(new BufferedReader(new StringReader(String.join("\n", lines))));
  }

  private static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void theScriptPasses() {
    assertThat(demo(Optional.empty()).script()).as(() -> shown()).isZero();
    assertThat(shown()).contains("✓ All 15 requests came", "+flags{dist-dtmf|endconf|moderator}", "+flags{dist-dtmf|mute|",
        "exit ben, moderator-left, the last, no. 6")
        .doesNotContain("✗", "warning", "\u001b");
    assertThat(shown().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void theScriptFailsWhenTheApplicationRefusesACallback() {
    assertThat(demo(Optional.empty()).script(request -> request.path().equals("/callback") && request.sequence().equals("3")
        ? Answer.status(500) : SampleDocuments.answer(request))).isEqualTo(1);
    assertThat(shown()).contains("✗ The application was not told what it has to be told", "status 500", "callbacks of \"Weekly call\"",
        "    enter anna, first member, no. 1", "  - expected  exit anna, star, not the last, no. 4");
  }

  @Test
  void theScriptFailsWhenTheApplicationAsksForNoCallbacks() {
    assertThat(demo(Optional.empty()).script(request ->
        Answer.xml(text(SampleDocuments.answer(request)).replaceAll("callbackUrl=\"[^\"]*\"", "")))).isEqualTo(1);
    assertThat(shown()).contains("  ✗ callbacks of \"Weekly call\": enter anna", "  - expected  enter anna, first member, no. 1");
  }

  @Test
  void theScriptFailsWhenMoreComesThanWasExpected() {
    assertThat(demo(Optional.empty()).script(request -> request.path().equals("/goodbye")
        ? Answer.xml("<Response><Conference callbackUrl=\"/callback\" timeLimit=\"1\">Afterwards</Conference></Response>")
        : SampleDocuments.answer(request))).isEqualTo(1);
    assertThat(shown()).contains("callbacks of \"Afterwards\"", "  + received  enter ben, first member, no. 1");
  }

  @Test
  void whatIsTypedIsDoneAndWhatIsMistypedIsSaid() {
    assertThat(type(demo(Optional.empty()), "call anna 3000", "call 4915112345 2000", "list", "press anna *", "press zoe 1", "more",
        "call a;b", "call anna a\u001b[2J", "nonsense \u001b[2J", "", "fs conference list", "hangup all", "list", "help", "quit",
        "call never 1000")).isZero();
    assertThat(shown()).contains("calls 2000 from 4915112345 (call 2", ": anna, ben", "presses *", "exit  POST /callback  no. 3",
        "Nobody on the phone is zoe", "X-Confab-Callback-Id=", "WHO is a number", "There is no command nonsense", "hear|speak|floor",
        "Nobody is on the phone", "press WHO KEYS").doesNotContain("never", "\u001b");
  }

  @Test
  void itEndsWithItsInputWhenNothingIsUnderWay() {
    assertThat(type(demo(Optional.empty()), "call anna 5000", "call ben 5000", "call cleo 5000")).isZero();
    assertThat(shown()).contains("POST /full", "<Hangup reason=\"busy\"/>", "is hung up: USER_BUSY").doesNotContain("CRASH");
  }

  @Test
  void anApplicationOfOnesOwnIsShown() {
    try (FakeApplication application = FakeApplication.start()) {
      application.on("/mine", request -> "<Response><Conference callbackUrl='/told' x='\u009b31m'>Mine</Conference></Response>");
      assertThat(type(demo(Optional.of(URI.create(application.url("/mine")))), "call anna 1", "hangup anna")).isZero();
      assertThat(application.awaitCallback("/told", "enter", application.awaitRequest("/mine").parameter("CallUUID"))).isNotNull();
      assertThat(shown()).contains("Calls are answered by " + application.url("/mine"), "POST /mine").doesNotContain("\u009b");
    }
  }

  @Test
  void anApplicationThatIsNotThereIsSaidInWords() {
    assertThat(type(demo(Optional.of(URI.create("http://127.0.0.1:1/answer"))), "call anna 1")).isZero();
    assertThat(shown()).contains("no connection", "is hung up: NORMAL_TEMPORARY_FAILURE").doesNotContain("Exception", "\tat ");
  }

  @Test
  void theLogsWarningsAreShownToTheirEnd() {
    demo(Optional.empty()).warn("call 1: hung up, since " + "x".repeat(150) + " answered with status 500.\u001b[2J");
    assertThat(shown()).contains("warning", "status 500.").doesNotContain("\u001b");
  }

  @Test
  void documentsAreIndentedHoweverTheyAreWritten() {
    String document = "<Response><Wait length='1'/><Conference muted='true'>a &lt; b</Conference></Response>";
    assertThat(DocumentLines.of(document.getBytes(StandardCharsets.UTF_8), 40)).containsExactly("<Response>",
        "  <Wait length=\"1\"/>", "  <Conference muted=\"true\">", "    a < b", "  </Conference>", "</Response>");
    assertThat(DocumentLines.of("oops".getBytes(StandardCharsets.UTF_8), 40).get(0)).startsWith("refused: ");
    assertThat(DocumentLines.of(new byte[0], 40)).containsExactly("(empty)");
  }
}
