package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.plivo.Documents.accepted;
import static org.confab.plivo.Documents.only;
import static org.confab.plivo.Documents.warnings;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherElementsTest {

  private static AnswerDocument document(String element) {
    return accepted("<Response>" + element + "</Response>");
  }

  @ParameterizedTest
  @CsvSource({
      "<Hangup/>, Optional.empty, PT0S, 0",
      "<Hangup reason='rejected'/>, Optional[REJECTED], PT0S, 0",
      "<Hangup reason='busy' schedule='60'/>, Optional[BUSY], PT1M, 0",
      "<Hangup reason='Busy'/>, Optional[BUSY], PT0S, 1",
      "<Hangup reason='tired'/>, Optional.empty, PT0S, 1",
      "<Hangup schedule='-1'/>, Optional.empty, PT0S, 1",
      "<Hangup schedule='soon'/>, Optional.empty, PT0S, 1",
  })
  void hangup(String xml, String reason, Duration schedule, int warnings) {
    HangupElement hangup = only(HangupElement.class, document(xml));
    assertThat(hangup.reason()).hasToString(reason);
    assertThat(hangup.schedule()).isEqualTo(schedule);
    assertThat(document(xml).warnings()).hasSize(warnings);
  }

  @ParameterizedTest
  @CsvSource({
      "<Wait/>, PT1S, 0", "<Wait length='7'/>, PT7S, 0", "<Wait length='0'/>, PT1S, 1", "<Wait length='x'/>, PT1S, 1",
      "<Wait length='10' silence='true' minSilence='3000'/>, PT10S, 2", "<Wait length='120' beep='true'/>, PT2M, 1",
      "<Wait silence='false' beep='false'/>, PT1S, 0",
  })
  void waiting(String xml, Duration length, int warnings) {
    assertThat(only(WaitElement.class, document(xml)).length()).isEqualTo(length);
    assertThat(document(xml).warnings()).hasSize(warnings);
  }

  @Test
  void waitReadsWhatItDoesNotDoYet() {
    assertThat(only(WaitElement.class, document("<Wait silence='true' minSilence='3000' beep='duration=300'/>")))
        .isEqualTo(new WaitElement(1, Duration.ofSeconds(1), true, Duration.ofSeconds(3), Optional.of("duration=300")));
  }

  @ParameterizedTest
  @CsvSource({
      "<Play>https://x.example/a.mp3</Play>, https://x.example/a.mp3, 1, 0", "<Play loop='0'> a.wav </Play>, a.wav, 0, 0",
      "<Play loop='-1'>a.wav</Play>, a.wav, 0, 1", "<Play loop='x'>a.wav</Play>, a.wav, 1, 1",
  })
  void play(String xml, String source, int loop, int warnings) {
    assertThat(only(PlayElement.class, document(xml))).isEqualTo(new PlayElement(1, source, loop));
    assertThat(document(xml).warnings()).hasSize(warnings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<Play/>", "<Play> </Play>", "<Play>a\nb</Play>", "<Redirect/>", "<Redirect>file:///etc/passwd</Redirect>",
      "<Redirect>http://a\nb/</Redirect>"})
  void whatCannotBePlayedOrRequestedIsInvalid(String xml) {
    assertThat(only(InvalidElement.class, document(xml)).reason()).doesNotContain("\n").isNotBlank();
  }

  @Test
  void redirect() {
    assertThat(only(RedirectElement.class, document("<Redirect method='GET'> next?a=1&amp;b=2 </Redirect>")))
        .isEqualTo(new RedirectElement(1, "next?a=1&b=2", HttpMethod.GET));
    assertThat(only(RedirectElement.class, document("<Redirect>http://foo.com/redirect/</Redirect>")).method()).isEqualTo(HttpMethod.POST);
  }

  @Test
  void plivosOtherElementsAreKnownAndNothingInThemIsJudged() {
    AnswerDocument document = document("<Dial foo='bar'><Number>1</Number></Dial>");
    assertThat(only(OtherElement.class, document)).isEqualTo(new OtherElement(1, "Dial", true));
    assertThat(document.warnings()).hasSize(1);
  }

  @Test
  void unknownElementsAreNotKnownAndACloseNameIsSuggested() {
    assertThat(only(OtherElement.class, document("<Say>hi</Say>")).known()).isFalse();
    assertThat(warnings("<Response><conference>x</conference><speak/></Response>")).containsExactly(
        "<conference> is not an element of Plivo's; did you mean <Conference>?",
        "<speak> is not an element of Plivo's; did you mean <Speak>?");
  }

  @Test
  void noElementIsBothRunAndNotRun() {
    assertThat(OtherElement.PLIVOS).doesNotContainAnyElementsOf(ElementReaders.names());
  }
}
