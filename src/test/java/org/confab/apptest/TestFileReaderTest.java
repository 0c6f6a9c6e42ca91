package org.confab.apptest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.confab.yaml.Problem;
import org.confab.yaml.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestFileReaderTest {

  private static final Path FILE = Path.of("app.yaml");

  private static TestFile read(String yaml) {
    Problems problems = new Problems();
    TestFile file = TestFileReader.parse(yaml, FILE, problems);
    assertThat(problems.list()).isEmpty();
    return file;
  }

  private static List<String> problems(String yaml) {
    Problems problems = new Problems();
    TestFileReader.parse(yaml, FILE, problems);
    return problems.list().stream().map(Problem::toString).toList();
  }

  private static String steps(String... steps) {
    return "scenarios:\n  - name: one\n    steps:\n      - call: anna\n      - " + String.join("\n      - ", steps) + "\n";
  }

  @Test
  void everythingThatAFileCanSayIsRead() {
    TestFile file = read("""
        answer: { url: "http://127.0.0.1:5000/answer", method: GET, fallbackUrl: /fallback, hangupUrl: /over }
        account: { authId: MA1, authToken: secret }
        maxMembers: 5
        restPort: 18080
        scenarios:
          - name: one
            steps:
              - call: { caller: anna, from: "+4930", to: "12", name: Anna, variables: { a: b } }
              - press: { caller: anna, keys: "12#" }
              - talk: anna
              - pause: 1500ms
              - expect:
                  - { request: /callback, method: POST, caller: anna, with: { A: "1", B: "/x.*/" }, without: [C] }
                  - /other
              - only: { requests: [], within: 2m }
              - conference: { name: Weekly call, members: [anna], muted: [], started: true, within: 1h }
              - caller: { caller: anna, in: Weekly call, hungup: false, hears: [], heard: [beep, anna] }
              - hangup: anna
        """);
    assertThat(file.answer()).hasValueSatisfying(url -> assertThat(url).hasToString("http://127.0.0.1:5000/answer"));
    assertThat(file.method()).hasToString("GET");
    assertThat(file.fallback()).contains("/fallback");
    assertThat(file.hangup()).contains("/over");
    assertThat(file.account()).hasValueSatisfying(account -> assertThat(account.authId()).isEqualTo("MA1"));
    assertThat(file.maxMembers()).isEqualTo(5);
    assertThat(file.restPort()).isEqualTo(18_080);
    Step.Expected first = new Step.Expected(13, "/callback", Optional.of("POST"), Optional.of("anna"), Map.of("A", new Step.Wanted(13, "1"), "B", new Step.Wanted(13, "/x.*/")), List.of("C"));
    assertThat(file.scenarios()).singleElement().extracting(TestFile.Scenario::steps).asList().containsExactly(
        new Step.Call(8, "anna", "+4930", "12", "Anna", Map.of("a", "b")),
        new Step.Press(9, "anna", "12#"),
        new Step.Does(10, "anna", Step.Deed.TALK),
        new Step.Pause(11, Duration.ofMillis(1500)),
        new Step.Expect(12, List.of(first, new Step.Expected(14, "/other", Optional.empty(), Optional.empty(), Map.of(), List.of())), false, Duration.ofSeconds(5)),
        new Step.Expect(15, List.of(), true, Duration.ofMinutes(2)),
        new Step.Conference(16, "Weekly call", Optional.of(List.of("anna")), Optional.of(List.of()), Optional.empty(), Optional.empty(), Optional.of(true), Optional.empty(), Duration.ofHours(1)),
        new Step.Caller(17, "anna", Optional.of("Weekly call"), Optional.of(false), Optional.of(List.of()), Optional.of(List.of("beep", "anna")), Duration.ofSeconds(5)),
        new Step.Does(18, "anna", Step.Deed.HANGUP));
  }

  @Test
  void callersHaveNumbersOfTheirOwn() {
    List<Step> steps = read(steps("call: ben")).scenarios().get(0).steps();
    assertThat(steps).extracting(step -> ((Step.Call) step).from()).containsExactly("4915100001", "4915100002");
    assertThat(steps).extracting(step -> ((Step.Call) step).to()).containsOnly("4930123456");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "pres: { caller: anna, keys: 1 }       | app.yaml:5:9: pres: is no step; did you mean press?",
      "press: { caller: anna, keyz: 1 }      | app.yaml:5:32: keyz: is no key here; did you mean keys?",
      "press: { caller: anna }               | app.yaml:5:18: press: lacks keys: 0-9 * # A-D",
      "press: { caller: anna, keys: 12x }    | app.yaml:5:38: keys: are 0-9 * # A-D",
      "hangup: bob                           | app.yaml:5:17: \"bob\" has not called in this scenario",
      "hangup: ana                           | app.yaml:5:17: \"ana\" has not called in this scenario; did you mean anna?",
      "call: anna                            | app.yaml:5:15: caller: \"anna\" has called already in this scenario",
      "call: beep                            | app.yaml:5:15: caller: \"beep\" is what something is heard as",
      "call: { caller: ben, from: x y }      | app.yaml:5:36: from: is a number",
      "pause: 5 seconds                      | app.yaml:5:16: length: is a time as in 500ms, 5s, 10m or 1h, not \"5 seconds\"",
      "pause: 200h                           | app.yaml:5:16: length: is longer than a week",
      "pause                                 | app.yaml:5:9: a step is one word with what belongs to it",
      "{ talk: anna, hangup: anna }          | app.yaml:5:9: a step is one word with what belongs to it",
      "expect: { request: /x }               | app.yaml:5:19: request: is no key here; did you mean requests?",
      "expect: /x                            | app.yaml:5:17: requests: is a list, each item after a -",
      "expect: [ { with: { A: 1 } } ]        | app.yaml:5:21: requests: lacks request: Its URL",
      "expect: [ { request: /x, with: [] } ] | app.yaml:5:40: with: is keys with values",
      "expect: [ { request: /x, with: { A: \"/[/\" } } ] | app.yaml:5:45: A: is no regular expression",
      "expect: [ { request: /x, method: PUT } ] | app.yaml:5:42: method: is GET or POST",
      "conference: { members: [anna] }       | app.yaml:5:23: conference: lacks name",
      "conference: x                         | app.yaml:5:21: conference: needs name, members",
      "conference: { name: x, members: anna } | app.yaml:5:41: members: is a list, as in [ anna, ben ]",
      "conference: { name: x, members: [bob] } | app.yaml:5:42: \"bob\" has not called",
      "conference: { name: x, started: yes } | app.yaml:5:41: started: is true or false",
      "caller: { caller: anna, hears: [noise] } | app.yaml:5:41: hears: \"noise\" is nothing to be heard",
  })
  void whatIsWrongWithAStepIsToldWithItsPlace(String step, String problem) {
    assertThat(problems(steps(step))).singleElement().satisfies(said -> assertThat(said).startsWith(problem));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "scenario: []                          | app.yaml:1:1: scenario: is no key here; did you mean scenarios?",
      "answer: ftp://x                       | app.yaml:1:9: url: ",
      "scenarios: [ { name: a } ]            | app.yaml:1:16: scenarios: lacks steps",
      "scenarios: [ { name: a, steps: x } ]  | app.yaml:1:32: steps: is a list of steps",
      "scenarios: 3                          | app.yaml:1:12: scenarios: is a list",
      "maxMembers: lots                      | app.yaml:1:13: maxMembers: is a number from 0 to 1000",
      "account: { authId: a }                | app.yaml:1:12: account: lacks authToken",
      "scenarios: [                          | app.yaml:",
      "[ one ]                               | app.yaml:1:1: a test file has sections with keys",
      "a: &x 1                               | app.yaml:1:1: a: is no key here",
  })
  void whatIsWrongWithAFileIsToldWithItsPlace(String yaml, String problem) {
    assertThat(problems(yaml)).anySatisfy(said -> assertThat(said).startsWith(problem));
  }

  @Test
  void fileWithoutScenariosIsWrong() {
    assertThat(problems("maxMembers: 3")).containsExactly("app.yaml:1:1: scenarios: is missing: there is nothing to test");
    assertThat(problems("")).singleElement().asString().contains("scenarios: is missing");
  }

  @Test
  void aliasesAndDepthAreRefused() {
    assertThat(problems("a: &x [1]\nscenarios: [*x, *x]")).anyMatch(said -> said.contains("aliases (*name) are not supported"));
    assertThat(problems("scenarios: " + "[".repeat(5000) + "]".repeat(5000))).isNotEmpty();
  }

  @Property(tries = 2000)
  void whateverIsInAFileItIsReadOrItsProblemsHaveAPlace(@ForAll("hostile") String yaml) {
    Problems problems = new Problems();
    TestFileReader.parse(yaml, FILE, problems);
    assertThat(problems.list()).allSatisfy(problem -> {
      assertThat(problem.place()).startsWith("app.yaml");
      assertThat(problem.toString()).doesNotContain("\n").doesNotContain("\u001b");
    });
  }

  @Provide
  Arbitrary<String> hostile() {
    Arbitrary<String> words = Arbitraries.of("scenarios", ":", " ", "\n", "- ", "name", "steps", "[", "]", "{", "}", ",", "call", "anna", "expect", "with", "\"", "'", "/[/", "&a", "*a",
        "conference", "members", "pause", "5s", "~", "null", "true", "\u001b[31m", "|", ">", "!!java", "#", "\t", "caller", "hears", "99999999999999999999", "é", "\ud800");
    Arbitrary<String> nearlyRight = words.list().ofMaxSize(12).map(list -> steps("expect: [ { request: " + String.join("", list) + " } ]", String.join("", list)));
    return Arbitraries.oneOf(words.list().ofMaxSize(40).map(list -> String.join("", list)), nearlyRight, Arbitraries.strings().ofMaxLength(60));
  }

  @Test
  void urlsThatAreNoneAreToldWithLineAndColumn() {
    assertThat(problems("answer: { url: \"http://127.0.0.1/\", fallbackUrl: \"ftp://127.0.0.1/a\" }\n" + steps("expect: [ { request: \"ftp://127.0.0.1/b\" } ]")))
        .anyMatch(problem -> problem.matches("app.yaml:1:[0-9]+: fallbackUrl: .*")).anyMatch(problem -> problem.matches("app.yaml:6:[0-9]+: request: .*"));
  }
}
