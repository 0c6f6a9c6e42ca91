package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in a sound is what was put into it, and nothing else. */
class ToneTest {

  private static final List<Tone> TONES =
      List.of(Tone.MUSIC, Tone.ENTER, Tone.BEEP, Tone.EXIT, Tone.PROMPT, Tone.VOICE, Tone.SECOND_VOICE, Tone.THIRD_VOICE);

  @Test
  void eachToneIsFoundAsItselfAndAsNoOther(@TempDir Path directory) {
    for (Tone tone : TONES) {
      for (String name : List.of(tone.wav(directory, Duration.ofMillis(600)).toString(), tone.stream(Duration.ofMillis(600)))) {
        Hearing hearing = hearing(name, 900);
        for (Tone other : TONES) {
          List<Heard> heard = hearing.heard(other, Duration.ZERO, Duration.ofMillis(900));
          if (other.equals(tone)) {
            assertThat(heard).as("%s in %s", other, name).singleElement()
                .satisfies(one -> assertThat(one.length()).isCloseTo(Duration.ofMillis(600), Duration.ofMillis(25)));
          } else {
            assertThat(heard).as("%s in %s", other, name).isEmpty();
          }
        }
      }
    }
  }

  @Test
  void twoTonesAtOnceAreBothFound() {
    Hearing hearing = hearing("tone_stream://%(500,0,440,620)", 500);
    assertThat(hearing.heard(Tone.MUSIC, Duration.ZERO, Duration.ofMillis(500))).hasSize(1);
    assertThat(hearing.heard(Tone.ENTER, Duration.ZERO, Duration.ofMillis(500))).hasSize(1);
    assertThat(hearing.heard(Tone.BEEP, Duration.ZERO, Duration.ofMillis(500))).isEmpty();
  }

  @Test
  void loopsAndListsAreHeardInTheirOrder(@TempDir Path directory) {
    String file = Tone.PROMPT.wav(directory, Duration.ofMillis(300)).toString();
    Hearing hearing = hearing("file_string://" + file + "!silence_stream://400!tone_stream://L=2;%(200,200,700)!missing.wav!" + file, 3000);
    assertThat(hearing.heard(Tone.PROMPT, Duration.ZERO, Duration.ofSeconds(3)).stream().map(one -> about(one.from())).toList())
        .containsExactly(250L, 1750L);
    assertThat(hearing.heard(Tone.BEEP, Duration.ZERO, Duration.ofSeconds(3)).stream().map(one -> about(one.from())).toList())
        .containsExactly(950L, 1350L);
    assertThat(hearing("{loops=inf}" + file, 3000).longestGap(Tone.PROMPT, Duration.ZERO, Duration.ofSeconds(3))).isLessThan(Hearing.BREAK);
    assertThat(hearing(Tone.VOICE.endlessStream(), 3000).heard(Tone.VOICE, Duration.ZERO, Duration.ofSeconds(3))).hasSize(1);
  }

  @Test
  void aFileIsAPlainWavOfItsLength(@TempDir Path directory) throws IOException {
    Path file = Tone.MUSIC.wav(directory, Duration.ofSeconds(2));
    assertThat(Files.size(file)).isEqualTo(44 + 2 * 2 * 16_000);
    assertThat(file.getFileName()).hasToString("440-2000.wav");
  }

  private static Hearing hearing(String name, int millis) {
    long[] asked = {0};
    SoundSamples sound = SoundSamples.of(name);
    return new Hearing("of a test", new Ear() {
      @Override
      public long position() {
        return asked[0]++ == 0 ? 0 : (long) millis * RATE / 1000; // it began to listen before anything was heard
      }

      @Override
      public short[] samples(long from, int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
          samples[i] = (short) Math.round(sound.at(from + i) * Short.MAX_VALUE);
        }
        return samples;
      }
    });
  }

  private static long about(Duration time) {
    return Math.round(time.toMillis() / 50.0) * 50;
  }
}
