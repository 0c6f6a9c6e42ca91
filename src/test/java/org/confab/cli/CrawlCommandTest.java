package org.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.confab.testing.FakeApplication;
import org.confab.testing.FakeApplication.Answer;
import org.confab.testing.ReceivedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrawlCommandTest {

  private static final byte[] WAV = "RIFF____WAVE".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final Shell shell = new Shell(false);
  private FakeApplication application;

  @TempDir
  private Path folder;

  @BeforeEach
  void start() {
    application = FakeApplication.start();
  }

  @AfterEach
  void stop() {
    application.close();
  }

  private static String response(String elements) {
    return "<Response>\n" + elements + "\n</Response>";
  }

  private void answers(String path, String elements) {
    application.on(path, request -> response(elements));
  }

  private int crawl(String path, String... more) {
    String[] arguments = new String[more.length + 3];
    System.arraycopy(more, 0, arguments, 3, more.length);
    arguments[0] = "check";
    arguments[1] = "--crawl";
    arguments[2] = application.url(path);
    return shell.confab(arguments);
  }

  @Test
  void everyDocumentThatACallCouldComeToIsAskedWithTheParametersOfTheService() {
    answers("/answer", "<PreAnswer><Play>/hello.wav</Play></PreAnswer>\n<GetDigits action=\"menu\" method=\"GET\"><Speak>Your PIN</Speak></GetDigits>\n"
        + "<Redirect>/again</Redirect>");
    answers("/menu", "<Conference waitSound=\"/wait\" enterSound=\"/enter\" exitSound=\"beep:1\" callbackUrl=\"/events\" action=\"/after\">Room</Conference>");
    answers("/wait", "<Play>/hello.wav</Play>");
    answers("/enter", "<Speak>Somebody came</Speak>");
    answers("/after", "<Hangup/>");
    answers("/again", "<Hangup/>");
    application.on("/hello.wav", "audio/wav", WAV);

    assertThat(crawl("/answer")).as(shell.out()).isZero();

    assertThat(application.requests()).extracting(ReceivedRequest::path).containsExactlyInAnyOrder("/answer", "/hello.wav", "/menu", "/again", "/wait",
        "/enter", "/events", "/events", "/after");
    ReceivedRequest menu = application.requests("/menu").get(0);
    assertThat(menu.method()).isEqualTo("GET");
    assertThat(menu.parameter("Digits")).isEqualTo("1");
    assertThat(menu.parameter("CallUUID")).isEqualTo(application.requests("/answer").get(0).parameter("CallUUID")).isNotEmpty();
    assertThat(application.requests("/events")).extracting(request -> request.parameter("ConferenceAction")).containsExactly("enter", "exit");
    assertThat(application.requests("/wait").get(0).parameter("ConferenceAction")).isEqualTo("waitSound");
    assertThat(application.requests("/after").get(0).parameter("ConferenceName")).isEqualTo("Room");
    assertThat(shell.out()).contains("POST " + application.url("/after") + ": 200, 1 element", " (<Conference action> of " + application.url("/menu") + ":2)");
  }

  @Test
  void eachDifferenceIsOneLineWithItsUrlItsElementAndItsAttribute() {
    answers("/answer", "<Dial><Number>1</Number></Dial>\n<Conference maxMembers=\"50\" waitSound=\"/wait\" colour=\"red\">Room</Conference>\n"
        + "<GetInput action=\"/menu\" inputType=\"speech\"/>");
    answers("/wait", "<Conference>Other</Conference>");
    answers("/menu", "<Hangup/>");

    assertThat(crawl("/answer")).isZero();

    String url = application.url("/answer");
    assertThat(shell.out().lines()).anyMatch(line -> line.startsWith("! " + url + ":2 <Dial>: "))
        .anyMatch(line -> line.startsWith("! " + url + ":3 <Conference maxMembers>: maxMembers=\"50\" counts as 20"))
        .anyMatch(line -> line.equals("! " + url + ":3 <Conference waitSound>: the room shares one: that of the first member that names one"))
        .anyMatch(line -> line.startsWith("! " + url + ":3 <Conference colour>: has no attribute"))
        .anyMatch(line -> line.startsWith("! " + url + ":4 <GetInput inputType>: asks for speech"))
        .anyMatch(line -> line.startsWith("! " + application.url("/wait") + ":2 <Conference> has no place in a sound document"));
    assertThat(crawl("/answer", "--strict")).isEqualTo(1);
  }

  @Test
  void whatIsMissingOrBrokenIsSaidWhereItIsNamed() {
    answers("/answer", "<Play>/song.mp3</Play>\n<Play>/page</Play>\n<Conference action=\"/after\" callbackUrl=\"/events\">Room</Conference>\n"
        + "<Redirect>/next</Redirect>");
    application.answer("/song.mp3", request -> Answer.status(404));
    answers("/page", "");
    application.answer("/events", request -> Answer.status(500));
    application.answer("/after", request -> Answer.none());
    application.on("/next", request -> "<Response>\n<Play></Response>");

    assertThat(crawl("/answer")).isEqualTo(1);

    String url = application.url("/answer");
    assertThat(shell.out().lines()).contains("✗ " + url + ":2 <Play>: " + application.url("/song.mp3") + " answered with status 404",
        "✗ " + url + ":3 <Play>: " + application.url("/page") + " is neither WAV nor MP3, and is not heard",
        "✗ " + url + ":4 <Conference callbackUrl>: " + application.url("/events") + " answered with status 500")
        .anyMatch(line -> line.startsWith("✗ " + url + ":4 <Conference action>: "))
        .anyMatch(line -> line.startsWith("✗ " + application.url("/next") + ":2 refused: "));
  }

  @Test
  void aCircleEndsAndSoDoesAnApplicationWithoutEnd() {
    answers("/answer", "<Redirect>/answer</Redirect>");
    assertThat(crawl("/answer")).isZero();
    assertThat(application.requests("/answer")).hasSize(1 + 1); // the second tells of a call that is not new any more

    application.on("/endless", request -> {
      int number = request.find("n").map(Integer::parseInt).orElse(0);
      return response("<Redirect>/endless?n=" + (number + 1) + "</Redirect><Redirect>/endless?n=" + (number + 1000) + "</Redirect>");
    });
    application.forget();
    assertThat(crawl("/endless", "--crawl-depth", "3")).isZero();
    assertThat(application.requests("/endless")).hasSize(1 + 2 + 3 + 4);
    assertThat(shell.out()).contains("5 more not asked");
    application.forget();
    assertThat(crawl("/endless", "--crawl-requests", "5", "--crawl-depth", "100")).isZero();
    assertThat(application.requests("/endless")).hasSize(5);
  }

  @Test
  void everyKeyThatIsNamedIsPressed() {
    application.on("/answer", request -> response("<GetDigits action=\"/menu\"/>"));
    application.on("/menu", request -> response(request.parameter("Digits").equals("2") ? "<Conference colour=\"x\">Two</Conference>" : "<Hangup/>"));
    assertThat(crawl("/answer", "--crawl-keys", "1,2,34")).isZero();
    assertThat(application.requests("/menu")).extracting(request -> request.parameter("Digits")).containsExactly("1", "2", "34");
    assertThat(shell.out()).contains(application.url("/menu") + ":2 <Conference colour>");
  }

  @Test
  void theGuardAndTheSignatureAreThoseOfTheService() throws IOException {
    try (FakeApplication other = FakeApplication.start()) {
      answers("/answer", "<Redirect>" + other.url("/secret") + "</Redirect><Redirect>http://169.254.169.254/latest</Redirect>");
      other.on("/secret", request -> response("<Hangup/>"));
      Path config = Files.writeString(folder.resolve("confab.yaml"), "accounts: [ { authId: MA000000000000000000, authToken: secret-token } ]\n");

      assertThat(crawl("/answer", "--config", config.toString())).isEqualTo(1);

      assertThat(other.requests()).isEmpty();
      assertThat(application.requests("/answer").get(0).header("x-plivo-signature-v3")).isNotEmpty();
      assertThat(shell.out()).contains("http.allow", "169.254.169.254").doesNotContain("secret-token");

      Files.writeString(config, "http: { allow: [127.0.0.1] }\n");
      crawl("/answer", "--config", config.toString());
      assertThat(other.requests("/secret")).hasSize(1);
    }
  }

  @Test
  void theFallbackAndTheHangupUrlOfTheSettingsAreAskedToo() throws IOException {
    answers("/answer", "<Conference record=\"true\" transcriptionUrl=\"/text\">x</Conference>");
    answers("/fallback", "<Dial>1</Dial>");
    Path config = Files.writeString(folder.resolve("confab.yaml"), "answer: { fallbackUrl: \"" + application.url("/fallback") + "\", hangupUrl: \""
        + application.url("/hangup") + "\" }\n");
    assertThat(crawl("/answer", "--config", config.toString())).isZero();
    assertThat(shell.out()).contains(application.url("/fallback") + ":2 <Dial>", "<Conference transcriptionUrl>: transcription.auto names no engine",
        "<Conference record>: RecordUrl is below http.publicUrl");
    assertThat(application.requests("/hangup").get(0).parameter("HangupCause")).isEqualTo("NORMAL_CLEARING");
    assertThat(application.requests("/text")).isEmpty();
  }

  @Test
  void programsGetOneObject() throws IOException {
    answers("/answer", "<Conference maxMembers=\"50\" action=\"/after\">Room</Conference>");
    application.answer("/after", request -> Answer.status(404));
    assertThat(crawl("/answer", "--json")).isEqualTo(1);
    JsonNode json = JsonMapper.builder().build().readTree(shell.out());
    assertThat(json.path("runs").asBoolean(true)).isFalse();
    assertThat(json.path("requests")).hasSize(2);
    assertThat(json.at("/requests/1/from/attribute").asText()).isEqualTo("action");
    assertThat(json.at("/requests/1/status").asInt()).isEqualTo(404);
    JsonNode difference = json.at("/differences/0");
    assertThat(difference.path("element").asText()).isEqualTo("Conference");
    assertThat(difference.path("attribute").asText()).isEqualTo("maxMembers");
    assertThat(difference.path("url").asText()).isEqualTo(application.url("/answer"));
    assertThat(difference.path("line").asInt()).isEqualTo(2);
  }

  @Test
  void hostileTextStaysOnItsLine() {
    answers("/answer", "<Conference a='&#10;! forged line'>x&#x202E;y</Conference><Redirect>/a%0Ab?token=hidden</Redirect>");
    crawl("/answer");
    assertThat(shell.out()).doesNotContain("\n! forged").doesNotContain("hidden").doesNotContain("\u202E");
  }

  @Test
  void aFileOrADeadUrlIsRefusedInWords() {
    assertThat(shell.confab("check", "--crawl", "answer.xml")).isEqualTo(2);
    assertThat(shell.err()).contains("--crawl needs a URL");
    assertThat(shell.confab("check", "--crawl", "http://127.0.0.1:1/answer")).isEqualTo(1);
    assertThat(shell.out()).contains("no reply", "✗ http://127.0.0.1:1/answer:1 ");
  }
}
