package org.confab.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingLengthTest {

  @Test
  void wavLastsAsLongAsItsSamples() {
    assertThat(wav(SampleFiles.wav(2_345))).isEqualTo(Duration.ofMillis(2_345));
  }

  /** What a killed FreeSWITCH leaves behind, seen on 1.11.1: RIFF says 8, data says 0, and the samples are there. */
  @Test
  void wavWhoseHeaderWasNeverFinishedLastsToTheEndOfTheFile() {
    assertThat(wav(SampleFiles.wav(2_345, 0))).isEqualTo(Duration.ofMillis(2_345));
  }

  @Test
  void wavThatWasCutLastsAsLongAsWhatIsThere() {
    byte[] whole = SampleFiles.wav(2_000);
    assertThat(wav(Arrays.copyOf(whole, whole.length - 32_000))).isEqualTo(Duration.ofMillis(1_000));
  }

  @Test
  void chunkBehindTheSoundIsNoSound() {
    assertThat(wav(SampleFiles.together(SampleFiles.wav(500), "LIST\4\0\0\0abcd".getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void mp3LastsAsLongAsItsFrames() {
    assertThat(mp3(SampleFiles.mp3(1_000))).isEqualTo(Duration.ofMillis(36_000));
  }

  @Test
  void frameThatTellsOfTheOthersIsNoSound() {
    assertThat(mp3(SampleFiles.together(SampleFiles.promise(), SampleFiles.mp3(100)))).isEqualTo(Duration.ofMillis(3_600));
  }

  @Test
  void lastFrameOfAKilledFreeSwitchIsNotCountedWhereItIsNotWhole() {
    byte[] whole = SampleFiles.mp3(100);
    assertThat(mp3(Arrays.copyOf(whole, whole.length - 1))).isEqualTo(Duration.ofMillis(99 * 36));
  }

  @Test
  void bytesBetweenFramesAreSkipped() {
    assertThat(mp3(SampleFiles.together(SampleFiles.mp3(100), new byte[999], SampleFiles.mp3(100)))).isEqualTo(Duration.ofMillis(7_200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "R", "RIFF", "RIFF\0\0\0\0WAVE", "RIFF\0\0\0\0WAVEdata\0\0\0\0abcd", "ID3", "ID3\3\0\0\177\177\177\177",
      "not audio"})
  void whatIsNoAudioLastsNoTime(String text) {
    byte[] file = text.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(wav(file)).isZero();
    assertThat(mp3(file)).isZero();
  }

  @Property(tries = 300)
  void anyBytesHaveALengthAndNoneIsNegative(@ForAll byte[] bytes, @ForAll @IntRange(min = 0, max = 200) int cut) {
    for (byte[] file : new byte[][] {bytes, SampleFiles.together(Arrays.copyOf(SampleFiles.wav(5), cut), bytes),
        SampleFiles.together(Arrays.copyOf(SampleFiles.mp3(1), 2 * cut), bytes)}) {
      assertThat(wav(file)).isGreaterThanOrEqualTo(Duration.ZERO);
      assertThat(mp3(file)).isGreaterThanOrEqualTo(Duration.ZERO);
    }
  }

  private interface Measure {
    Duration of(FileChannel file) throws IOException;
  }

  private static Duration wav(byte[] bytes) {
    return length(bytes, WavLength::of);
  }

  private static Duration mp3(byte[] bytes) {
    return length(bytes, Mp3Length::of);
  }

  private static Duration length(byte[] bytes, Measure measure) {
    try {
      Path file = Files.createTempFile("confab-recording-", "");
      try (FileChannel channel = FileChannel.open(Files.write(file, bytes))) {
        return measure.of(channel);
      } finally {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
