package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.plivo.Documents.accepted;
import static org.confab.plivo.Documents.only;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples of Plivo's page on Conference, and what Plivo's SDKs write. */
class SampleDocumentsTest {

  private static ConferenceElement conference(String xml) {
    return only(ConferenceElement.class, accepted(xml));
  }

  @Test
  void basicUsage() {
    assertThat(conference("<Response>\n    <Conference>my-conference-room</Conference>\n</Response>\n").name())
        .isEqualTo("my-conference-room");
  }

  @Test
  void joinMuted() {
    assertThat(conference("<Response>\n    <Conference muted=\"true\">my-conference-room</Conference>\n</Response>").muted()).isTrue();
  }

  @Test
  void entryAndExitSounds() {
    ConferenceElement beeps = conference("""
        <Response>
            <Conference enterSound="beep:1" exitSound="beep:2">
                my-conference-room
            </Conference>
        </Response>
        """);
    assertThat(beeps.name()).isEqualTo("my-conference-room");
    assertThat(beeps.enterSound()).contains(new RoomSound.Beep(1));
    assertThat(beeps.exitSound()).contains(new RoomSound.Beep(2));
    assertThat(conference("""
        <Response>
            <Conference enterSound="https://example.com/join-sound.xml">
                my-conference-room
            </Conference>
        </Response>
        """).enterSound()).contains(new RoomSound.Document("https://example.com/join-sound.xml"));
  }

  @Test
  void moderatedConference() {
    ConferenceElement participant = conference("""
        <Response>
            <Conference startConferenceOnEnter="false" waitSound="https://example.com/hold-music.xml">
                moderated-meeting
            </Conference>
        </Response>
        """);
    assertThat(participant.startConferenceOnEnter()).isFalse();
    assertThat(participant.waitSound()).contains("https://example.com/hold-music.xml");
    ConferenceElement moderator = conference("""
        <Response>
            <Conference startConferenceOnEnter="true" endConferenceOnExit="true">
                moderated-meeting
            </Conference>
        </Response>
        """);
    assertThat(moderator.endConferenceOnExit()).isTrue();
    assertThat(moderator.name()).isEqualTo(participant.name());
  }

  @Test
  void recordConferenceWithATagOfTwoLines() {
    AnswerDocument document = accepted("""
        <Response>
            <Conference record="true" recordFileFormat="mp3"
                        callbackUrl="https://example.com/recording-ready/">
                recorded-meeting
            </Conference>
        </Response>
        """);
    ConferenceElement element = only(ConferenceElement.class, document);
    assertThat(element.line()).isEqualTo(2);
    assertThat(element.record()).isTrue();
    assertThat(element.callbackUrl()).contains("https://example.com/recording-ready/");
    assertThat(document.warnings()).isEmpty();
  }

  @Test
  void withTranscription() {
    ConferenceElement element = conference("""
        <Response>
            <Conference record="true"
                        transcriptionType="auto"
                        transcriptionUrl="https://example.com/transcription/">
                transcribed-meeting
            </Conference>
        </Response>
        """);
    assertThat(element.transcriptionType()).contains(TranscriptionType.AUTO);
    assertThat(element.transcriptionUrl()).contains("https://example.com/transcription/");
    assertThat(element.transcriptionMethod()).isEqualTo(HttpMethod.POST);
  }

  @Test
  void exitWithActionUrl() {
    ConferenceElement element = conference("""
        <Response>
            <Conference action="https://example.com/conference-ended/"
                        hangupOnStar="true">
                my-conference
            </Conference>
        </Response>
        """);
    assertThat(element.action()).contains("https://example.com/conference-ended/");
    assertThat(element.hangupOnStar()).isTrue();
    assertThat(element.redirect()).isTrue();
  }

  @Test
  void bridgeTwoCallers() {
    assertThat(conference("""
        <Response>
            <Conference waitSound="https://example.com/hold.xml">
                private-bridge-123
            </Conference>
        </Response>
        """).name()).isEqualTo(conference("<Response>\n    <Conference>private-bridge-123</Conference>\n</Response>").name());
  }

  @Test
  void pythonSdkWritesEveryAttributeAndNoName() {
    AnswerDocument document = accepted("<Response><Conference action=\"http://foo.com/get_recording/\" callbackMethod=\"GET\""
        + " callbackUrl=\"http://foo.com/sms_status/\" digitsMatch=\"#0,99,000\" endConferenceOnExit=\"true\" enterSound=\"\""
        + " exitSound=\"beep:1\" floorEvent=\"true\" hangupOnStar=\"true\" maxMembers=\"100\" method=\"GET\" muted=\"false\""
        + " record=\"true\" recordFileFormat=\"mp3\" recordWhenAlone=\"\" redirect=\"true\" relayDTMF=\"true\""
        + " sendDigits=\"wwww2410\" startConferenceOnEnter=\"true\" stayAlone=\"true\" timeLimit=\"600\""
        + " transcriptionMethod=\"POST\" transcriptionType=\"auto\" transcriptionUrl=\"http://www.foo.com/waitmusic/\""
        + " waitSound=\"http://www.foo.com/waitmusic/\"/></Response>\n");
    assertThat(only(InvalidElement.class, document).reason()).contains("no name");
    assertThat(document.warnings()).extracting(Warning::text).noneMatch(text -> text.contains("has no attribute"))
        .anyMatch(text -> text.contains("maxMembers=\"100\" counts as 20"));
  }

  @Test
  void rubySdkWritesSingleQuotesAndManySiblings() {
    AnswerDocument document = accepted("<?xml version=\"1.0\" encoding=\"utf-8\" ?><Response><Conference callbackMethod='POST'"
        + " callbackUrl='http://foo.com/confevents/' digitsMatch='#0,90,000'>My room</Conference><Dial confirmKey='3'>"
        + "<Number sendDigits='wwww2410'>18217654321</Number></Dial><DTMF>12345</DTMF><GetDigits method='POST'><Speak>Enter PIN."
        + "</Speak></GetDigits><Hangup reason='rejected' schedule='60'/><Speak loop='0'>Bye.</Speak>"
        + "<Play>https://amazonaws.com/Trumpet.mp3</Play><PreAnswer><Speak>$2 a min.</Speak></PreAnswer><Record maxLength='30'/>"
        + "<Redirect>http://foo.com/redirect/</Redirect><Wait length='7'/></Response>");
    assertThat(document.elements()).hasSize(11);
    assertThat(document.elements().get(0)).isInstanceOfSatisfying(ConferenceElement.class, element -> {
      assertThat(element.name()).isEqualTo("My room");
      assertThat(element.digitsMatch()).isEqualTo(List.of("#0", "90", "000"));
    });
    assertThat(document.elements()).filteredOn(OtherElement.class::isInstance).hasSize(2)
        .allSatisfy(element -> assertThat(((OtherElement) element).known()).isTrue());
    assertThat(document.elements().get(4)).isEqualTo(
        new HangupElement(1, Optional.of(HangupReason.REJECTED), Duration.ofMinutes(1)));
  }

  @Test
  void nodeSdkPutsConferenceBetweenOthers() {
    assertThat(accepted("<Response><DTMF>123</DTMF><Conference>test</Conference><Redirect>url</Redirect></Response>").elements())
        .extracting(Object::getClass).containsExactly(DTMFElement.class, ConferenceElement.class, RedirectElement.class);
  }

  @Test
  void plivoframeworkDocumentsHaveSpacesAroundEqualsAndFilePaths() {
    AnswerDocument document = accepted("<Response><Conference waitSound = \"http://x.example/wait\" recordFilePath='/tmp/'"
        + " recordFileFormat='wav' recordFileName=\"rec'\">1001</Conference><Redirect>http://x.example/</Redirect></Response>");
    assertThat(document.elements()).hasSize(2);
    assertThat(document.elements().get(0)).isInstanceOfSatisfying(ConferenceElement.class, element -> {
      assertThat(element.waitSound()).contains("http://x.example/wait");
      assertThat(element.recordFileFormat()).isEqualTo(RecordFileFormat.WAV);
    });
  }

  @Test
  void ampersandsInUrlsAreUnescaped() {
    assertThat(conference("<Response><Conference callbackUrl='http://x.example/?a=1&amp;b=2' relayDTMF='false'>r</Conference></Response>")
        .callbackUrl()).contains("http://x.example/?a=1&b=2");
  }
}
