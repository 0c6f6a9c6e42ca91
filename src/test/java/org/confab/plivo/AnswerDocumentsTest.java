package org.confab.plivo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.plivo.Documents.accepted;
import static org.confab.plivo.Documents.only;
import static org.confab.plivo.Documents.refused;
import static org.confab.plivo.Documents.warnings;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerDocumentsTest {

  private static final String FULL = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- é -->\n<Response>\n"
      + "  <Conference muted=\"true\" callbackUrl='http://x.example/?a&amp;b'><![CDATA[röom]]> 😀</Conference>\n  <Wait length='2'/>\n"
      + "  <Redirect>http://x.example/</Redirect>\n</Response>";

  @Test
  void anEmptyResponseIsADocumentWithoutElements() {
    assertThat(accepted("<Response/>")).isEqualTo(new AnswerDocument(List.of(), List.of()));
  }

  @Test
  void elementsKnowTheirLine() {
    assertThat(accepted(FULL).elements()).extracting(Element::line).containsExactly(4, 5, 6);
  }

  @Test
  void textAndAttributesOfTheResponseAreIgnoredWithAWarning() {
    assertThat(warnings("<Response version='2'>hello\n<Wait/></Response>")).containsExactly(
        "<Response> has no attribute \"version\"; it is ignored", "text outside of any element is ignored: hello");
  }

  @Test
  void namespaceDeclarationsAreNotWarnedOf() {
    assertThat(warnings("<Response xmlns='urn:x' xmlns:xsi='urn:y' xsi:noNamespaceSchemaLocation='z'><Wait xmlns:a='urn:z'/></Response>"))
        .isEmpty();
  }

  @Test
  void whiteSpaceBeforeTheDeclarationIsSkippedAndLinesStillCount() {
    AnswerDocument document = accepted("\r\n\n" + FULL);
    assertThat(document.elements()).extracting(Element::line).containsExactly(6, 7, 8);
    assertThat(document.warnings()).extracting(Warning::text).containsExactly("there is white space before the document; it is ignored");
    assertThat(refused("\n\n<Response>\n<").line()).isEqualTo(4);
  }

  @Test
  void warningsHaveALimit() {
    StringBuilder xml = new StringBuilder("<Response>");
    for (int i = 0; i < 500; i++) {
      xml.append("<Wait a").append(i).append("='1'/>\n");
    }
    AnswerDocument document = accepted(xml + "</Response>");
    assertThat(document.elements()).hasSize(500);
    assertThat(document.warnings()).hasSize(Warnings.LIMIT + 1).last().isEqualTo(new Warning(500, "and 400 more warnings"));
  }

  @Test
  void warningsAreOneLineAndShortWhateverTheApplicationWrote() {
    String xml = "<Response><Wait length='1&#10;ERROR forged&#x202E;' " + "x".repeat(900) + "='1'/></Response>";
    assertThat(warnings(xml)).allSatisfy(text -> {
      assertThat(text).hasSizeLessThan(250);
      assertThat(text.codePoints()).noneMatch(c -> Character.isISOControl(c) || c == 0x202E);
    }).anyMatch(text -> text.contains("1\\u000AERROR forged\\u202E"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE", "ISO-8859-1", "windows-1252"})
  void declaredEncodingsAreRead(String encoding) {
    String xml = "<?xml version='1.0' encoding='" + encoding + "'?><Response><Conference>Zürich</Conference></Response>";
    Reading reading = AnswerDocuments.read(xml.getBytes(Charset.forName(encoding)));
    assertThat(only(ConferenceElement.class, ((Reading.Accepted) reading).document()).name()).isEqualTo("Zürich");
  }

  @Test
  void byteOrderMarksAreRead() {
    String xml = "<Response><Conference>Zürich</Conference></Response>";
    for (byte[] body : new byte[][] {("\uFEFF" + xml).getBytes(UTF_8), xml.getBytes(UTF_16), ("\uFEFF" + xml).getBytes(UTF_16LE)}) {
      Reading reading = AnswerDocuments.read(body);
      assertThat(only(ConferenceElement.class, ((Reading.Accepted) reading).document()).name()).isEqualTo("Zürich");
    }
  }

  @Test
  void bytesInAnotherEncodingThanDeclaredAreRefused() {
    Reading.Refused latin = refused(FULL.getBytes(ISO_8859_1));
    assertThat(latin).isEqualTo(new Reading.Refused("the document is not in UTF-8: byte 45 is none of its", 2, 6));
    assertThat(refused("<?xml version='1.0' encoding='no-such'?><Response/>").reason()).contains("no-such");
    assertThat(refused("<?xml version='1.0' encoding='UTF-16'?><Response/>").reason()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\r\t", "\uFEFF", "\uFEFF  "})
  void anEmptyReplyIsCalledEmpty(String body) {
    assertThat(refused(body).reason()).contains("empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<!DOCTYPE html><html><body>404</body></html>", "  <!doctype HTML>\n<html>", "<HTML><body><br></body></HTML>",
      "<html lang='en'><body/></html>", "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
      "<!-- error --><html><head/></html>"})
  void htmlIsCalledHtml(String page) {
    assertThat(refused(page).reason()).contains("HTML");
  }

  @Test
  void htmlInUtf16IsCalledHtml() {
    assertThat(refused("<!doctype html><html>".getBytes(UTF_16)).reason()).contains("HTML");
  }

  @Test
  void jsonIsCalledJson() {
    assertThat(refused("{\"error\": 1}").reason()).contains("JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<response/>", "<x:Response/>", "<Conference>room</Conference>", "<Answer/>"})
  void anotherRootIsRefusedByName(String xml) {
    assertThat(refused(xml).reason()).contains("has to be <Response>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"OK", "<Response>", "<Response></response>", "<Response/><Response/>", "<Response/>trailing",
      "<Response><Conference a='1' a='2'/></Response>", "<Response>&nbsp;</Response>", "<Response><a b=c/></Response>",
      "<Response>&</Response>", "<Response>\0</Response>", "<Response>&#0;</Response>", "<Response>]]></Response>", "<?xml version='1.0'?>",
      "<Response a='&nbsp;'/>"})
  void whatIsNotWellFormedIsRefused(String xml) {
    assertThat(refused(xml).reason()).isNotBlank();
  }

  @Test
  void theRefusalSaysWhere() {
    Reading.Refused refused = refused("<Response>\n  <Conference>\n</Response>");
    assertThat(refused.line()).isEqualTo(3);
    assertThat(refused.column()).isGreaterThan(1);
    assertThat(refused.reason()).startsWith("this is not well-formed XML: ").doesNotContain("\n").doesNotContain("ParseError");
  }

  @Test
  void anExternalEntityIsNeitherReadNorRequested(@TempDir Path directory) throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "top secret");
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + listener.getLocalPort() + "/";
      for (String doctype : new String[] {
          "<!DOCTYPE Response [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>",
          "<!DOCTYPE Response [<!ENTITY x SYSTEM \"" + url + "\">]>",
          "<!DOCTYPE Response [<!ENTITY % p SYSTEM \"" + url + "\"> %p;]>",
          "<!DOCTYPE Response SYSTEM \"" + url + "\">",
          "<!DOCTYPE Response PUBLIC \"-//x\" \"" + url + "\">"}) {
        Reading.Refused refused = refused(doctype + "<Response><Conference>&x;</Conference></Response>");
        assertThat(refused.reason()).contains("DTD").doesNotContain("secret");
      }
      listener.setSoTimeout(200);
      Assertions.assertThrows(SocketTimeoutException.class, listener::accept);
    }
  }

  @Test
  void aDtdIsRefusedEvenIfItIsHarmless() {
    assertThat(refused("<!DOCTYPE Response><Response/>").reason()).contains("DTD");
  }

  @Test
  void aBillionLaughsAreRefusedAtOnce() {
    StringBuilder xml = new StringBuilder("<!DOCTYPE lolz [<!ENTITY lol0 \"lol\">");
    for (int i = 1; i < 20; i++) {
      xml.append("<!ENTITY lol").append(i).append(" \"").append(("&lol" + (i - 1) + ";").repeat(10)).append("\">");
    }
    Assertions.assertTimeout(Duration.ofSeconds(30), () ->
        assertThat(refused(xml + "]><Response><Conference>&lol19;</Conference></Response>").reason()).contains("DTD"));
  }

  @Test
  void tooDeepTooManyAndTooLargeAreRefused() {
    assertThat(refused("<Response>" + "<a>".repeat(30_000)).reason()).contains("nested more than 32");
    assertThat(refused("<Response>" + "<a>".repeat(100_000) + "</a>".repeat(100_000) + "</Response>").reason())
        .contains("larger than 100 KB");
    assertThat(refused("<Response>" + "<a/>".repeat(1001) + "</Response>").reason()).contains("more than 1000 elements");
    assertThat(refused(new byte[5 << 20]).reason()).contains("larger than 100 KB");
    StringBuilder attributes = new StringBuilder();
    for (int i = 0; i < 101; i++) {
      attributes.append(" a").append(i).append("=''");
    }
    assertThat(refused("<Response><Conference" + attributes + "/></Response>").reason()).contains("more than 100 attributes");
  }

  @Test
  void exactly100KilobytesAreRead() {
    String xml = "<Response><Wait/><!--" + "x".repeat(AnswerDocuments.LARGEST - 35) + "--></Response>";
    assertThat(xml).hasSize(AnswerDocuments.LARGEST);
    assertThat(accepted(xml).elements()).hasSize(1);
    assertThat(refused(xml + " ").reason()).contains("102401 bytes");
  }

  @Test
  void manyAttributesOfCollidingHashesDoNotTakeLong() {
    StringBuilder xml = new StringBuilder("<Response><Conference");
    for (int i = 0; i < 4096; i++) {
      xml.append(' ');
      for (int bit = 0; bit < 12; bit++) {
        xml.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // equal String.hashCode
      }
      xml.append("=''");
    }
    byte[] body = Arrays.copyOf((xml + "/></Response>").getBytes(UTF_8), AnswerDocuments.LARGEST);
    Assertions.assertTimeout(Duration.ofSeconds(30), () -> refused(body));
  }

  @Test
  void everyTruncatedDocumentIsRefused() {
    byte[] whole = FULL.getBytes(UTF_8);
    assertThat(AnswerDocuments.read(whole)).isInstanceOf(Reading.Accepted.class);
    for (int length = 0; length < whole.length; length++) {
      assertThat(AnswerDocuments.read(Arrays.copyOf(whole, length))).as("the first %d bytes", length).isInstanceOf(Reading.Refused.class);
    }
  }

  @Property(tries = 1000)
  void randomBytesNeverThrow(@ForAll @Size(max = 300) byte[] body) {
    assertThat(AnswerDocuments.read(body)).isNotNull();
  }

  @Property(tries = 1000)
  void aDocumentWithAnyBytesInItNeverThrows(@ForAll @Size(max = 20) byte[] noise, @ForAll @IntRange(max = 220) int at,
      @ForAll @IntRange(max = 10) int replaced) throws IOException {
    byte[] whole = FULL.getBytes(UTF_8);
    int from = Math.min(at, whole.length);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(whole, 0, from);
    body.write(noise);
    int rest = Math.min(whole.length, from + replaced);
    body.write(whole, rest, whole.length - rest);
    if (AnswerDocuments.read(body.toByteArray()) instanceof Reading.Refused refused) {
      assertThat(refused.line()).isPositive();
      assertThat(refused.column()).isPositive();
      assertThat(refused.reason().codePoints()).noneMatch(Character::isISOControl);
    }
  }

  @Property(tries = 500)
  void anyTextInAnyAttributeIsReadAndWarningsStaySafe(@ForAll String value) {
    String escaped = value.codePoints()
        .filter(c -> c == 9 || c == 10 || c == 13 || c >= 32 && c < 0xD800 || c >= 0xE000 && c != 0xFFFE && c != 0xFFFF)
        .collect(StringBuilder::new, (all, c) -> all.append("&#").append(c).append(';'), StringBuilder::append).toString();
    for (String name : new String[] {"muted", "maxMembers", "action", "enterSound", "digitsMatch", "method", "unknown"}) {
      assertThat(warnings("<Response><Conference " + name + "='" + escaped + "'>r</Conference></Response>"))
          .allSatisfy(text -> assertThat(text.codePoints()).noneMatch(Character::isISOControl));
    }
  }
}
