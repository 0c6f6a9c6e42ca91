package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.plivo.Documents.accepted;
import static org.confab.plivo.Documents.only;
import static org.confab.plivo.Documents.warnings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputElementsTest {

  private static final String ACTION = " action='http://x.example/'";

  private static String response(String elements) {
    return "<Response>" + elements + "</Response>";
  }

  private static KeyInput digits(String attributes) {
    return only(GetDigitsElement.class, accepted(response("<GetDigits" + ACTION + " " + attributes + "/>"))).input();
  }

  private static KeyInput input(String attributes) {
    return only(GetInputElement.class, accepted(response("<GetInput" + ACTION + " " + attributes + "/>"))).input();
  }

  private static List<String> warningsOf(String element, String attributes) {
    return warnings(response("<" + element + ACTION + " " + attributes + "/>"));
  }

  @Test
  void getDigitsHasPlivosDefaults() {
    assertThat(digits("")).isEqualTo(new KeyInput(List.of(),
        new KeyRules(99, "#", "1234567890*#", Duration.ofSeconds(5), Duration.ofSeconds(2), Optional.empty(), 1), false, Optional.empty(),
        Optional.of("http://x.example/"), HttpMethod.POST, true));
    assertThat(warningsOf("GetDigits", "")).isEmpty();
  }

  @Test
  void everyAttributeOfGetDigitsIsRead() {
    String all = "method='GET' timeout='7' digitTimeout='3' finishOnKey='*' numDigits='4' retries='2' redirect='false' playBeep='true'"
        + " validDigits='123' invalidDigitsSound='bad.mp3' log='false'";
    assertThat(digits(all)).isEqualTo(new KeyInput(List.of(),
        new KeyRules(4, "*", "123", Duration.ofSeconds(7), Duration.ofSeconds(3), Optional.empty(), 2), true, Optional.of("bad.mp3"),
        Optional.of("http://x.example/"), HttpMethod.GET, false));
    assertThat(warningsOf("GetDigits", all)).isEmpty();
  }

  @Test
  void getInputHasPlivosDefaults() {
    assertThat(input("")).isEqualTo(new KeyInput(List.of(),
        new KeyRules(32, "#", KeyInput.EVERY_KEY, Duration.ofSeconds(15), Duration.ofSeconds(2), Optional.of(Duration.ofSeconds(15)), 1), false,
        Optional.empty(), Optional.of("http://x.example/"), HttpMethod.POST, true));
    assertThat(warningsOf("GetInput", "")).isEmpty();
  }

  @Test
  void everyAttributeOfGetInputThatKeysNeedIsRead() {
    String all = "method='GET' inputType='dtmf' executionTimeout='20' digitEndTimeout='4' finishOnKey='none' numDigits='6' redirect='false' log='true'";
    KeyInput input = input(all);
    assertThat(input.rules()).isEqualTo(
        new KeyRules(6, "", KeyInput.EVERY_KEY, Duration.ofSeconds(20), Duration.ofSeconds(4), Optional.of(Duration.ofSeconds(20)), 1));
    assertThat(input.redirect()).isFalse();
    assertThat(input.method()).isEqualTo(HttpMethod.GET);
    assertThat(warningsOf("GetInput", all)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"finishOnKey='', '', 0", "finishOnKey='none', '', 0", "finishOnKey='None', '', 0", "finishOnKey='*', *, 0", "finishOnKey='5', 5, 0",
      "finishOnKey='1234567890*#', 1234567890*#, 0", "finishOnKey='any', 0123456789*#ABCD, 0", "finishOnKey='hash', #, 1", "'', #, 0"})
  void finishOnKey(String attribute, String keys, int warnings) {
    assertThat(digits(attribute).rules().finishOnKey()).isEqualTo(keys);
    assertThat(input(attribute).rules().finishOnKey()).isEqualTo(keys);
    assertThat(warningsOf("GetDigits", attribute)).hasSize(warnings);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"validDigits='1,2, 3'|123|0", "validDigits='123'|123|0", "validDigits='1-3'|1234567890*#|1",
      "validDigits=''|1234567890*#|0"})
  void validDigits(String attribute, String keys, int warnings) {
    assertThat(digits(attribute).rules().validDigits()).isEqualTo(keys);
    assertThat(warningsOf("GetDigits", attribute)).hasSize(warnings);
  }

  @ParameterizedTest
  @CsvSource({"numDigits='0', 1, 1", "numDigits='100', 99, 1", "numDigits='99', 99, 0", "numDigits='four', 99, 1"})
  void numDigits(String attribute, int number, int warnings) {
    assertThat(digits(attribute).rules().numDigits()).isEqualTo(number);
    assertThat(warningsOf("GetDigits", attribute)).hasSize(warnings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeout='0'", "digitTimeout='-1'", "retries='0'", "playBeep='maybe'", "redirect='1'", "method='PUT'", "invalidDigitsSound='ftp://x'",
      "log='no'", "colour='red'"})
  void whatGetDigitsCannotTakeIsWarnedOf(String attribute) {
    assertThat(warningsOf("GetDigits", attribute)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"executionTimeout='4', 5, 2, 1", "executionTimeout='61', 60, 2, 1", "executionTimeout='60', 60, 2, 0", "digitEndTimeout='auto', 15, 2, 0",
      "digitEndTimeout='1', 15, 2, 1", "digitEndTimeout='11', 15, 10, 1", "digitEndTimeout='soon', 15, 2, 1"})
  void timesOfGetInput(String attribute, int execution, int digit, int warnings) {
    KeyRules rules = input(attribute).rules();
    assertThat(rules.limit()).contains(Duration.ofSeconds(execution));
    assertThat(rules.timeout()).isEqualTo(Duration.ofSeconds(execution));
    assertThat(rules.digitTimeout()).isEqualTo(Duration.ofSeconds(digit));
    assertThat(warningsOf("GetInput", attribute)).hasSize(warnings);
  }

  @Test
  void speechIsAskedForInVain() {
    assertThat(warningsOf("GetInput", "inputType='speech'")).containsExactly(
        "<GetInput> asks for speech, which is not understood here: only keys are");
    assertThat(warningsOf("GetInput", "inputType='dtmf speech' hints='a,b' language='de-DE' speechEndTimeout='x' profanityFilter='true'"
        + " interimSpeechResultsCallback='http://x.example/interim' interimSpeechResultsCallbackMethod='GET' speechModel='phone_call'"))
        .containsExactly("<GetInput> asks for speech, which is not understood here: only keys are; speechEndTimeout, speechModel, hints, language, "
            + "interimSpeechResultsCallback, interimSpeechResultsCallbackMethod, profanityFilter have no effect");
    assertThat(warningsOf("GetInput", "inputType='dtmf' language='de-DE'")).containsExactly(
        "<GetInput> language has no effect: speech is not understood here");
    assertThat(warningsOf("GetInput", "inputType='fax'")).hasSize(1);
  }

  @Test
  void withoutActionNobodyIsTold() {
    assertThat(warnings(response("<GetDigits/><GetInput/>"))).containsExactly(
        "<GetDigits> has no action: nobody is told which keys were pressed", "<GetInput> has no action: nobody is told which keys were pressed");
  }

  @Test
  void thePromptIsWhatCanBeHeard() {
    KeyInput input = only(GetDigitsElement.class, accepted(response("<GetDigits" + ACTION + "><Play loop='2'>a.mp3</Play><Speak>1 <break/>or 2</Speak>"
        + "<Wait length='3'/></GetDigits>"))).input();
    assertThat(input.prompt()).containsExactly(new PlayElement(1, "a.mp3", 2), new SpeakElement(1, "1 or 2", Optional.empty(), Optional.empty(), 1),
        new WaitElement(1, Duration.ofSeconds(3), false, Duration.ofSeconds(2), Optional.empty()));
    assertThat(warnings(response("<GetInput" + ACTION + "><Conference>x</Conference><Play/><Say/></GetInput>"))).containsExactly(
        "<Conference> inside <GetInput> is ignored", "<Play> is skipped: there is nothing to play: the sound is the element's text",
        "<Say> inside <GetInput> is ignored");
  }

  @Test
  void theActionIsToldTheKeys() {
    CallParameters call = CallParameters.of("uuid", Direction.INBOUND).from("+1").to("2").extra("Digits", "operator's").extra("Speech", "x").build();
    Map<String, String> digits = only(GetDigitsElement.class, accepted(response("<GetDigits" + ACTION + "/>"))).action(call, "4711");
    assertThat(digits).containsEntry("Digits", "4711").containsEntry("CallUUID", "uuid").containsEntry("From", "1").doesNotContainKeys("InputType", "Event",
        "Speech");
    Map<String, String> input = only(GetInputElement.class, accepted(response("<GetInput" + ACTION + "/>"))).action(call, "4711");
    assertThat(input).containsEntry("Digits", "4711").containsEntry("InputType", "dtmf").containsEntry("Speech", "").containsEntry("CallUUID", "uuid");
  }

  @Test
  void preAnswerHoldsWhatCanRunBeforeTheAnswer() {
    AnswerDocument document = accepted(response("<PreAnswer><Speak>a</Speak><Play/><GetDigits" + ACTION
        + "/><Conference>x</Conference><Wait/><DTMF>1</DTMF><Redirect>b</Redirect><Message>c</Message></PreAnswer>"));
    assertThat(only(PreAnswerElement.class, document).elements()).extracting(element -> element.getClass().getSimpleName())
        .containsExactly("SpeakElement", "InvalidElement", "GetDigitsElement", "WaitElement", "DTMFElement", "RedirectElement");
    assertThat(document.warnings()).extracting(Warning::text).containsExactly("<Conference> inside <PreAnswer> is ignored",
        "<Message> inside <PreAnswer> is ignored");
    assertThat(warnings(response("<PreAnswer answer='no'/>"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"<DTMF>12wW#*A</DTMF>, 12wW#*A, true", "<DTMF async='false'> 1 </DTMF>, 1, false"})
  void dtmf(String xml, String digits, boolean async) {
    assertThat(only(DTMFElement.class, accepted(response(xml)))).isEqualTo(new DTMFElement(1, digits, async));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "this is test", "1 2", "1@500", "1+2", "~1", "12f", "é", "1&#10;2"})
  void whatIsNotAllKeysIsNotSent(String digits) {
    assertThat(only(InvalidElement.class, accepted(response("<DTMF>" + digits + "</DTMF>"))).reason()).isNotBlank();
  }

  @Test
  void noMoreKeysAreSentThanFreeSwitchSends() {
    assertThat(accepted(response("<DTMF>" + "1".repeat(99) + "</DTMF>")).elements().get(0)).isInstanceOf(DTMFElement.class);
    assertThat(accepted(response("<DTMF>" + "1".repeat(100) + "</DTMF>")).elements().get(0)).isInstanceOf(InvalidElement.class);
  }
}
