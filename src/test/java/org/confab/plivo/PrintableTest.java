package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

class PrintableTest {

  @ParameterizedTest
  @CsvSource({"Zürich 😀, Zürich 😀", "${system(x)}, ${system(x)}", "a\\nb, a\\\\nb"})
  void visibleTextStays(String text, String expected) {
    assertThat(Printable.of(text)).isEqualTo(expected);
  }

  @Test
  void whatWouldForgeALineIsEscaped() {
    assertThat(Printable.of("a\r\nERROR\u001B[31m\u0000\u0085\u2028\u202E\uD800\uDB40\uDC01"))
        .isEqualTo("a\\u000D\\u000AERROR\\u001B[31m\\u0000\\u0085\\u2028\\u202E\\uD800\\u{E0001}");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(Printable.of("😀".repeat(100))).isEqualTo("😀".repeat(100));
    assertThat(Printable.of("😀".repeat(101))).isEqualTo("😀".repeat(100) + "…");
  }

  @Property
  void anyTextIsOneLineOfBoundedLength(@ForAll String text) {
    assertThat(Printable.of(text)).hasSizeLessThanOrEqualTo(901);
    assertThat(Printable.of(text).codePoints()).noneMatch(Character::isISOControl);
  }
}
