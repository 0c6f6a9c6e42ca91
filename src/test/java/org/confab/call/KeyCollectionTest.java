package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.confab.call.KeyCollection.Result;
import org.confab.plivo.KeyRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyCollectionTest {

  private static final Instant START = Instant.EPOCH;

  private static KeyRules rules(int numDigits, String finishOnKey, String validDigits, Optional<Duration> limit, int retries) {
    return new KeyRules(numDigits, finishOnKey, validDigits, Duration.ofSeconds(5), Duration.ofSeconds(3), limit, retries);
  }

  /** One letter of a story is 1 s: a key, {@code .} nothing, {@code |} the prompt's end. */
  private static KeyCollection tell(KeyCollection attempt, String story) {
    KeyCollection now = attempt;
    Instant at = START;
    for (char happens : story.toCharArray()) {
      at = at.plusSeconds(1);
      now = now.at(at);
      if (happens == '|') {
        now = now.promptEnded(at);
      } else if (happens != '.') {
        now = now.pressed(happens, at);
      }
    }
    return now;
  }

  @ParameterizedTest
  @CsvSource({
      // numDigits, finishOnKey, validDigits, what happens, result, keys
      "4, #, 1234567890*#, |1234, COLLECTED, 1234",
      "4, #, 1234567890*#, |12345678, COLLECTED, 1234",
      "4, #, 1234567890*#, |123, OPEN, 123",
      "4, #, 1234567890*#, |12#, COLLECTED, 12",
      "4, #, 1234567890*#, |12..., COLLECTED, 12",
      "4, #, 1234567890*#, |12.., OPEN, 12",
      "4, #, 1234567890*#, |1.2.3.4, COLLECTED, 1234",
      "4, #, 1234567890*#, |#, NOTHING, ''",
      "4, #, 1234567890*#, |.....1234, NOTHING, ''",
      "4, #, 1234567890*#, |...., OPEN, ''",
      "4, #, 1234567890*#, |...1, OPEN, 1",
      "4, #, 1234567890*#, ............, OPEN, ''",
      "4, #, 1234567890*#, ............|...., OPEN, ''",
      "4, #, 1234567890*#, ............|....., NOTHING, ''",
      "4, #, 1234567890*#, 12|.., COLLECTED, 12",
      "4, #, 1234567890*#, 12|34, COLLECTED, 1234",
      "4, #, 1234567890*#, 1234|, COLLECTED, 1234",
      "4, #, 1234567890*#, #|, NOTHING, ''",
      "4, #, 1234567890*#, 1..., COLLECTED, 1",
      "4, '', 1234567890*#, |1#*2, COLLECTED, 1#*2",
      "4, *#, 1234567890*#, |1*, COLLECTED, 1",
      "4, *#, 1234567890*#, |1#, COLLECTED, 1",
      "99, '', 1234567890*#, |123456789012..., COLLECTED, 123456789012",
      "1, #, 12, |1, COLLECTED, 1",
      "1, #, 12, |3, INVALID, 3",
      "4, #, 12, |1321, INVALID, 1321",
      "4, #, 12, |13#, INVALID, 13",
      "4, #, 12, |12#, COLLECTED, 12",
      "4, #, 12, |3..., INVALID, 3",
      "4, 1, 12, |21, COLLECTED, 2",
      "1, 0123456789*#ABCD, 12, |2, NOTHING, ''",
      "2, #, 1234567890*#, |AB, INVALID, AB",
  })
  void anEntry(int numDigits, String finishOnKey, String validDigits, String story, Result result, String keys) {
    KeyCollection attempt = tell(KeyCollection.first(rules(numDigits, finishOnKey, validDigits, Optional.empty(), 1)), story);
    assertThat(attempt.result()).isEqualTo(result);
    assertThat(attempt.keys()).isEqualTo(keys);
  }

  @ParameterizedTest
  @CsvSource({"|1.1.1.1.1.1.1.1.1., OPEN, 111111111", "|1.1.1.1.1.1.1.1.1.1.1.1, COLLECTED, 1111111111", "....................|1, OPEN, 1",
      "|...................., NOTHING, ''"})
  void anEntryHasALimitFromThePromptsEnd(String story, Result result, String keys) {
    KeyCollection attempt = tell(KeyCollection.first(new KeyRules(32, "", "1", Duration.ofSeconds(20), Duration.ofSeconds(3),
        Optional.of(Duration.ofSeconds(20)), 1)), story);
    assertThat(attempt.result()).isEqualTo(result);
    assertThat(attempt.keys()).isEqualTo(keys);
  }

  @Test
  void nothingIsExpectedByAnyTimeWhileThePromptIsHeard() {
    KeyCollection attempt = KeyCollection.first(rules(4, "#", "1", Optional.empty(), 1));
    assertThat(attempt.deadline()).isEmpty();
    assertThat(attempt.promptEnded(START).deadline()).contains(START.plusSeconds(5));
    assertThat(attempt.promptEnded(START).pressed('1', START.plusSeconds(4)).deadline()).contains(START.plusSeconds(7));
    assertThat(attempt.promptEnded(START).pressed('#', START).deadline()).isEmpty();
  }

  @Test
  void thereAreAsManyAttemptsAsRetriesSay() {
    KeyCollection first = tell(KeyCollection.first(rules(1, "#", "1", Optional.empty(), 3)), "|.....");
    KeyCollection second = first.again().orElseThrow();
    assertThat(second.isOpen()).isTrue();
    assertThat(second.deadline()).isEmpty();
    KeyCollection third = tell(second, "|2").again().orElseThrow();
    assertThat(tell(third, "|.....").again()).isEmpty();
    assertThat(tell(third, "|2").again()).isEmpty();
  }

  @Test
  void afterAnEntryThereIsNoOther() {
    assertThat(tell(KeyCollection.first(rules(1, "#", "1", Optional.empty(), 3)), "|1").again()).isEmpty();
    assertThat(KeyCollection.first(rules(1, "#", "1", Optional.empty(), 3)).again()).isEmpty();
  }

  @Test
  void whatItSaysOfItselfHasNoKeysInIt() {
    assertThat(tell(KeyCollection.first(rules(4, "#", "1234567890", Optional.empty(), 1)), "|4711").toString()).doesNotContain("4711")
        .isEqualTo("attempt 1, 4 keys, COLLECTED");
  }

  @Provide
  Arbitrary<String> stories() {
    return Arbitraries.strings().withChars("0123456789*#ABCD..||").ofMaxLength(40);
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.strings().withChars("0123456789*#ABCD").ofMaxLength(6);
  }

  @Provide
  Arbitrary<Integer> numbers() {
    return Arbitraries.integers().between(1, 8);
  }

  @Property
  void whateverHappensTheRulesHold(@ForAll("stories") String story, @ForAll("keys") String finish, @ForAll("keys") String valid,
      @ForAll("numbers") int numDigits) {
    KeyRules rules = rules(numDigits, finish, valid, Optional.of(Duration.ofSeconds(15)), 1);
    KeyCollection now = KeyCollection.first(rules);
    Instant at = START;
    List<Character> pressed = new ArrayList<>();
    for (char happens : story.toCharArray()) {
      at = at.plusSeconds(1);
      KeyCollection before = now.at(at);
      if (before.isOpen() && happens != '|' && happens != '.') {
        pressed.add(happens);
      }
      now = happens == '|' ? before.promptEnded(at) : happens == '.' ? before : before.pressed(happens, at);
      if (!before.isOpen()) {
        assertThat(now.keys()).as("nothing is added to an entry that is over").isEqualTo(before.keys());
        assertThat(now.result()).isEqualTo(before.result());
      }
    }
    KeyCollection end = now;
    assertThat(end.keys().length()).isLessThanOrEqualTo(numDigits);
    assertThat(end.keys().chars()).as("a finishing key is no part of an entry").noneMatch(key -> finish.indexOf(key) >= 0);
    StringBuilder all = new StringBuilder();
    pressed.forEach(all::append);
    assertThat(all.toString()).as("in order, nothing left out").startsWith(end.keys());
    assertThat(all.length() - end.keys().length()).as("but for the key that finished it").isLessThanOrEqualTo(1);
    switch (end.result()) {
      case OPEN -> assertThat(end.keys().length()).isLessThan(numDigits);
      case COLLECTED -> assertThat(end.keys().chars()).allMatch(key -> valid.indexOf(key) >= 0);
      case INVALID -> assertThat(end.keys().chars()).anyMatch(key -> valid.indexOf(key) < 0);
      case NOTHING -> assertThat(end.keys()).isEmpty();
    }
    assertThat(end.isOpen() && end.listening().isPresent()).isEqualTo(end.deadline().isPresent());
    assertThat(end.promptEnded(at).at(at.plusSeconds(20)).isOpen()).as("it comes to an end").isFalse();
  }
}
