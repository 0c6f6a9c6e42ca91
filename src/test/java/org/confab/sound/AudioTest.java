package org.confab.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.confab.sound.SoundsUnderTest.samples;
import static org.confab.sound.SoundsUnderTest.tone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioTest {

  private static final long MOST = 16_000L * 60;

  @TempDir
  Path directory;

  private short[] decoded(byte[] bytes) throws IOException {
    return decoded(bytes, MOST);
  }

  private short[] decoded(byte[] bytes, long most) throws IOException {
    Path file = directory.resolve(UUID.randomUUID() + ".wav");
    Audio.decode(bytes, file, most, Deadline.in(Duration.ofSeconds(60)));
    return samples(file);
  }

  static byte[] resource(String name) throws IOException {
    return AudioTest.class.getResourceAsStream("/sounds/" + name).readAllBytes();
  }

  static Stream<Waves> formats() {
    return Stream.of(8, 16, 24, 32).flatMap(bits -> Stream.of(1, 2, 6).flatMap(channels -> Stream.of(false, true)
            .map(extensible -> new Waves(Waves.PCM, bits, channels, 44_100, extensible))))
        .flatMap(wave -> wave.bits() != 16 ? Stream.of(wave)
            : Stream.of(4_000, 8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000, 12_347).map(wave::withRate));
  }

  static Stream<Waves> encodings() {
    return Stream.concat(formats(), Stream.of(new Waves(Waves.FLOAT, 32, 2, 48_000, false), new Waves(Waves.FLOAT, 32, 1, 22_050, true),
        new Waves(Waves.FLOAT, 64, 1, 16_000, false), new Waves(Waves.ULAW, 8, 1, 8_000, false), new Waves(Waves.ALAW, 8, 1, 8_000, false),
        new Waves(Waves.ULAW, 8, 2, 8_000, false), new Waves(Waves.ALAW, 8, 2, 16_000, true)));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void everyUsualWavSoundsTheSame(Waves wave) throws IOException {
    short[] heard = decoded(wave.tone(440));
    assertThat(heard).hasSizeBetween(15_990, 16_010);
    assertThat(tone(heard, 500, 15_500, 440)).isCloseTo(0.3, within(0.01));
    int peak = IntStream.range(500, 15_500).map(i -> Math.abs(heard[i])).max().orElseThrow();
    assertThat(peak / 32_768.0).as("its peak").isLessThan(0.33);
  }

  @ParameterizedTest
  @ValueSource(ints = {44_100, 48_000, 96_000, 22_050, 32_000})
  void toneThat16kHzCannotCarryIsGoneAndNotFoldedBack(int rate) throws IOException {
    short[] heard = decoded(Waves.pcm16(rate).tone(10_000));
    assertThat(tone(heard, 1000, 15_000, 16_000 - 10_000)).as("alias").isLessThan(0.3 / 1000);
    int loudest = IntStream.range(1000, 15_000).map(i -> Math.abs(heard[i])).max().orElseThrow();
    assertThat(loudest).as("of 32768").isLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 300, 1000, 3400, 5000, 6500})
  void whatATelephoneCarriesPassesUnchanged(int hertz) throws IOException {
    for (int rate : new int[] {44_100, 48_000, 22_050, 16_000}) {
      assertThat(tone(decoded(Waves.pcm16(rate).tone(hertz)), 1000, 15_000, hertz)).as(rate + " Hz").isCloseTo(0.3, within(0.006));
    }
  }

  @Test
  void slowRatesGetNoMirrorTones() throws IOException {
    short[] heard = decoded(Waves.pcm16(8_000).tone(3000));
    assertThat(tone(heard, 1000, 15_000, 3000)).isCloseTo(0.3, within(0.01));
    assertThat(tone(heard, 1000, 15_000, 5000)).isLessThan(0.3 / 1000);
  }

  /** LAME encodes at 0.95 of what it is given. */
  @ParameterizedTest
  @CsvSource({"440-1000-44100-stereo.mp3, 16000", "440-1000-22050-mono.mp3, 16000", "440-1000-8000-mono-bare.mp3, 18432"})
  void mp3SoundsAsItDidBeforeItWasEncoded(String name, int length) throws IOException {
    short[] heard = decoded(resource(name));
    assertThat(heard.length).isCloseTo(length, within(16));
    assertThat(tone(heard, 2500, 15_000, 440)).isCloseTo(0.3, within(0.02));
  }

  @Test
  void mp3BeginsAndEndsWithItsSoundAndNotWithTheEncodersSilence() throws IOException {
    short[] heard = decoded(resource("440-1000-44100-stereo.mp3"));
    assertThat(tone(heard, 0, 364, 440)).isGreaterThan(0.2);
    assertThat(tone(heard, heard.length - 364, heard.length, 440)).isGreaterThan(0.2);
  }

  @Test
  void tagsAroundAndRubbishWithinAnMp3AreNotHeard() throws IOException {
    byte[] plain = resource("440-1000-22050-mono.mp3");
    byte[] tag = new byte[10 + 300];
    System.arraycopy(new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0, 2, 44}, 0, tag, 0, 10);
    Arrays.fill(tag, 10, tag.length, (byte) 0xFF);
    byte[] end = Arrays.copyOf("TAG".getBytes(), 128);
    assertThat(decoded(joined(tag, plain, end))).isEqualTo(decoded(plain));
    byte[] rubbish = new byte[1000];
    new Random(1).nextBytes(rubbish);
    int frame = plain.length / 42 * 20;
    assertThat(decoded(joined(Arrays.copyOf(plain, frame), rubbish, Arrays.copyOfRange(plain, frame, plain.length)))).hasSizeGreaterThan(14_000);
  }

  @Test
  void mp3WithATagThatClaimsToBeLargerThanItIsRefusedWithoutMemoryForIt() {
    byte[] tag = {'I', 'D', '3', 4, 0, 0, 0x7F, 0x7F, 0x7F, 0x7F, 1, 2, 3};
    refused(tag, "neither WAV nor MP3");
  }

  @Test
  void mp3CutInHalfIsRefusedIfItSaysHowLongItIs() throws IOException {
    byte[] whole = resource("440-1000-22050-mono.mp3");
    byte[] longer = longer(whole);
    assertThat(decoded(longer)).hasSizeGreaterThan(60_000);
    refused(Arrays.copyOf(longer, longer.length / 2), "frames are there");
  }

  /** Four seconds: the frames again and again behind a first one that says how many there are. */
  private static byte[] longer(byte[] whole) {
    int size = ((whole[2] >> 1 & 1) + 72_000 * 64 / 22_050);
    byte[] first = Arrays.copyOf(whole, size);
    byte[] rest = Arrays.copyOfRange(whole, size, whole.length);
    int frames = ByteBuffer.wrap(first).getInt(13 + 8);
    ByteBuffer.wrap(first).putInt(13 + 8, 4 * frames);
    return joined(first, rest, rest, rest, rest);
  }

  @Test
  void mp3CutInHalfIsHeardAsFarAsItGoesIfItDoesNotSayHowLongItIs() throws IOException {
    byte[] whole = resource("440-1000-8000-mono-bare.mp3");
    short[] heard = decoded(Arrays.copyOf(whole, whole.length / 2));
    assertThat(heard).hasSizeBetween(8_000, 9_300);
    assertThat(tone(heard, 2500, 8_000, 440)).isCloseTo(0.3, within(0.02));
  }

  @Test
  void headerThatPromisesMoreThanIsThereIsRefused() {
    Waves wave = Waves.pcm16(8_000);
    byte[] data = wave.data(8_000, i -> 0.1);
    refused(Waves.file(wave.format(), data, data.length + 2), "promises 16002 bytes of sound, and 16000 are there");
    refused(Waves.file(wave.format(), data, 0x7000_0000), "promises 1879048192 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0x7FFF_F000, 0x7FFF_FFFF, -4096})
  void lengthThatAPipeCouldNotKnowIsTheRestOfTheFile(int unknown) throws IOException {
    Waves wave = Waves.pcm16(16_000);
    byte[] data = wave.data(16_000, i -> 0.1);
    assertThat(decoded(Waves.file(wave.format(), data, unknown))).hasSize(16_000);
  }

  @Test
  void headerThatPromisesLessIsBelievedSinceOtherThingsMayFollow() throws IOException {
    Waves wave = Waves.pcm16(16_000);
    byte[] data = wave.data(16_000, i -> 0.1);
    assertThat(decoded(Waves.file(wave.format(), data, 8_000))).hasSize(4_000);
    refused(Waves.file(wave.format(), data, 0), "no sound in it");
  }

  @Test
  void chunksBeforeTheSoundArePassedOver() throws IOException {
    Waves wave = Waves.pcm16(16_000);
    byte[] plain = wave.tone(440);
    byte[] list = joined(Waves.chunk("LIST", 5), new byte[6]);
    byte[] with = joined(Arrays.copyOf(plain, 12), list, Arrays.copyOfRange(plain, 12, plain.length));
    assertThat(decoded(with)).isEqualTo(decoded(plain));
  }

  @ParameterizedTest
  @CsvSource({"1, 16, 1, 0", "1, 16, 1, 3999", "1, 16, 1, 192001", "1, 16, 1, -1", "1, 16, 0, 8000", "1, 16, 9, 8000", "1, 16, -1, 8000", "1, 0, 1, 8000",
    "1, 64, 1, 8000", "3, 16, 1, 8000", "7, 16, 1, 8000", "17, 8, 1, 8000", "85, 8, 1, 8000", "0, 8, 1, 8000", "1, 12, 1, 8000", "1, 4, 2, 8000"})
  void formatThatIsAbsurdOrUnknownIsRefused(int tag, int bits, int channels, int rate) {
    Waves wave = new Waves(tag, bits, channels, rate, false);
    refused(Waves.file(wave.format(), new byte[48_000], 48_000), "is a WAV file");
  }

  @Test
  void nothingButSoundIsSound() {
    byte[] random = new byte[200_000];
    new Random(7).nextBytes(random);
    refused(random, "is neither WAV nor MP3 but something else");
    refused(new byte[0], "is neither WAV nor MP3 but empty");
    refused("<!doctype html><html>".getBytes(StandardCharsets.UTF_8), "a page or document");
    refused("RIFF".getBytes(StandardCharsets.UTF_8), "neither");
    refused("RIFF\0\0\0\0WAVE".getBytes(StandardCharsets.ISO_8859_1), "is a WAV file without sound");
    refused("RIFF\0\0\0\0WAVEdata\4\0\0\0abcd".getBytes(StandardCharsets.ISO_8859_1), "does not say its format");
    refused("OggS....".getBytes(StandardCharsets.UTF_8), "Ogg");
    refused(Waves.pcm16(16_000).of(0, i -> 0), "no sound in it");
  }

  @Test
  void whatIsTooLongIsLeftOut() throws IOException {
    assertThat(decoded(Waves.pcm16(48_000).tone(440), 4_000)).hasSize(4_000);
    assertThat(decoded(resource("440-1000-44100-stereo.mp3"), 4_000)).hasSize(4_000);
  }

  @Test
  void decodingEndsAtItsDeadline() {
    assertThatThrownBy(() -> Audio.decode(Waves.pcm16(48_000).tone(440), directory.resolve("late.wav"), MOST, Deadline.in(Duration.ZERO)))
        .isInstanceOf(Unusable.class).hasMessageContaining("takes longer than 0 ms");
  }

  @Test
  void manyAreDecodedAtTheSameTimeWithTheSameResult() throws Exception {
    List<byte[]> sources = List.of(resource("440-1000-44100-stereo.mp3"), resource("440-1000-22050-mono.mp3"), resource("440-1000-8000-mono-bare.mp3"));
    List<short[]> alone = List.of(decoded(sources.get(0)), decoded(sources.get(1)), decoded(sources.get(2)));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<short[]>> tasks = IntStream.range(0, 60).<Callable<short[]>>mapToObj(i -> () -> decoded(sources.get(i % 3))).toList();
      List<Future<short[]>> results = threads.invokeAll(tasks);
      for (int i = 0; i < 60; i++) {
        assertThat(results.get(i).get()).isEqualTo(alone.get(i % 3));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void loudSoundIsClippedAndDoesNotWrapAround() throws IOException {
    Waves wave = new Waves(Waves.FLOAT, 32, 1, 16_000, false);
    ByteBuffer data = ByteBuffer.allocate(4 * 100).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : new float[] {4f, -4f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE}) {
      data.putFloat(value);
    }
    short[] heard = decoded(Waves.file(wave.format(), data.array(), 400));
    assertThat(heard[0]).isGreaterThan((short) 32_000);
    assertThat(heard[1]).isLessThan((short) -32_000);
    assertThat(heard).hasSize(100);
  }

  private void refused(byte[] bytes, String why) {
    assertThatThrownBy(() -> decoded(bytes)).isInstanceOf(Unusable.class).hasMessageContaining(why);
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Stream.of(parts).mapToInt(part -> part.length).sum());
    Stream.of(parts).forEach(all::put);
    return all.array();
  }
}
