package org.confab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedTest {

  @Test
  void aDocumentIsShownWithoutQueriesKeysAndUsers() {
    assertThat(Masked.document("<?xml version='1.0'?><!-- key=1 --><Response>\n  <Conference callbackUrl='https://me:pass@app.example/events?key=secret#rc=1' "
        + "digitsMatch = \"1234,56\" muted=\"true\">Room #1? yes</Conference>\n  <Play>/a.wav?key=secret</Play><DTMF>9876</DTMF>"
        + "<Speak>Are you there? Yes #1</Speak><GetDigits numDigits=\"4\" validDigits=\"123\"/><Redirect><![CDATA[/next?key=secret]]></Redirect></Response>"))
        .isEqualTo("<Response>\n  <Conference callbackUrl='https://app.example/events…' digitsMatch=\"***\" muted=\"true\">Room #1? yes</Conference>\n"
            + "  <Play>/a.wav…</Play><DTMF>***</DTMF><Speak>Are you there? Yes #1</Speak><GetDigits numDigits=\"4\" validDigits=\"123\"/>"
            + "<Redirect>/next…</Redirect></Response>");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "<Response><Play>/a?key=geheim</Play></Response>",
      "<Response><Play>/a&#63;key=geheim</Play></Response>",
      "<Response><Play>/a&#x3F;key=geheim</Play></Response>",
      "<Response><Play>/a&#x23;geheim</Play></Response>",
      "<Response><Play>http:&#x2F;&#47;me:geheim&#64;host/</Play></Response>",
      "<Response><Conference action=\"/a?b='c' key=geheim\">x</Conference></Response>",
      "<Response><Conference action='/a?b=\"c\" key=geheim'>x</Conference></Response>",
      "<Response><Conference action=\"/a?b=1&key=geheim\">not well-formed</Conference>",
      "<Response><Conference action=\"/a?key=geheim>never closed",
      "<Response><Conference action=/a?key=geheim>no quotes</Conference></Response>",
      "<Response><Conference action=\"/a?<key=geheim\">a bracket</Conference></Response>",
      "<html><a href=\"http://me:geheim@host/\">an error</a>, password: geheim, token=geheim",
      "{\"key\":\"geheim\", \"token\" : \"geheim\"}",
      "<Response><Conference apiToken=\"geheim\">x</Conference></Response>",
      "<Response><![CDATA[/a?key=geheim",
      "<Response><DTMF>geheim</DTMF></Response>",
  })
  void noSecretOfADocumentIsShown(String document) {
    assertThat(Masked.document(document)).doesNotContain("geheim");
  }

  @Test
  void keysOfADocumentThatIsRefusedAreNotShownEither() {
    assertThat(Masked.document("<Response><DTMF>864297</DTMF><Conference digitsMatch=\"8642\" action='unclosed></Response>")).doesNotContain("8642");
  }

  @Property(tries = 500)
  void whateverSurroundsItAQueryIsNotShown(@ForAll @StringLength(max = 30) String before, @ForAll @StringLength(max = 20) @CharRange(from = '!', to = '~') String path,
      @ForAll @StringLength(max = 30) String after) {
    for (String form : new String[] {"<Response>%s<Play>/%s?key=GEHEIM</Play>%s</Response>", "<Response>%s<Play action=\"/%s?key=GEHEIM\"/>%s</Response>",
        "%s<Response><Conference action='/%s?x=1&amp;key=GEHEIM'>%s"}) {
      String document = form.formatted(before, path.replaceAll("[<>\"'&]", ""), after);
      assertThat(Masked.document(document)).doesNotContain("GEHEIM");
    }
  }

  @Test
  void ofParametersKeysAndSecretsAreHidden() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("From", "4915112345");
    parameters.put("Digits", "1234");
    parameters.put("ConferenceDigitsMatch", "12");
    parameters.put("customerPin", "99");
    parameters.put("X-PH-AuthToken", "t");
    parameters.put("RecordUrl", "https://me:p@confab.example/recordings/x.mp3?key=1");
    parameters.put("long", "x".repeat(1000));
    assertThat(Masked.parameters(parameters).lines()).containsExactly("From=4915112345", "Digits=***", "ConferenceDigitsMatch=***", "customerPin=***",
        "X-PH-AuthToken=***", "RecordUrl=https://confab.example/recordings/x.mp3", "long=" + "x".repeat(200) + "…");
  }

  @Property(tries = 200)
  void keysThatAreSentAreHidden(@ForAll @CharRange(from = '0', to = '9') @StringLength(min = 6, max = 40) String keys,
      @ForAll @AlphaChars @StringLength(min = 1, max = 9) String other) {
    assertThat(Masked.chain("'m:~:answer:~send_dtmf:" + keys + "~playback:/" + other + ".wav~set:confab_step=x-1' inline"))
        .isEqualTo("answer, send_dtmf ***, playback /" + other + ".wav, set confab_step=x-1");
    assertThat(Masked.conference("confab-x-1 dtmf 3 " + keys)).isEqualTo("confab-x-1 dtmf 3 ***");
    assertThat(Masked.chain("send_dtmf:" + keys)).isEqualTo("***");
  }
}
