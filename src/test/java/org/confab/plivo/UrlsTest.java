package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlsTest {

  private static final URI BASE = URI.create("http://a.example/b/c/d?q");

  private static String resolved(URI base, String reference) {
    Urls.Resolution resolution = Urls.resolve(base, reference);
    assertThat(resolution).isInstanceOf(Urls.Resolution.Resolved.class);
    return ((Urls.Resolution.Resolved) resolution).url().toString();
  }

  private static String reason(Urls.Resolution resolution) {
    assertThat(resolution).isInstanceOf(Urls.Resolution.Refused.class);
    return ((Urls.Resolution.Refused) resolution).reason();
  }

  @ParameterizedTest
  @CsvSource({ // RFC 3986 §5.4, as far as it is about http
      "g, http://a.example/b/c/g", "./g, http://a.example/b/c/g", "g/, http://a.example/b/c/g/", "/g, http://a.example/g",
      "//g.example, http://g.example", "?y, http://a.example/b/c/d?y", "g?y, http://a.example/b/c/g?y",
      "g?y/./x, http://a.example/b/c/g?y/./x",
      "g#s, http://a.example/b/c/g#s", ";x, http://a.example/b/c/;x", "., http://a.example/b/c/", "./, http://a.example/b/c/",
      ".., http://a.example/b/", "../g, http://a.example/b/g", "../.., http://a.example/", "../../g, http://a.example/g",
      "../../../g, http://a.example/g", "/./g, http://a.example/g", "/../g, http://a.example/g", "g., http://a.example/b/c/g.",
      "..g, http://a.example/b/c/..g", "./../g, http://a.example/b/g", "g/./h, http://a.example/b/c/g/h", "g/../h, http://a.example/b/c/h",
      "http://x.example/../y, http://x.example/y",
  })
  void referencesAreResolvedByRfc3986(String reference, String expected) {
    assertThat(resolved(BASE, reference)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
      "https://x.example/a b, https://x.example/a%20b", "https://x.example/a%20b%zz%, https://x.example/a%20b%25zz%25",
      "https://x.example/?room=My Room|ü&a[]=1, https://x.example/?room=My%20Room%7C%C3%BC&a[]=1", "HTTPS://X.example, https://X.example",
      "https://x.example/[a], https://x.example/%5Ba%5D", "https://münchen.example/ü, https://xn--mnchen-3ya.example/%C3%BC",
      "https://x.example/#ct=2000&rp=4xx, 'https://x.example/#ct=2000&rp=4xx'", "http://[::1]:8080/x, http://[::1]:8080/x",
      "http://user:pa ss@x.example:81/, http://user:pa%20ss@x.example:81/", "http://x.example:/, http://x.example/",
      "' http://x.example/ ', http://x.example/", "http://127.0.0.1:5000, http://127.0.0.1:5000",
  })
  void charactersThatAUrlCannotHaveAreEncoded(String reference, String expected) {
    assertThat(resolved(BASE, reference)).isEqualTo(expected);
    assertThat(Urls.parse(reference)).isEqualTo(new Urls.Resolution.Resolved(URI.create(expected)));
  }

  @Test
  void aBaseWithoutPathIsARoot() {
    assertThat(resolved(URI.create("http://a.example"), "g")).isEqualTo("http://a.example/g");
    assertThat(resolved(URI.create("http://u@a.example:81?x"), "?y")).isEqualTo("http://u@a.example:81?y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "#ct=1", "ftp://x.example/", "file:///etc/passwd", "javascript:alert(1)", "data:text/xml,x", "tel:123",
      "http:", "http:/x", "http:x.example", "http://", "http:///x", "https://:80/", "http://x.example:0/", "http://x.example:65536/",
      "http://x.example:999999/", "http://x.example:abc/", "http://a b.example/", "http://my_app/", "http://[::1/", "http://[zz]/",
      "http://x.example/\r\nHost: evil", "http://x.example/\0", "http://a@b@[/", "http://-x-.example/", "1http://x.example/"})
  void whatCannotBeRequestedIsRefused(String reference) {
    assertThat(reason(Urls.resolve(BASE, reference))).isNotBlank();
  }

  @Test
  void aHostNameWithAnUnderscoreIsExplained() {
    assertThat(reason(Urls.parse("http://my_app:8080/"))).isEqualTo(
        "\"my_app\" is not a host name: letters, digits, hyphens and dots");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "answer.xml", "/answer", "//x.example/", "x.example/answer"})
  void whereThereIsNoDocumentAUrlIsAbsolute(String url) {
    assertThat(reason(Urls.parse(url))).contains("http");
  }

  @Test
  void aVeryLongUrlIsRefused() {
    assertThat(reason(Urls.parse("http://x.example/" + "x".repeat(10_000)))).contains("too long");
  }

  @Property(tries = 2000)
  void anyTextIsEitherAUrlWithAHostOrRefusedInOneLine(@ForAll String text) {
    for (String reference : new String[] {text, "http://x.example/" + text, "http://" + text, "?" + text}) {
      Urls.Resolution resolution = Urls.resolve(BASE, reference);
      if (resolution instanceof Urls.Resolution.Resolved resolved) {
        assertThat(resolved.url().getScheme()).isIn("http", "https");
        assertThat(resolved.url().getHost()).isNotBlank();
        assertThat(resolved.url().toString().chars()).allMatch(c -> c > 0x20 && c < 0x7F);
      } else {
        assertThat(reason(resolution).codePoints()).noneMatch(Character::isISOControl);
      }
    }
  }
}
