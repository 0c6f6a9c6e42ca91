package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.plivo.Documents.accepted;
import static org.confab.plivo.Documents.conference;
import static org.confab.plivo.Documents.conferenceWarnings;
import static org.confab.plivo.Documents.only;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConferenceElementTest {

  @Test
  void aNameAloneHasEveryDefaultAndNoWarning() {
    assertThat(conference("")).isEqualTo(new ConferenceElement(1, "room", false, Optional.empty(), Optional.empty(), true, false, true,
        Optional.empty(), 20, false, RecordFileFormat.MP3, false, Duration.ofDays(1), false, Optional.empty(), HttpMethod.POST, true,
        Optional.empty(), HttpMethod.POST, List.of(), false, true, Optional.empty(), Optional.empty(), HttpMethod.POST, Optional.empty(),
        false));
    assertThat(conferenceWarnings("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
      // attribute, value, what is read, warnings (of the value; "not yet acted upon" is tested apart)
      "muted, true, true, 0",
      "muted, false, false, 0",
      "muted, ' true ', true, 0",
      "muted, '', false, 0",
      "muted, True, true, 1",
      "muted, FALSE, false, 1",
      "muted, yes, false, 1",
      "muted, 1, false, 1",
      "startConferenceOnEnter, false, false, 0",
      "startConferenceOnEnter, '', true, 0",
      "startConferenceOnEnter, nonsense, true, 1",
      "endConferenceOnExit, true, true, 0",
      "endConferenceOnExit, nonsense, false, 1",
      "stayAlone, false, false, 0",
      "stayAlone, nonsense, true, 1",
      "hangupOnStar, true, true, 0",
      "redirect, false, false, 0",
      "redirect, nonsense, true, 1",
      "floorEvent, true, true, 0",
      "relayDTMF, false, false, 0",
      "relayDTMF, nonsense, true, 1",
      "record, true, true, 0",
      "Record, true, true, 0",
      "recordWhenAlone, true, true, 0",
      "recordWhenAlone, '', false, 0",
      "beep, true, true, 0",
      "maxMembers, 1, 1, 0",
      "maxMembers, 20, 20, 0",
      "maxMembers, 21, 21, 1",
      "maxMembers, 100, 100, 1",
      "maxMembers, 0, 1, 1",
      "maxMembers, -5, 1, 1",
      "maxMembers, many, 20, 1",
      "maxMembers, 2.5, 20, 1",
      "maxMembers, '', 20, 0",
      "timeLimit, 0, PT0S, 0",
      "timeLimit, 600, PT10M, 0",
      "timeLimit, +600, PT10M, 0",
      "timeLimit, -1, PT0S, 1",
      "timeLimit, 1h, PT24H, 1",
      "timeLimit, '', PT24H, 0",
      "method, GET, GET, 0",
      "method, get, GET, 1",
      "method, PUT, POST, 1",
      "method, '', POST, 0",
      "callbackMethod, GET, GET, 0",
      "callbackMethod, DELETE, POST, 1",
      "transcriptionMethod, GET, GET, 0",
      "action, http://foo.com/a/, Optional[http://foo.com/a/], 0",
      "action, next.xml, Optional[next.xml], 0",
      "action, 'https://foo.com/a b', Optional[https://foo.com/a b], 0",
      "action, '', Optional.empty, 0",
      "action, ftp://foo.com/, Optional.empty, 1",
      "action, javascript:alert(1), Optional.empty, 1",
      "action, http://, Optional.empty, 1",
      "callbackUrl, https://foo.com/c#rc=3, Optional[https://foo.com/c#rc=3], 0",
      "callbackUrl, file:///etc/passwd, Optional.empty, 1",
      "waitSound, https://foo.com/w.xml, Optional[https://foo.com/w.xml], 0",
      "waitSound, gopher://x/, Optional.empty, 1",
      "transcriptionUrl, https://foo.com/t, Optional[https://foo.com/t], 0",
      "transcriptionUrl, 'data:,x', Optional.empty, 1",
      "enterSound, beep:1, Optional[Beep[count=1]], 0",
      "enterSound, beep:2, Optional[Beep[count=2]], 0",
      "enterSound, beep:3, Optional.empty, 1",
      "enterSound, '', Optional.empty, 0",
      "enterSound, https://foo.com/e.xml, Optional[Document[url=https://foo.com/e.xml]], 0",
      "exitSound, beep:2, Optional[Beep[count=2]], 0",
      "exitSound, exit.xml, Optional[Document[url=exit.xml]], 0",
      "exitSound, beep:, Optional.empty, 1",
      "recordFileFormat, mp3, MP3, 0",
      "recordFileFormat, wav, WAV, 0",
      "recordFileFormat, WAV, WAV, 1",
      "recordFileFormat, ogg, MP3, 1",
      "transcriptionType, auto, Optional[AUTO], 0",
      "transcriptionType, hybrid, Optional[HYBRID], 0",
      "transcriptionType, manual, Optional[MANUAL], 0",
      "transcriptionType, magic, Optional.empty, 1",
      "digitsMatch, '#0,99,000', '[#0, 99, 000]', 0",
      "digitsMatch, ' 1 , 2 ,,2', '[1, 2]', 0",
      "digitsMatch, '12,xyz,*', '[12, *]', 1",
      "digitsMatch, '', [], 0",
      "sendDigits, wwww2410, Optional[wwww2410], 0",
  })
  void anAttributeIsReadByItsRule(String attribute, String value, String expected, int warnings) {
    String written = attribute + "=\"" + value + "\"";
    assertThat(valueOf(conference(written), attribute.equals("Record") ? "record" : attribute)).hasToString(expected);
    assertThat(conferenceWarnings(written).stream().filter(text -> !text.contains("not yet acted upon"))).hasSize(warnings);
  }

  private static Object valueOf(ConferenceElement element, String component) {
    for (RecordComponent each : ConferenceElement.class.getRecordComponents()) {
      if (each.getName().equals(component)) {
        try {
          return each.getAccessor().invoke(element);
        } catch (IllegalAccessException | InvocationTargetException e) {
          throw new AssertionError(e);
        }
      }
    }
    throw new AssertionError("no component " + component);
  }

  @Test
  void numbersBeyondAnyRangeCountAsTheNearestAllowed() {
    assertThat(conference("maxMembers='" + "9".repeat(5000) + "'").maxMembers()).isEqualTo(Integer.MAX_VALUE);
    assertThat(conference("timeLimit='-" + "9".repeat(5000) + "'").timeLimit()).isEqualTo(Duration.ZERO);
    assertThat(conference("timeLimit='2147483648'").timeLimit()).isEqualTo(Duration.ofSeconds(Integer.MAX_VALUE));
  }

  @Test
  void maxMembersAboveTheCeilingCountsAsTheCeiling() {
    assertThat(conference("maxMembers='100'").maxMembers(20)).isEqualTo(20);
    assertThat(conference("maxMembers='100'").maxMembers(200)).isEqualTo(100);
    assertThat(conference("maxMembers='5'").maxMembers(20)).isEqualTo(5);
  }

  @Test
  void aTranscriptionUrlWithoutTypeMeansAuto() {
    assertThat(conference("transcriptionUrl='http://foo.com/'").transcriptionType()).contains(TranscriptionType.AUTO);
  }

  @Test
  void attributeNamesAreCaseSensitiveButForRecord() {
    assertThat(conference("Muted='true'").muted()).isFalse();
    assertThat(conferenceWarnings("Muted='true'")).containsExactly(
        "<Conference> has no attribute \"Muted\" (did you mean \"muted\"?); it is ignored");
    assertThat(conference("Record='true' record='false'").record()).isFalse();
  }

  @Test
  void unknownAttributesAreNamedOnceEach() {
    assertThat(conferenceWarnings("colour='red' muted='true' Größe='1'")).containsExactly(
        "<Conference> has no attribute \"colour\"; it is ignored", "<Conference> has no attribute \"Größe\"; it is ignored");
  }

  @Test
  void attributesOfOtherPlatformsSayWhyTheyHaveNoEffect() {
    assertThat(conferenceWarnings("recordFilePath='/tmp' recordFileName='x' waitMethod='GET'"))
        .hasSize(3).allMatch(text -> text.contains("has no effect: "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sendDigits='1'", "beep='true'"})
  void whatIsNotYetActedUponIsSaidOnce(String attribute) {
    assertThat(conferenceWarnings(attribute)).hasSize(1).first().asString().endsWith(" is read, but not yet acted upon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"record='false'", "floorEvent='false'", "relayDTMF='false'", "enterSound=''", "digitsMatch=' '",
      "muted='true' startConferenceOnEnter='false' endConferenceOnExit='true' stayAlone='false' hangupOnStar='true' maxMembers='3'"
          + " timeLimit='60' callbackUrl='http://x.example/'"
          + " callbackMethod='GET' action='http://x.example/' method='GET' redirect='false'"})
  void whatWorksOrAsksForNothingIsNotWarnedOf(String attributes) {
    assertThat(conferenceWarnings(attributes)).isEmpty();
  }

  @Test
  void everyAttributeOfTheRecordIsKnownInXml() {
    Set<String> components = Arrays.stream(ConferenceElement.class.getRecordComponents()).map(RecordComponent::getName)
        .filter(name -> !Set.of("line", "name").contains(name)).collect(Collectors.toSet());
    for (String component : components) {
      assertThat(conferenceWarnings(component + "='1'")).noneMatch(text -> text.contains("has no attribute"));
    }
    assertThat(components).hasSize(26);
  }

  @Test
  void elementsInsideAreIgnoredWithTheirText() {
    AnswerDocument document = accepted("<Response><Conference>ro<b>X<i/></b>om<Speak>hi</Speak></Conference></Response>");
    assertThat(only(ConferenceElement.class, document).name()).isEqualTo("room");
    assertThat(document.warnings()).extracting(Warning::text).containsExactly(
        "<b> inside <Conference> is ignored", "<Speak> inside <Conference> is ignored");
  }
}
