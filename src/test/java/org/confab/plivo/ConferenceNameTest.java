package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.plivo.Documents.accepted;
import static org.confab.plivo.Documents.only;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConferenceNameTest {

  private static String document(String name) {
    String escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<Response><Conference>" + escaped + "</Conference></Response>";
  }

  private static String nameOf(String text) {
    return only(ConferenceElement.class, accepted(document(text))).name();
  }

  private static String faultOf(String text) {
    return only(InvalidElement.class, accepted(document(text))).reason();
  }

  @ParameterizedTest
  @ValueSource(strings = {"My room", "😀👩‍👩‍👧‍👦", "\"quoted\" 'too'", "${system(reboot)}", "room@evil", "room+flags{moderator}",
      "a;b|c`d$(e)",
      "<script>", "../../etc/passwd", "日本語", "á", "-", "0", "\u00A0"})
  void aNameMayBeNearlyAnything(String name) {
    assertThat(nameOf(name)).isEqualTo(name);
  }

  @Test
  void whiteSpaceAroundIsDroppedAndEachRunWithinIsOneSpace() {
    assertThat(nameOf("\n        my-conference-room\n    ")).isEqualTo("my-conference-room");
    assertThat(nameOf("My\r\n\t  Conf  Room")).isEqualTo("My Conf Room");
    assertThat(nameOf("a\nbgapi status")).isEqualTo("a bgapi status");
  }

  @Test
  void caseMatters() {
    assertThat(nameOf("Room")).isNotEqualTo(nameOf("room"));
  }

  @Test
  void aCommentOrCdataIsNotPartOfTheBoundaryOfAName() {
    AnswerDocument document = accepted("<Response><Conference>my<!-- no --><![CDATA[ <room>]]></Conference></Response>");
    assertThat(only(ConferenceElement.class, document).name()).isEqualTo("my <room>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t "})
  void anEmptyNameMakesTheElementInvalid(String name) {
    assertThat(faultOf(name)).contains("no name");
  }

  @Test
  void aSelfClosingConferenceIsInvalidAndTheDocumentGoesOn() {
    AnswerDocument document = accepted("<Response>\n<Conference muted='true'/>\n<Wait/></Response>");
    assertThat(document.elements()).hasSize(2);
    assertThat(document.elements().get(0)).isEqualTo(
        new InvalidElement(2, "Conference", "the conference has no name: it is the element's text"));
  }

  @Test
  void aNameHasAtMost256CodePoints() {
    assertThat(nameOf("😀".repeat(256))).hasSize(512);
    assertThat(faultOf("😀".repeat(257))).startsWith("the conference's name has 257 characters, and at most 256 are allowed: 😀");
    assertThat(faultOf("x".repeat(10_000))).contains("10000 characters").hasSizeLessThan(250);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u007Fb", "a\u0085b", "a\u0090b", "a\u2028b", "a\u2029b"})
  void controlCharactersAndLineSeparatorsMakeTheElementInvalid(String name) {
    assertThat(faultOf(name)).contains("control character U+").doesNotContain(name);
  }

  @Test
  void controlCharactersOfXml11AreRefusedToo() {
    AnswerDocument document = accepted("<?xml version='1.1'?><Response><Conference>a&#27;[31mb</Conference></Response>");
    assertThat(only(InvalidElement.class, document).reason()).contains("U+001B").doesNotContain("\u001B");
  }

  @Property(tries = 500)
  void randomUnicodeNamesSurvive(@ForAll("names") String name) {
    assertThat(nameOf(name)).isEqualTo(name);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.integers().between(0x20, 0x10FFFD).filter(ConferenceNameTest::isAllowed)
        .list().ofMinSize(1).ofMaxSize(256)
        .map(points -> points.stream().collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString())
        .map(name -> name.replaceAll(" +", " ").strip()).filter(name -> !name.isEmpty() && XmlSpace.trim(name).equals(name));
  }

  private static boolean isAllowed(int c) {
    int type = Character.getType(c);
    return (c <= 0xD7FF || c >= 0xE000) && c != 0xFFFE && c != 0xFFFF && type != Character.CONTROL
        && type != Character.LINE_SEPARATOR && type != Character.PARAGRAPH_SEPARATOR;
  }
}
