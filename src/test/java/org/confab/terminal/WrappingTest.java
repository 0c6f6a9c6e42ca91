package org.confab.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WrappingTest {

  @Test
  void linesBreakBetweenWordsAndKeepTheirIndentation() {
    assertThat(Wrapping.of("  one two three", 10)).containsExactly("  one two", "  three");
  }

  @Test
  void longWordsBreakWhereTheyHaveParts() {
    assertThat(Wrapping.of("https://example.com/a/very/long/path", 24)).containsExactly("https://example.com/a/", "very/long/path");
    assertThat(Wrapping.of("room@confab+flags{mute}", 14)).containsExactly("room@confab", "+flags{mute}");
  }

  @Property
  void noLineIsTooLongAndNothingButBlanksIsLost(@ForAll String text, @ForAll @IntRange(min = 4, max = 100) int width) {
    String oneLine = text.replaceAll("\\R", "");
    assertThat(Wrapping.of(oneLine, width)).allMatch(line -> Wrapping.length(line) <= width);
    assertThat(String.join("", Wrapping.of(oneLine, width)).replace(" ", "")).isEqualTo(oneLine.replace(" ", ""));
  }
}
