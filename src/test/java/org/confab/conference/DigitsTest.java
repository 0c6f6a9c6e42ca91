package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Presses what is written: keys, {@code _} for a pause that is noticed, {@code ~} for a long one. Says {@code [pattern]} and released keys. */
  private static String outcome(List<String> patterns, String written) {
    Digits digits = Digits.none();
    Instant now = Instant.EPOCH;
    List<Digits.Outcome> all = new ArrayList<>();
    for (char key : written.toCharArray()) {
      if (key == '_' || key == '~') {
        now = now.plus(key == '_' ? PAUSE : PAUSE.multipliedBy(Digits.MEMORY + 1));
        Digits.Step step = digits.pause(patterns);
        digits = step.digits();
        all.addAll(step.outcomes());
      } else {
        Digits.Step step = digits.press(key, patterns, now, PAUSE);
        digits = step.digits();
        all.addAll(step.outcomes());
        now = now.plusMillis(100);
      }
    }
    return all.stream().map(each -> each instanceof Digits.Matched it ? "[" + it.pattern() + "]" : ((Digits.Released) each).keys())
        .collect(Collectors.joining());
  }

  @ParameterizedTest(name = "{0}: {1} gives {2}")
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "1               | 1      | [1]",
      "1               | 2      | 2",
      "#0,99,000       | #0     | [#0]",
      "#0,99,000       | 99000  | [99][000]",
      "#0,99,000       | 5#09   | 5[#0]",
      "#0,99,000       | 9      | \"\"",
      "#0,99,000       | 95     | 95",
      "#0,99,000       | 0#0    | 0[#0]",
      "#0,99,000       | 00000  | [000]",
      "12              | 112    | 1[12]",
      "1,12            | 12     | [12]",
      "1,12            | 13     | [1]3",
      "1,12            | 1_     | [1]",
      "1,12            | 1_2    | [1]2",
      "1,12,1234       | 123_   | [12]3",
      "1,12,1234       | 1235   | [12]35",
      "1,12,1234       | 1234   | [1234]",
      "12,23           | 123    | [12]3",
      "123,23          | 123    | [123]",
      "123,23          | 1235   | [123]5",
      "1234,23         | 1235   | 1[23]5",
      "*               | **     | [*][*]",
      "*1,**           | **1    | [**]1",
      "#               | 1#2    | 1[#]2",
      "99              | 9_9    | 9[99]",
      "99              | 9~9    | 9",
      "99              | 9_     | 9",
      "99              | 9_8    | 98",
      "999             | 99_9   | 99[999]",
      "999             | 9_9_9  | 99[999]"})
  void patternsAreFoundLeftmostAndLongestAndTheRestIsReleased(String patterns, String pressed, String outcome) {
    assertThat(outcome(List.of(patterns.split(",")), pressed)).isEqualTo(outcome);
  }

  @Provide
  Arbitrary<List<String>> patterns() {
    return Arbitraries.strings().withChars("12#*").ofMinLength(1).ofMaxLength(4).list().uniqueElements().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.strings().withChars("12#*_").ofMaxLength(30);
  }

  /** Typed without pauses, every key is either in one match or released once, in the order in which it was pressed. */
  @Property
  void noKeyIsLostOrInvented(@ForAll("patterns") List<String> patterns, @ForAll("keys") String typed) {
    String pressed = typed.replace("_", "");
    assertThat(outcome(patterns, pressed + "_~").replaceAll("[\\[\\]]", "")).isEqualTo(pressed);
  }

  /** Whatever the pauses: a key is released at most once, and never after it was in a match. */
  @Property
  void noKeyIsReleasedTwice(@ForAll("patterns") List<String> patterns, @ForAll("keys") String typed) {
    String released = outcome(patterns, typed + "_").replaceAll("\\[[^\\]]*\\]", "");
    assertThat(released.length()).isLessThanOrEqualTo(typed.replace("_", "").length());
  }

  /** A pattern typed by itself, after a long pause, is always found. */
  @Property
  void aPatternByItselfIsAlwaysFound(@ForAll("patterns") List<String> patterns, @ForAll("keys") String before) {
    patterns.forEach(pattern -> assertThat(outcome(patterns, before + "~" + pattern + "_")).endsWith("[" + pattern + "]"));
  }
}
