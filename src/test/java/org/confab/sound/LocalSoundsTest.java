package org.confab.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.confab.sound.SoundsUnderTest.pause;
import static org.confab.sound.SoundsUnderTest.samples;
import static org.confab.sound.SoundsUnderTest.tone;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.confab.testing.FakeApplication.Answer;
import org.confab.testing.Tone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSoundsTest {

  @TempDir
  Path directory;
  private SoundsUnderTest sounds;

  @BeforeEach
  void start() throws IOException {
    sounds = new SoundsUnderTest(directory);
    byte[] mp3 = LocalSoundsTest.class.getResourceAsStream("/sounds/440-1000-44100-stereo.mp3").readAllBytes();
    sounds.application.answer("/music.mp3", request -> new Answer(200, mp3, Map.of()));
    sounds.application.answer("/music.wav", request -> new Answer(200, Tone.ENTER.wav(Duration.ofMillis(500)), Map.of("content-type", "text/html")));
  }

  @AfterEach
  void stop() {
    sounds.close();
  }

  @Test
  void elementsAreHeardInTheirOrder() {
    Sound sound = sounds.hear(sounds.play("/music.mp3"), pause(Duration.ofSeconds(1)), sounds.play("/music.wav")).orElseThrow();
    short[] heard = samples(sound.file());
    assertThat(sound.length()).isCloseTo(Duration.ofMillis(2500), Duration.ofMillis(5));
    assertThat(tone(heard, 800, 15_200, 440)).isCloseTo(0.3, within(0.02));
    assertThat(tone(heard, 16_200, 31_800, 440)).isLessThan(0.001);
    assertThat(tone(heard, 32_400, heard.length - 400, 620)).isCloseTo(0.3, within(0.02));
    assertThat(sound.file()).isAbsolute().startsWith(directory.toAbsolutePath());
  }
}
