package org.confab.apptest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.testing.FakeApplication;
import org.confab.testing.FakeApplication.Answer;
import org.confab.testing.Validator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios against an application; each kind of failure with what it says. */
class SuiteTest {

  private static final Account ACCOUNT = new Account("MAAAAAAAAAAAAAAAAAAA", List.of(new Secret("a-token")));
  private static final String WEEKLY = "<Response><Conference callbackUrl=\"/callback\">weekly</Conference></Response>";

  @TempDir
  private Path directory;
  private final FakeApplication application = FakeApplication.start().on("/answer", request -> WEEKLY).on("/callback", request -> "");

  @AfterEach
  void close() {
    application.close();
  }

  private List<Outcome> play(Duration patience, String... steps) throws Exception {
    String yaml = "scenarios:\n  - name: one\n    steps:\n      - " + String.join("\n      - ", steps) + "\n";
    Path file = Files.writeString(directory.resolve("app.yaml"), yaml);
    List<Outcome> outcomes = new ArrayList<>();
    Suite.of(List.of(file), new Suite.Options(Optional.of(URI.create(application.url("/answer"))), ACCOUNT, patience)).play(List::of, outcomes::add);
    return outcomes;
  }

  private Outcome play(String... steps) throws Exception {
    List<Outcome> outcomes = play(Duration.ofSeconds(60), steps);
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  private void passes(String... steps) throws Exception {
    Outcome outcome = play(steps);
    assertThat(outcome.failure()).as("%s", outcome).isEmpty();
  }

  private Failure fails(String... steps) throws Exception {
    return play(steps).failure().orElseThrow(() -> new AssertionError("it passed"));
  }

  @Test
  void requestsComeInTheirOrderWithTheirParametersAndAreSigned() throws Exception {
    passes("call: { caller: anna, from: \"4915200001\", to: \"4930\" }", "call: ben", """
        expect:
                  - { request: /answer, method: POST, caller: anna, with: { From: "4915200001", To: "4930", CallStatus: ringing }, without: [ConferenceName] }
                  - { request: /callback, caller: anna, with: { ConferenceAction: enter, ConferenceFirstMember: "true" } }
                  - { request: /callback, caller: ben, with: { ConferenceAction: enter, ConferenceFirstMember: "false", ConferenceUUID: "/[0-9a-f-]{36}/" } }""",
        "hangup: anna", "only: [ { request: /callback, caller: anna, with: { ConferenceAction: exit, ConferenceLastMember: \"false\" } } ]");
    assertThat(application.requests()).isNotEmpty().allSatisfy(request -> assertThat(Validator.acceptsV3(request, "a-token")).isTrue());
  }

  @Test
  void anHourOfPauseTakesNoHour() throws Exception {
    application.on("/answer", request -> "<Response><Conference timeLimit=\"1800\" callbackUrl=\"/callback\" action=\"/after\">weekly</Conference></Response>").on("/after",
        request -> "<Response><Hangup/></Response>");
    Outcome outcome = play("call: anna", "pause: 29m", "conference: { name: weekly, members: [anna] }", "pause: 2m", "conference: { name: weekly, members: [] }",
        "caller: { caller: anna, hungup: true }");
    assertThat(outcome.failure()).as("%s", outcome).isEmpty();
    assertThat(outcome.lasted()).isEqualTo(Duration.ofMinutes(31));
    assertThat(outcome.took()).isLessThan(outcome.lasted());
  }

  @Test
  void timeStandsStillWhileTheApplicationThinks() throws Exception {
    CountDownLatch others = new CountDownLatch(2);
    application.answer("/answer", request -> {
      others.countDown();
      await(others); // both callers' requests are there at once, or the application waits for ever
      return Answer.of(WEEKLY);
    });
    Path file = Files.writeString(directory.resolve("app.yaml"), "scenarios: [ { name: one, steps: [ call: anna ] } ]");
    List<Outcome> outcomes = new ArrayList<>();
    new Thread(() -> others.countDown()).start();
    Suite.of(List.of(file), new Suite.Options(Optional.of(URI.create(application.url("/answer"))), ACCOUNT, Duration.ofSeconds(60))).play(List::of, outcomes::add);
    assertThat(outcomes.get(0).failure()).isEmpty();
    assertThat(outcomes.get(0).lasted()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatIsNotTheValueIsShownBesideTheRequestThatIsMostLikeIt() throws Exception {
    Failure failure = fails("call: anna", "expect: [ { request: /callback, caller: anna, with: { ConferenceAction: enter, ConferenceName: Weekly } } ]");
    assertThat(failure.line()).isEqualTo(5);
    assertThat(failure.what()).isEqualTo("no such request within 5 s");
    assertThat(failure.detail()).anyMatch(line -> line.startsWith("expected:  a request to /callback, about anna  ConferenceAction=enter  ConferenceName=Weekly"))
        .anyMatch(line -> line.matches("most like it:  0:00.000  POST /callback  anna  ConferenceAction=enter  ConferenceName=weekly.*"))
        .contains("  ConferenceName was weekly, and should be Weekly (line 5)").anyMatch(line -> line.startsWith("  0:00.000  POST /answer  anna"));
  }

  @Test
  void missingParameterAnotherMethodAndAnotherCallerAreTold() throws Exception {
    Failure failure = fails("call: anna", "call: ben", "expect: [ { request: /answer, method: GET, caller: ben, with: { Digits: \"1\" }, without: [To] } ]");
    assertThat(failure.detail()).anyMatch(line -> line.startsWith("  it was a POST, not a GET")).anyMatch(line -> line.startsWith("  Digits was missing, and should be 1 (line 6)"))
        .anyMatch(line -> line.startsWith("  To was there: 4930123456"));
  }

  @Test
  void requestsInAnotherOrderFail() throws Exception {
    Failure failure = fails("call: anna", "expect: [ { request: /callback }, { request: /answer } ]");
    assertThat(failure.what()).isEqualTo("no such request within 5 s");
    assertThat(failure.detail()).contains("  it came before something that is expected before it");
  }

  @Test
  void requestThatNobodyExpectedFailsOnly() throws Exception {
    Failure failure = fails("call: anna", "pause: 1s", "only: [ { request: /answer } ]");
    assertThat(failure.what()).isEqualTo("2 requests came, and only 1 was expected");
    assertThat(failure.detail().get(0)).startsWith("not expected:  0:00.000  POST /callback");
    assertThat(fails("call: anna", "only: []").what()).isEqualTo("2 requests came, and only 0 were expected");
  }

  @Test
  void requestIsWaitedForAsLongAsIsSaid() throws Exception {
    application.on("/answer", request -> "<Response><Wait length=\"30\"/><Conference callbackUrl=\"/callback\">weekly</Conference></Response>");
    assertThat(fails("call: anna", "expect: [ { request: /callback } ]").what()).isEqualTo("no such request within 5 s");
    passes("call: anna", "expect: { requests: [ { request: /callback } ], within: 31s }");
  }

  @Test
  void conferenceThatIsNotAsExpectedIsToldInWhat() throws Exception {
    Failure failure = fails("call: anna", "call: ben", "conference: { name: weekly, members: [anna], muted: [ben], started: false, recorded: true, within: 1s }");
    assertThat(failure.what()).isEqualTo("the conference 'weekly' is not as expected, 1 s later");
    assertThat(failure.detail()).contains("members is [anna, ben], and should be [anna]", "muted is [], and should be [ben]", "started is true, and should be false",
        "recorded is false, and should be true");
  }

  @Test
  void callerWhoIsElsewhereIsToldWhere() throws Exception {
    application.on("/answer", request -> "<Response><Hangup reason=\"busy\"/></Response>");
    Failure failure = fails("call: anna", "caller: { caller: anna, in: weekly, hungup: false, within: 1s }");
    assertThat(failure.detail()).contains("in is no conference (hungup USER_BUSY), and should be weekly", "hungup is true, and should be false");
  }

  @Test
  void whatIsHeardMutedHeldAndTalkedIsSeen() throws Exception {
    application.on("/answer", request -> "<Response><Conference enterSound=\"beep:1\" muted=\"" + request.parameter("To").equals("2") + "\">weekly</Conference></Response>");
    passes("call: { caller: anna, to: \"1\" }", "call: { caller: ben, to: \"2\" }", "caller: { caller: anna, heard: [beep] }", "talk: anna",
        "conference: { name: weekly, muted: [ben], talking: [anna], held: [] }", "caller: { caller: ben, hears: [anna] }", "silent: anna", "caller: { caller: ben, hears: [] }", "hold: ben",
        "conference: { name: weekly, held: [ben] }", "unhold: ben", "conference: { name: weekly, held: [] }");
    assertThat(fails("call: { caller: anna, to: \"1\" }", "caller: { caller: anna, heard: [beep], within: 1s }").detail()).contains("heard is [], and should be [beep]");
  }

  @Test
  void keysAreToldToTheApplication() throws Exception {
    application.on("/answer", request -> "<Response><GetDigits action=\"/digits\" numDigits=\"2\" timeout=\"10\"/><Hangup/></Response>").on("/digits", request -> WEEKLY);
    passes("call: anna", "pause: 1s", "press: { caller: anna, keys: \"42\" }", "expect: [ { request: /digits, with: { Digits: \"42\" } } ]", "caller: { caller: anna, in: weekly }");
  }

  @Test
  void whoIsNotOnThePhoneAnyMoreCanPressNothing() throws Exception {
    application.on("/answer", request -> "<Response><Hangup/></Response>");
    Failure failure = fails("call: anna", "press: { caller: anna, keys: \"1\" }");
    assertThat(failure.what()).startsWith("anna's call is over: ");
    assertThat(failure.line()).isEqualTo(5);
  }

  @Test
  void applicationThatDoesNotAnswerEndsTheScenarioAndIsNamed() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    application.answer("/answer", request -> {
      await(never);
      return Answer.status(200);
    });
    List<Outcome> outcomes = play(Duration.ofSeconds(1), "call: anna", "pause: 1h");
    never.countDown();
    assertThat(outcomes.get(0).failure()).hasValueSatisfying(failure -> {
      assertThat(failure.what()).isEqualTo("the application did not answer within 1 s: POST /answer");
      assertThat(failure.line()).isEqualTo(4);
    });
  }

  @Test
  void applicationThatIsDownIsSaidToBe() throws Exception {
    application.close();
    Failure failure = fails("call: anna", "caller: { caller: anna, in: weekly, within: 1s }");
    assertThat(failure.detail()).anyMatch(line -> line.contains("POST /answer  anna") && line.contains("→ ") && line.contains("no connection"));
  }

  @Test
  void scenariosKnowNothingOfEachOther() throws Exception {
    Path file = Files.writeString(directory.resolve("two.yaml"), """
        answer: "%s"
        scenarios:
          - name: one
            steps:
              - call: anna
              - conference: { name: weekly, members: [anna] }
          - name: two
            steps:
              - call: ben
              - conference: { name: weekly, members: [ben] }
        """.formatted(application.url("/answer")));
    List<Outcome> outcomes = new ArrayList<>();
    Suite suite = Suite.of(List.of(directory), new Suite.Options(Optional.empty(), ACCOUNT, Duration.ofSeconds(60)));
    assertThat(suite.size()).isEqualTo(2);
    suite.play(List::of, outcomes::add);
    assertThat(outcomes).hasSize(2).allMatch(Outcome::passed).allSatisfy(outcome -> assertThat(outcome.file()).isEqualTo(file));
  }

  @Test
  void everyFileIsReadBeforeAnythingIsPlayed() throws Exception {
    Files.writeString(directory.resolve("a.yaml"), "scenarios: [ { name: one, steps: [ call: anna ] } ]");
    Files.writeString(directory.resolve("b.yml"), "scenarios: [ { nam: one, steps: [] } ]");
    assertThatThrownBy(() -> Suite.of(List.of(directory, directory.resolve("none.yaml")), new Suite.Options(Optional.empty(), ACCOUNT, Duration.ofSeconds(1))))
        .isInstanceOfSatisfying(Suite.Unreadable.class, wrong -> assertThat(wrong.problems()).extracting(Object::toString)
            .anyMatch(problem -> problem.contains("a.yaml: answer: is missing, and the command line names no --url"))
            .anyMatch(problem -> problem.contains("b.yml:1:16: nam: is no key here"))
            .anyMatch(problem -> problem.contains("none.yaml: there is no such file")));
    assertThat(application.requests()).isEmpty();
  }

  @Test
  void sameScenarioHasTheSameStoryEachTime() throws Exception {
    List<String> stories = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      application.forget();
      assertThat(play("call: anna", "call: ben", "pause: 40s", "hangup: anna", "pause: 1s", "hangup: ben", "pause: 5s").failure()).isEmpty();
      stories.add(application.requests().stream().map(request -> request.path() + " " + request.find("ConferenceAction").orElse("") + " " + request.find("From").orElse("")).toList().toString());
    }
    assertThat(stories).containsOnly(stories.get(0));
  }

  private Suite.Unreadable refused(Path path) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(Suite.Unreadable.class,
        () -> Suite.of(List.of(path), new Suite.Options(Optional.of(URI.create("http://127.0.0.1/")), ACCOUNT, Duration.ofSeconds(1))));
  }

  @Test
  void moreFilesThanAreTakenAreRefusedAndNotLeftOut() throws Exception {
    for (int i = 0; i < 1001; i++) {
      Files.writeString(directory.resolve("f" + i + ".yaml"), "scenarios: [ { name: one, steps: [ call: anna ] } ]");
    }
    assertThat(refused(directory).problems()).anyMatch(problem -> problem.text().contains("more than 1000 test files"));
  }

  @Test
  void linkToDirectoryIsTheDirectory() throws Exception {
    Path tests = Files.createDirectory(directory.resolve("tests"));
    Files.writeString(tests.resolve("a.yaml"), "scenarios: [ { name: one, steps: [ call: anna ] } ]");
    Path link = Files.createSymbolicLink(directory.resolve("link"), tests);
    Suite suite = Suite.of(List.of(link), new Suite.Options(Optional.of(URI.create("http://127.0.0.1/")), ACCOUNT, Duration.ofSeconds(1)));
    assertThat(suite.size()).isEqualTo(1);
  }

  @Test
  void takenRestPortFailsTheScenarioAndTheNextIsPlayed() throws Exception {
    try (java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Files.writeString(directory.resolve("a.yaml"), "restPort: " + taken.getLocalPort() + "\nscenarios: [ { name: one, steps: [ call: anna ] } ]");
      Files.writeString(directory.resolve("b.yaml"), "scenarios: [ { name: two, steps: [ call: anna ] } ]");
      List<Outcome> outcomes = new ArrayList<>();
      Suite.of(List.of(directory), new Suite.Options(Optional.of(URI.create(application.url("/answer"))), ACCOUNT, Duration.ofSeconds(60))).play(List::of, outcomes::add);
      assertThat(outcomes).extracting(Outcome::passed).containsExactly(false, true);
      assertThat(outcomes.get(0).failure().orElseThrow().what()).startsWith("Confab could not be started: ");
    }
  }

  @Test
  void requestThatIsExpectedTwiceAndCameOnceIsSaidToBeTaken() throws Exception {
    assertThat(fails("call: anna", "expect: [ /answer, /answer ]").detail()).contains("  it is one that is expected before it");
  }

  @Test
  void queryThatDiffersIsShown() throws Exception {
    application.on("/answer", request -> WEEKLY.replace("/callback", "/callback?room=1"));
    passes("call: anna", "expect: [ /callback ]");
    passes("call: anna", "expect: [ \"/callback?room=1\" ]");
    assertThat(fails("call: anna", "expect: [ { request: \"/callback?room=2\", with: { ConferenceAction: enter } } ]").detail())
        .contains("  it went to " + application.url("/callback") + "?room=1");
  }

  @Test
  void hugeExpectedValueIsShownShortened() throws Exception {
    Failure failure = fails("call: anna", "expect: [ { request: /answer, with: { To: \"" + "9".repeat(100_000) + "\" } } ]");
    assertThat(failure.detail()).allMatch(line -> line.length() < 2000);
  }

  @Test
  @org.junit.jupiter.api.Timeout(120)
  void regularExpressionThatWouldNotEndFailsTheStep() throws Exception {
    Failure failure = fails("call: { caller: anna, to: \"" + "a".repeat(40) + "\" }", "expect: [ { request: /answer, with: { To: '/(a+)+b\\1/' } } ]");
    assertThat(failure.what()).startsWith("the regular expression of line 5 does not come to an end");
  }

  @Test
  void programThatIsStoppedLeavesNoFolder() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    application.answer("/answer", request -> {
      asked.countDown();
      await(never);
      return Answer.status(200);
    });
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Path file = Files.writeString(directory.resolve("app.yaml"), "scenarios: [ { name: one, steps: [ call: anna ] } ]");
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Djava.io.tmpdir=" + temporary, "-cp",
        System.getProperty("java.class.path"), "org.confab.Main", "test", "--url", application.url("/answer"), file.toString())
        .redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile()).start();
    try {
      assertThat(asked.await(60, TimeUnit.SECONDS)).as(Files.readString(directory.resolve("out"))).isTrue();
      try (var folders = Files.list(temporary)) {
        assertThat(folders).anyMatch(each -> each.getFileName().toString().startsWith("confab-test-"));
      }
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      try (var folders = Files.list(temporary)) {
        assertThat(folders).noneMatch(each -> each.getFileName().toString().startsWith("confab-test-"));
      }
    } finally {
      never.countDown();
      process.destroyForcibly();
    }
  }
}
