package org.confab.sound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever somebody serves: it becomes a file that FreeSWITCH can play, of a bounded length, or it is refused; nothing else, and soon. */
class HostileAudioProperties {

  private static final long MOST = 16_000 * 3;
  private static Path directory;

  @BeforeContainer
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("confab-audio");
  }

  @AfterContainer
  static void removeDirectory() throws IOException {
    Files.delete(directory);
  }

  @Property(tries = 300)
  void wavOfAnyFormatWithAnyDataIsASoundOrARefusal(@ForAll @IntRange(max = 0xFFFF) int tag, @ForAll @IntRange(max = 70) int bits,
      @ForAll @IntRange(max = 10) int channels, @ForAll int rate, @ForAll boolean extensible, @ForAll int promised, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] data = new byte[random.nextInt(40_000)];
    random.nextBytes(data);
    int known = List.of(1, 3, 6, 7, 85, tag).get(random.nextInt(6));
    int usual = random.nextBoolean() ? rate : 4_000 + random.nextInt(188_000);
    Waves wave = new Waves(known, bits, channels, usual, extensible);
    soundOrRefusal(Waves.file(wave.format(), data, random.nextBoolean() ? data.length : promised));
  }

  @Property(tries = 300)
  void damagedMp3IsASoundOrARefusal(@ForAll @IntRange(max = 2) int which, @ForAll @IntRange(max = 200) int damages, @ForAll long seed) throws IOException {
    byte[] bytes = AudioTest.resource(List.of("440-1000-44100-stereo.mp3", "440-1000-22050-mono.mp3", "440-1000-8000-mono-bare.mp3").get(which));
    soundOrRefusal(damaged(bytes, damages, new Random(seed)));
  }

  @Property(tries = 300)
  void damagedWavIsASoundOrARefusal(@ForAll @IntRange(max = 30) int damages, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    int[] format = List.of(new int[] {1, 8}, new int[] {1, 16}, new int[] {1, 24}, new int[] {3, 32}, new int[] {7, 8}).get(random.nextInt(5));
    byte[] bytes = new Waves(format[0], format[1], 1 + random.nextInt(2), 11_025, random.nextBoolean()).tone(300);
    for (int i = 0; i < damages; i++) {
      bytes[random.nextInt(60)] = (byte) random.nextInt();
    }
    soundOrRefusal(damaged(bytes, damages, random));
  }

  @Property(tries = 200)
  void framesOfRubbishAreASoundOrARefusal(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = new byte[20_000];
    random.nextBytes(bytes);
    int header = 0xFFE00000 | random.nextInt(4) << 19 | 1 << 17 | 1 << 16 | random.nextInt(15) << 12 | random.nextInt(3) << 10 | random.nextInt(4) << 6;
    int version1 = header >>> 19 & 3;
    int kbits = version1 == 3 ? new int[] {32, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}[header >>> 12 & 15]
        : new int[] {8, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}[header >>> 12 & 15];
    int rate = new int[] {44_100, 48_000, 32_000}[header >>> 10 & 3] / (version1 == 3 ? 1 : version1 == 2 ? 2 : 4);
    int size = (version1 == 3 ? 144_000 : 72_000) * kbits / rate;
    for (int at = 0; at + 4 < bytes.length; at += size) {
      for (int i = 0; i < 4; i++) {
        bytes[at + i] = (byte) (header >>> 24 - 8 * i);
      }
    }
    soundOrRefusal(bytes);
  }

  @Property(tries = 200)
  void anyBytesAreASoundOrARefusal(@ForAll byte[] bytes) throws IOException {
    soundOrRefusal(bytes);
  }

  private static byte[] damaged(byte[] bytes, int damages, Random random) {
    for (int i = 0; i < damages; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return random.nextInt(3) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private static void soundOrRefusal(byte[] bytes) throws IOException {
    Path file = directory.resolve("sound.wav");
    try {
      Audio.decode(bytes, file, MOST, Deadline.in(Duration.ofSeconds(10)));
      assertThat(SoundsUnderTest.samples(file).length).isBetween(1, (int) MOST);
    } catch (Unusable refused) {
      assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n", "takes longer");
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
