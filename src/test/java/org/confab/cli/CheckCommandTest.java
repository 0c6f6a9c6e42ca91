package org.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.confab.testing.FakeApplication;
import org.confab.testing.ReceivedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

  private final Shell shell = new Shell(false);

  @TempDir
  private Path folder;

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("answer.xml"), text).toString();
  }

  private static String response(String elements) {
    return "<Response>\n" + elements + "\n</Response>";
  }

  @Test
  void thePagesBasicExampleRuns() throws IOException {
    assertThat(shell.confab("check", file(response("  <Conference>my-conference-room</Conference>")))).isZero();
    assertThat(shell.out()).startsWith("""
        line 2  Conference "my-conference-room"
                room         confab-myconferenceroom-<digest>-<n> (a digest of account
                             and name)
                FreeSWITCH   conference
                             confab-myconferenceroom-<digest>-<n>@confab
                             +flags{dist-dtmf|moderator}
                admission    while fewer than 20 are in it; a call that finds it full
                             goes on below, without action
                start        this member starts the conference if it waits
                keys         heard by the others
                leaves by    hanging up
                time limit   24 h from its beginning, if this is its first member
                callbacks    none: there is no callbackUrl
                then         the end of the document

        end     the call is hung up
        """).endsWith("answer.xml runs: 1 element, nothing wrong\n");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void thePagesModeratedExampleSaysWhoWaitsAndWhoEndsIt() throws IOException {
    assertThat(shell.confab("check", file(response("""
        <Conference startConferenceOnEnter="false" waitSound="https://example.com/hold-music.xml">moderated-meeting</Conference>
        <Conference startConferenceOnEnter="true" endConferenceOnExit="true">moderated-meeting</Conference>""")))).isZero();
    assertThat(shell.out()).contains("+flags{dist-dtmf|wait-mod}", "+flags{dist-dtmf|endconf|moderator}",
        "waits until a member with startConferenceOnEnter has come",
        "the conference ends for everybody when this member leaves", "hears what POST https://example.com/hold-music.xml returns");
  }

  @Test
  void thePagesActionExampleSaysWhatFollows() throws IOException {
    shell.confab("check", file(response("""
        <Conference action="https://example.com/conference-ended/" hangupOnStar="true">my-conference</Conference>
        <Hangup/>
        <Wait/>""")));
    assertThat(shell.out()).contains("pressing * (the call goes on)", "POST\n                     https://example.com/conference-ended/",
        "the document that the action returns, in place of what", "only by a call that line 2 does not let in",
        "! line 4  never reached: line 3 hangs up");
  }

  @Test
  void whatIsHeardCollectedAndRequestedIsSaid() throws IOException {
    assertThat(shell.confab("check", file(response("""
        <GetDigits action="/pin" numDigits="4" retries="2" playBeep="true" invalidDigitsSound="http://example.com/bad.wav">
          <Speak voice="MAN">PIN, please</Speak><Wait length="2"/><Play>https://example.com/a.mp3</Play></GetDigits>
        <Speak loop="2" language="en-GB"><p>Nothing <break/> pressed</p></Speak>""")))).isZero();
    assertThat(shell.out().replaceAll("\\s+", " ")).contains("prompt \"PIN, please\", voice MAN; then 2 s of silence; then https://example.com/a.mp3",
        "FreeSWITCH answer flush_dtmf playback:file_string://<prompt>!tone_stream://%(250,0,1000)",
        "keys at most 4, valid are 1234567890*#; ended by #", "time 5 s after the prompt for the first, 2 s for each further one",
        "tries 2; after invalid keys is heard http://example.com/bad.wav", "action after valid keys: POST /pin",
        "with Digits, CallUUID, From,", "then the document that the action returns; without keys, the next element",
        "reached only by a call that presses no key at line 2", "says \"Nothing pressed\", in en-GB, 2 times",
        "end a call that presses no key at line 2 is hung up");
  }

  @Test
  void whatCanBeRequestedFromNowhereIsQuestionableInAFileToo() throws IOException {
    assertThat(shell.confab("check", "--strict", file(response("<Play>file:///etc/passwd</Play>")))).isEqualTo(1);
    assertThat(shell.out().replaceAll("\\s+", " ")).contains(
        "the URL file:///etc/passwd cannot be requested: only http:// and https:// URLs can be");
  }

  @Test
  void whatHappensBeforeTheAnswerIsSaid() throws IOException {
    assertThat(shell.confab("check", file(response("""
        <PreAnswer><Speak>Hold on</Speak><DTMF>1</DTMF><Play>tone_stream://%(100,0,400)</Play></PreAnswer>
        <DTMF async="false">1w2</DTMF>
        <GetInput inputType="dtmf speech"><Play>tone_stream://%(100,0,400)</Play></GetInput>
        <Speak loop="0">For ever</Speak>
        <Hangup/>""")))).isZero();
    assertThat(shell.out().replaceAll("\\s+", " ")).contains("answer not yet: this is heard as early media", "Speak says \"Hold on\"",
        "FreeSWITCH pre_answer send_dtmf:1", "FreeSWITCH answer send_dtmf:1w2 sleep:1540", "nothing for the tone tone_stream://%(100,0,400)",
        "15 s in all", "! line 4 <GetInput> asks for speech", "! line 4 <GetInput> has no action", "never reached: line 5 speaks for ever");
  }

  @Test
  void whatBecomesOfACallAtTheEndIsSaid() throws IOException {
    assertThat(shell.confab("check", file(response("")))).isZero();
    assertThat(shell.out()).startsWith("end     the call is hung up\n").contains("0 elements");
    shell.confab("check", file(response("<Conference action=\"/a\">x</Conference>")));
    assertThat(shell.out()).contains("end     a call that line 2 does not let in is hung up");
    shell.confab("check", file(response("<Conference>x</Conference><Redirect>/next</Redirect>")));
    assertThat(shell.out()).contains("then         the next element").doesNotContain("end     ");
    shell.confab("check", "--json", file(response("<Wait/>")));
    assertThat(JsonMapper.builder().build().readTree(shell.out()).path("end").asText()).isEqualTo("the call is hung up");
  }

  @Test
  void callbacksAreSaidWithTheirParameters() throws IOException {
    shell.confab("check", file(response("<Conference callbackUrl=\"/cb\" callbackMethod=\"GET\">x</Conference>")));
    assertThat(shell.out()).contains("enter and exit: GET /cb (relative to the document's own", "ConferenceFirstMember",
        "ConferenceLastMember, ConferenceExitReason", "ConferenceMemberID");
  }

  @Test
  void warningsFailOnlyWhenThatIsWanted() throws IOException {
    String file = file(response("<Conference maxMembers=\"many\">x</Conference>"));
    assertThat(shell.confab("check", file)).isZero();
    assertThat(shell.out()).contains("! line 2  <Conference> maxMembers=\"many\" means nothing").contains("1 warning");
    assertThat(shell.confab("check", "--strict", file)).isEqualTo(1);
    assertThat(shell.confab("check", "--strict", file(response("<Hangup/>")))).isZero();
  }

  @Test
  void aConferenceWithoutANameIsSkippedAndSaid() throws IOException {
    assertThat(shell.confab("check", "--strict", file(response("<Conference/>")))).isEqualTo(1);
    assertThat(shell.out()).contains("is skipped   the conference has no name", "! line 2  <Conference> is skipped");
  }

  @Test
  void brokenDocumentsAreRefusedWithTheirPlace() throws IOException {
    assertThat(shell.confab("check", file("<Response>\n<Conference>x</Conferenc></Response>"))).isEqualTo(1);
    assertThat(shell.out().replaceAll("\\s+", " ")).contains("✗ refused: ", "line 2, column", "must be terminated", "hung up");
    assertThat(shell.confab("check", file("<html><body>Oops</body></html>"))).isEqualTo(1);
    assertThat(shell.out()).contains("HTML page");
    assertThat(shell.confab("check", file(""))).isEqualTo(1);
    assertThat(shell.confab("check", file("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Response>&x;</Response>"))).isEqualTo(1);
    assertThat(shell.out()).contains("DTD").doesNotContain("root:");
    assertThat(shell.confab("check", file("x".repeat(5_000_000)))).isEqualTo(1);
    assertThat(shell.out()).contains("larger than 100 KB: 5000000 bytes");
  }

  @Test
  void whatIsNoFileIsSaidWithoutAStackTrace() {
    for (String wrong : new String[] {folder.resolve("missing.xml").toString(), folder.toString(), "http://127.0.0.1:1/", "ftp://x/",
        "http://", "\0", "http://user@"}) {
      assertThat(shell.confab("check", wrong)).as(wrong).isEqualTo(1);
      assertThat(shell.out()).as(wrong).startsWith("✗ no document: ").doesNotContain("\tat ", "Exception");
      assertThat(shell.err()).as(wrong).isEmpty();
    }
  }

  @Test
  void whatUsersWroteIsNeverATerminalsSyntax() throws IOException {
    shell.confab("check", file(response("<Conference maxMembers='a&#x9b;31m' b\u009b='1'>na\u202eme\u009b31m</Conference><x\u00ad/>")));
    assertThat(shell.out().chars().filter(c -> c != '\n').noneMatch(c -> Character.isISOControl(c) || c == '\u202e')).isTrue();
  }

  @Test
  void noLineIsWiderThanTheTerminal() throws IOException {
    shell.confab("check", file(response("<Conference callbackUrl=\"https://example.com/" + "long/".repeat(40)
        + "\" nope=\"" + "y".repeat(300) + "\">"
        + "n".repeat(200) + "</Conference>")));
    assertThat(shell.out().lines().filter(line -> !line.contains("Conference \""))).allMatch(line -> line.length() <= 80);
  }

  @Test
  void programsGetJson() throws IOException {
    assertThat(shell.confab("check", "--json", file(response("<Conference>a \"b\"</Conference>\n<Nope/>")))).isZero();
    JsonNode json = JsonMapper.builder().build().readTree(shell.out());
    assertThat(json.path("runs").asBoolean()).isTrue();
    assertThat(json.at("/elements/0/element").asText()).isEqualTo("Conference \"a \"b\"\"");
    assertThat(json.at("/elements/0/does/FreeSWITCH").asText()).endsWith("@confab+flags{dist-dtmf|moderator}");
    assertThat(json.at("/warnings/0/line").asInt()).isEqualTo(3);
    shell.confab("check", "--json", file(response("<GetDigits action=\"/a\" numDigits=\"1\"><Speak>Hi</Speak></GetDigits>")));
    JsonNode digits = JsonMapper.builder().build().readTree(shell.out());
    assertThat(digits.at("/elements/0/does/prompt").asText()).isEqualTo("\"Hi\"");
    assertThat(digits.at("/elements/0/does/keys").asText()).startsWith("at most 1, ");
    assertThat(shell.confab("check", "--json", file("<a/>"))).isEqualTo(1);
    JsonNode refused = JsonMapper.builder().build().readTree(shell.out());
    assertThat(refused.path("runs").asBoolean()).isFalse();
    assertThat(refused.at("/refused/line").asInt()).isEqualTo(1);
  }

  @Test
  void aUrlIsAskedAsACallWould() {
    try (FakeApplication application = FakeApplication.start()) {
      application.on("/answer", request -> response("<Conference callbackUrl=\"cb\">x</Conference>"));
      assertThat(shell.confab("check", application.url("/answer?a=1"), "--from", "+491511", "--to", "2000")).isZero();
      assertThat(shell.out()).contains("POST " + application.url("/answer") + ": 200, application/xml; charset=utf-8")
          .contains("POST " + application.url("/cb"));
      ReceivedRequest request = application.awaitRequest("/answer");
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.parameter("From")).isEqualTo("491511");
      assertThat(request.parameter("To")).isEqualTo("2000");
      assertThat(request.parameter("CallStatus")).isEqualTo("ringing");
      assertThat(request.parameter("Event")).isEqualTo("StartApp");
    }
  }

  @Test
  void refusalOfAnUnsignedRequestSaysWhatWouldSignIt() {
    assumeThat(FirstAccount.FILE).as("an account of a Confab that was started in this folder").doesNotExist();
    assumeThat(System.getenv()).doesNotContainKey("PLIVO_AUTH_TOKEN");
    try (FakeApplication application = FakeApplication.start()) {
      application.answer("/answer", request -> FakeApplication.Answer.status(403));
      assertThat(shell.confab("check", application.url("/answer"))).isEqualTo(1);
      assertThat(shell.out().replaceAll("\\s+", " ")).contains("the reply's status is 403", "was not signed", "account.yaml");
    }
  }

  @Test
  void aStatusThatIsNoneOfADocumentIsShown() {
    try (FakeApplication application = FakeApplication.start()) {
      application.answer("/answer", request -> FakeApplication.Answer.status(500));
      assertThat(shell.confab("check", "--method", "get", application.url("/answer"))).isEqualTo(1);
      assertThat(shell.out()).contains("GET " + application.url("/answer") + ": 500").contains("✗ no document: the reply's status is 500");
    }
  }

  @Test
  void theOperatorsSettingsCount() throws IOException {
    Path settings = Files.writeString(folder.resolve("confab.yaml"), """
        conference: { maxMembers: 100 }
        freeswitch: { profile: wide }
        answer: { unsupported: fallback }
        accounts: [ { authId: MAAAAAAAAAAAAAAAAAAA, authToken: secret } ]
        """);
    String document = file(response("<Conference maxMembers=\"50\">x</Conference><Record/>"));
    assertThat(shell.confab("check", "--config", settings.toString(), document)).isZero();
    assertThat(shell.out()).contains("@wide", "while fewer than 50", "the fallback URL is asked instead")
        .doesNotContain("<digest>", "secret")
        .containsPattern("confab-x-[0-9a-f]{16}-<n>");
  }
}
