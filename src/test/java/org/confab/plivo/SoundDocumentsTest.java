package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoundDocumentsTest {

  private static SoundReading read(String xml) {
    return SoundDocuments.read(xml.getBytes(StandardCharsets.UTF_8));
  }

  private static SoundReading.Accepted accepted(String children) {
    SoundReading reading = read("<Response>" + children + "</Response>");
    assertThat(reading).isInstanceOf(SoundReading.Accepted.class);
    return (SoundReading.Accepted) reading;
  }

  @Test
  void playSpeakAndWaitAreReadInTheirOrder() {
    SoundReading.Accepted document = accepted("\n<Play loop='2'>a.mp3</Play>\n<Speak voice='MAN' language='en-GB' loop='0'>Hi</Speak><Wait length='3'/>");
    assertThat(document.sounds()).containsExactly(
        new PlayElement(2, "a.mp3", 2),
        new SpeakElement(3, "Hi", Optional.of("MAN"), Optional.of("en-GB"), 0),
        new WaitElement(3, Duration.ofSeconds(3), false, Duration.ofSeconds(2), Optional.empty()));
    assertThat(document.warnings()).isEmpty();
  }

  @Test
  void anEmptyResponseIsADocumentWithoutSounds() {
    assertThat(accepted("").sounds()).isEmpty();
    assertThat(accepted("").warnings()).isEmpty();
  }

  @Test
  void everyOtherElementIsIgnoredWithOneWarning() {
    SoundReading.Accepted document = accepted("<Conference foo='1'><Speak>no</Speak></Conference><Say\nwhat='x'/><Play/><Play>a.mp3</Play>");
    assertThat(document.sounds()).containsExactly(new PlayElement(2, "a.mp3", 1));
    assertThat(document.warnings()).extracting(Warning::toString).containsExactly(
        "line 1: <Conference> has no place in a sound document and is ignored",
        "line 1: <Say> has no place in a sound document and is ignored",
        "line 2: <Play> is skipped: there is nothing to play: the sound is the element's text");
  }

  @Test
  void whatAnElementIsWarnedOfInAnAnswerDocumentItIsWarnedOfHere() {
    assertThat(accepted("<Play loop='x' lopp='1'>a.mp3</Play>").warnings()).hasSize(2);
  }

  @Test
  void aHundredSoundsAreReadAndTheRestIsIgnoredWithOneWarning() {
    assertThat(accepted("<Wait/>".repeat(100)).warnings()).isEmpty();
    SoundReading.Accepted document = accepted("<Wait/>".repeat(100) + "\n<Conference/>\n" + "<Wait/>".repeat(800));
    assertThat(document.sounds()).hasSize(100);
    assertThat(document.warnings()).extracting(Warning::toString).containsExactly("line 2: there are more than 100 sounds; from here on they are ignored");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<Response>", "<html/>", "{}", "<Play>a</Play>", "<!DOCTYPE Response><Response/>", "<Response>&nbsp;</Response>"})
  void refusesWhatAnAnswerDocumentIsRefusedFor(String body) {
    assertThat(read(body)).isInstanceOf(Reading.Refused.class).isEqualTo(Documents.read(body));
  }

  @Test
  void tenThousandPlaysAreRefusedForOneReason() {
    assertThat(read("<Response>" + "<Play>a.mp3</Play>".repeat(5000) + "</Response>")).isInstanceOf(Reading.Refused.class);
    assertThat(read("<Response>" + "<Play/>".repeat(10_000) + "</Response>").toString()).contains("more than 1000 elements");
  }

  @Property(tries = 500)
  void randomBytesNeverThrow(@ForAll @Size(max = 300) byte[] body) {
    assertThat(SoundDocuments.read(body)).isNotNull();
  }

  @Property(tries = 300)
  void anyTextIsSpokenOrSkippedAndWarningsStaySafe(@ForAll String text) {
    String escaped = text.codePoints()
        .filter(c -> c == 9 || c == 10 || c == 13 || c >= 32 && c < 0xD800 || c >= 0xE000 && c != 0xFFFE && c != 0xFFFF)
        .collect(StringBuilder::new, (all, c) -> all.append("&#").append(c).append(';'), StringBuilder::append).toString();
    SoundReading.Accepted document = accepted("<Speak voice='" + escaped + "'>" + escaped + "</Speak><Play>" + escaped + "</Play>");
    assertThat(document.warnings()).allSatisfy(warning -> assertThat(warning.text().codePoints()).noneMatch(Character::isISOControl));
    assertThat(document.sounds()).hasSizeLessThanOrEqualTo(2);
  }

  private static List<SoundElement> spoken(String inside) {
    return accepted("<Speak>" + inside + "</Speak>").sounds();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Hello|Hello",
      "  Hello&#10;  there  |Hello there",
      "<speak>Hello</speak>|Hello",
      "One<break time=\"2s\"/>two|One two",
      "<p><s>One.</s><s>Two.</s></p><p>Three</p>|One. Two. Three",
      "un<emphasis level=\"strong\">believ</emphasis>able|unbelievable",
      "the <sub alias=\"World Wide Web Consortium\">W3C</sub>!|the World Wide Web Consortium!",
      "the <sub>W3C</sub>|the W3C",
      "<say-as interpret-as=\"characters\">ABC</say-as>, <prosody rate=\"slow\">slow <w role=\"x\">ly</w></prosody>|ABC, slow ly",
      "<amazon:effect name=\"whispered\">psst</amazon:effect> <lang xml:lang=\"fr-FR\">oui</lang>|psst oui",
      "<phoneme alphabet=\"ipa\" ph=\"x\">pecan</phoneme>|pecan",
      "5 &lt; 6 &amp; `rm -rf $HOME`|5 < 6 & `rm -rf $HOME`",
  })
  void ssmlIsReducedToItsWordsWithoutAWarning(String inside, String words) {
    assertThat(spoken(inside)).containsExactly(new SpeakElement(1, words, Optional.empty(), Optional.empty(), 1));
    assertThat(accepted("<Speak>" + inside + "</Speak>").warnings()).isEmpty();
  }

  @Test
  void whatIsNotSsmlIsSpokenWithAWarningAndWhatIsNotTextIsNot() {
    SoundReading.Accepted document = accepted("<Speak>a<Play>b</Play>c<audio src='x'>d</audio></Speak>");
    assertThat(((SpeakElement) document.sounds().get(0)).text()).isEqualTo("a b c");
    assertThat(document.warnings()).hasSize(2);
  }

  @Test
  void nothingToSayIsSkipped() {
    SoundReading.Accepted document = accepted("<Speak><break/> </Speak>");
    assertThat(document.sounds()).isEmpty();
    assertThat(document.warnings()).hasSize(1);
  }
}
