package org.confab.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.confab.sound.SoundsUnderTest.pause;
import static org.confab.sound.SoundsUnderTest.play;
import static org.confab.sound.SoundsUnderTest.samples;
import static org.confab.sound.SoundsUnderTest.tone;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.confab.config.Settings;
import org.confab.log.About;
import org.confab.metrics.Meters.SoundOutcome;
import org.confab.plivo.SoundElement;
import org.confab.testing.FakeApplication.Answer;
import org.confab.testing.LogLines;
import org.confab.testing.Loop;
import org.confab.testing.Tone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSoundsTest {

  private static final Duration HALF = Duration.ofMillis(500);

  @TempDir
  Path directory;
  private SoundsUnderTest sounds;

  @BeforeEach
  void start() throws IOException {
    use(Settings.Sounds.in(directory));
  }

  private void use(Settings.Sounds settings) throws IOException {
    stop();
    sounds = new SoundsUnderTest(settings);
    byte[] mp3 = AudioTest.resource("440-1000-44100-stereo.mp3");
    sounds.application.answer("/music.mp3", request -> new Answer(200, mp3, Map.of("content-type", "text/html")));
    sounds.application.answer("/half.wav", request -> new Answer(200, Tone.ENTER.wav(HALF), Map.of()));
    sounds.application.answer("/documents/half.wav", request -> new Answer(200, Tone.EXIT.wav(HALF), Map.of()));
    sounds.application.answer("/gone", request -> Answer.status(404));
  }

  @AfterEach
  void stop() {
    Optional.ofNullable(sounds).ifPresent(SoundsUnderTest::close);
  }

  @Test
  void elementsAreHeardInTheirOrder() {
    Sound sound = sounds.hear(sounds.play("/music.mp3"), pause(Duration.ofSeconds(1)), sounds.play("/half.wav")).orElseThrow();
    short[] heard = samples(sound.file());
    assertThat(sound.length()).isCloseTo(Duration.ofMillis(2500), Duration.ofMillis(5));
    assertThat(tone(heard, 800, 15_200, 440)).isCloseTo(0.3, within(0.02));
    assertThat(tone(heard, 16_200, 31_800, 440)).isLessThan(0.001);
    assertThat(tone(heard, 32_400, heard.length - 400, 620)).isCloseTo(0.3, within(0.02));
    assertThat(sound.file()).isAbsolute().startsWith(directory.toAbsolutePath());
    assertThat(sound.file().toString()).matches("[A-Za-z0-9_./+@-]+");
  }

  @Test
  void elementsLoopAsOftenAsTheySay() {
    Sound sound = sounds.hear(play("/half.wav", 3), pause(Duration.ofSeconds(1)), play("/half.wav", 2)).orElseThrow();
    assertThat(sound.length()).isEqualTo(Duration.ofMillis(3500));
    short[] heard = samples(sound.file());
    for (int half = 0; half < 7; half++) {
      boolean silent = half == 3 || half == 4;
      assertThat(tone(heard, half * 8000, half * 8000 + 8000, 620)).as("half second " + half).isCloseTo(silent ? 0 : 0.3, within(0.02));
    }
  }

  @Test
  void singleSoundIsItselfAndNotACopy() throws IOException {
    Path file = sounds.hear(sounds.play("/half.wav")).orElseThrow().file();
    assertThat(sounds.hear(sounds.play("/half.wav")).orElseThrow().file()).isEqualTo(file);
    assertThat(wavs()).containsExactly(file);
  }

  @Test
  void scriptOfSilenceIsSilence() {
    Sound sound = sounds.hear(pause(Duration.ofSeconds(2))).orElseThrow();
    assertThat(sound.length()).isEqualTo(Duration.ofSeconds(2));
    assertThat(samples(sound.file())).containsOnly(0);
    assertThat(sounds.hear()).isEmpty();
  }

  @Test
  void endlessSoundAloneIsRepeatedUntilItsEndIsFarButNoFurther() {
    Sound sound = sounds.hear(sounds.script(Duration.ofMinutes(9), play("/half.wav", 0))).orElseThrow();
    assertThat(sound.length()).isEqualTo(Duration.ofSeconds(30));
    assertThat(sounds.hear(sounds.script(Duration.ofSeconds(2), play("/half.wav", 0))).orElseThrow().length()).isEqualTo(Duration.ofSeconds(2));
    Sound uneven = sounds.hear(sounds.script(Duration.ofMillis(1700), play("/half.wav", 0))).orElseThrow();
    assertThat(uneven.length()).as("whole sounds only").isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whatComesBehindAnEndlessSoundIsNotEvenFetched() {
    Sound sound = sounds.hear(sounds.script(Duration.ofSeconds(40), play("/music.mp3", 1), play("/half.wav", 0), play("/gone", 1))).orElseThrow();
    assertThat(sound.length()).isBetween(Duration.ofSeconds(40), Duration.ofMillis(40_510));
    assertThat(sounds.application.requests("/gone")).isEmpty();
  }

  @Test
  void whatComesBehindAnEndlessSoundThatCannotBeHadIsHeard() {
    try (LogLines log = LogLines.open()) {
      Sound sound = sounds.hear(sounds.script(Duration.ofSeconds(40), play("/gone", 0), play("/half.wav", 2))).orElseThrow();
      assertThat(sound.length()).isEqualTo(Duration.ofSeconds(1));
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void endlessSoundIsHeardOnceWhereNothingMayBeEndless() {
    try (LogLines log = LogLines.open()) {
      assertThat(sounds.hear(play("/half.wav", 0), play("/half.wav", 1)).orElseThrow().length()).isEqualTo(Duration.ofSeconds(1));
      assertThat(log.lines()).containsExactly("WARN call 1234: <Play> of /half.wav in line 7 is heard once: loop=\"0\" cannot go on for ever here.");
    }
  }

  @Test
  void whatIsTooLongIsCutAndTold() throws IOException {
    Settings.Sounds plain = Settings.Sounds.in(directory);
    use(new Settings.Sounds(directory, plain.speak(), Map.of(), plain.maxSize(), plain.timeout(), Duration.ofSeconds(2), plain.cacheSize()));
    sounds.application.answer("/long.wav", request -> new Answer(200, Tone.ENTER.wav(Duration.ofSeconds(5)), Map.of()));
    for (SoundElement longer : List.of(play("/half.wav", 5), play("/half.wav", Integer.MAX_VALUE), pause(Duration.ofDays(1000)), play("/long.wav", 1))) {
      try (LogLines log = LogLines.open()) {
        Sound sound = sounds.hear(sounds.play("/half.wav"), longer, sounds.play("/gone")).orElseThrow();
        assertThat(sound.length()).isEqualTo(Duration.ofSeconds(2));
        assertThat(samples(sound.file())).hasSize(32_000);
        assertThat(log.lines()).filteredOn(line -> line.contains("cut"))
            .containsExactly("WARN call 1234: what is heard is cut after 2 s (sounds.maxLength).");
      }
    }
    try (LogLines log = LogLines.open()) {
      assertThat(sounds.hear(play("/half.wav", 4)).orElseThrow().length()).isEqualTo(Duration.ofSeconds(2));
      assertThat(log.lines()).as("exactly as long as it may be").isEmpty();
    }
  }

  @Test
  void tenThousandElementsAreBoundedWithOneWarning() {
    List<SoundElement> many = IntStream.range(0, 10_000).mapToObj(i -> play("/half.wav?" + i % 3, 1)).toList();
    try (LogLines log = LogLines.open()) {
      Sound sound = sounds.hear(new Script(many, URI.create(sounds.application.url("/")), false, Duration.ZERO,
          About.call("1\n2").says("call 1\n2"))).orElseThrow();
      assertThat(sound.length()).isEqualTo(Duration.ofSeconds(100));
      assertThat(log.lines()).containsExactly("WARN call 1\\u000A2: of 10000 elements the first 200 are heard.");
    }
    assertThat(sounds.application.requests("/half.wav")).hasSize(3);
  }

  @Test
  void soundThatCannotBeHadIsLeftOutWithOneWarningThatNamesIt() {
    try (LogLines log = LogLines.open()) {
      Sound sound = sounds.hear(sounds.play("/half.wav"), play(sounds.application.url("/gone?token=geheim#rt=2"), 1)).orElseThrow();
      assertThat(sound.length()).isEqualTo(HALF);
      assertThat(log.lines()).containsExactly("WARN call 1234: <Play> of " + sounds.application.url("/gone")
          + " in line 7 is left out: it was answered with status 404.");
    }
    assertThat(sounds.counted(SoundOutcome.SKIPPED)).isEqualTo(1);
    assertThat(sounds.counted(SoundOutcome.FETCHED)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tone_stream://%(300,0,440)", "ftp://127.0.0.1/a.wav", "file:///etc/passwd", "shout://127.0.0.1/x", "http://", "http://[::1]:1/x",
      "http://169.254.169.254/latest", "local_stream://default", "{a=b}http://127.0.0.1/", "http://localhost.:99999/", "javascript:alert(1)", "\u202e://x",
      "../../../etc/passwd", "/etc/passwd", "cache", "."})
  void whatIsNoUsableNameIsLeftOutWithOneWarning(String source) {
    try (LogLines log = LogLines.open()) {
      assertThat(sounds.hear(play(source, 1))).isEmpty();
      assertThat(log.lines()).singleElement().asString().startsWith("WARN call 1234: <Play> of ").contains(" in line 7 is left out: it ")
          .doesNotContain("\u202e");
    }
  }

  @Test
  void urlsAreRelativeToTheirDocument() {
    assertThat(tone(samples(sounds.hear(play("half.wav", 1)).orElseThrow().file()), 0, 8000, Tone.EXIT.hertz())).isCloseTo(0.3, within(0.02));
    assertThat(tone(samples(sounds.hear(play("/half.wav", 1)).orElseThrow().file()), 0, 8000, Tone.ENTER.hertz())).isCloseTo(0.3, within(0.02));
  }

  @Test
  void fileBelowTheSoundsDirectoryIsHeardInPreferenceToAUrl() throws IOException {
    Files.createDirectories(directory.resolve("prompts"));
    Files.write(directory.resolve("prompts").resolve("hello there.wav"), Waves.pcm16(44_100).tone(1100));
    Files.write(directory.resolve("half.wav"), AudioTest.resource("440-1000-22050-mono.mp3"));
    assertThat(tone(samples(sounds.hear(play("prompts/hello there.wav", 1)).orElseThrow().file()), 0, 16_000, 1100)).isCloseTo(0.3, within(0.02));
    assertThat(tone(samples(sounds.hear(play("half.wav", 1)).orElseThrow().file()), 0, 16_000, 440)).isCloseTo(0.3, within(0.02));
    assertThat(sounds.application.requests()).isEmpty();
    Files.write(directory.resolve("half.wav"), Waves.pcm16(8_000).tone(850));
    assertThat(tone(samples(sounds.hear(play("half.wav", 1)).orElseThrow().file()), 0, 16_000, 850)).as("after a change").isCloseTo(0.3, within(0.02));
  }

  @Test
  void whatIsNeitherAFileNorAUrlSaysWhereItWasLookedFor() {
    try (LogLines log = LogLines.open()) {
      assertThat(sounds.hear(play("/gone?token=geheim", 1))).isEmpty();
      assertThat(log.lines()).singleElement().asString().contains("it is no file below sounds.directory, and ",
          "/gone was answered with status 404.")
          .doesNotContain("geheim");
    }
  }

  @Test
  void fileThatIsTooLargeIsLeftOut() throws IOException {
    Settings.Sounds plain = Settings.Sounds.in(directory);
    use(new Settings.Sounds(directory, plain.speak(), Map.of(), 1000, plain.timeout(), plain.maxLength(), plain.cacheSize()));
    Files.write(directory.resolve("large.wav"), Waves.pcm16(8_000).tone(440));
    try (LogLines log = LogLines.open()) {
      assertThat(sounds.hear(play("large.wav", 1))).isEmpty();
      assertThat(log.lines()).singleElement().asString().contains("has 16044 bytes; sounds.maxSize is 1000");
    }
  }

  @Test
  void fileThatCannotBeReadIsLeftOut() throws IOException {
    Path file = Files.write(directory.resolve("secret.wav"), Waves.pcm16(8_000).tone(440));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "whoever runs this may read everything");
    try (LogLines log = LogLines.open()) {
      assertThat(sounds.hear(play("secret.wav", 1))).isEmpty();
      assertThat(log.lines()).singleElement().asString().contains("it cannot be read: AccessDeniedException");
    }
  }

  @Test
  void filesCanBeReadByFreeSwitchWhoeverItRunsAs() throws IOException {
    use(Settings.Sounds.in(directory.resolve("not").resolve("there")));
    Path file = sounds.hear(play("/half.wav", 2)).orElseThrow().file();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-r--r--");
    for (Path parent = file.getParent(); !parent.equals(directory); parent = parent.getParent()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent))).isEqualTo("rwxr-xr-x");
    }
  }

  @Test
  void directoryWhosePathWouldBeSyntaxIsNotUsed() throws IOException {
    try (LogLines log = LogLines.open()) {
      use(Settings.Sounds.in(directory.resolve("a, b")));
      assertThat(sounds.hear(sounds.play("/half.wav"))).isEmpty();
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).contains("has characters that are syntax to FreeSWITCH. Set sounds.directory");
    }
    assertThat(sounds.application.requests()).isEmpty();
  }

  @Test
  void directoryThatCannotBeWrittenLosesTheSoundAndNotTheCall() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "in the way");
    try (LogLines log = LogLines.open()) {
      use(Settings.Sounds.in(file));
      assertThat(sounds.hear(sounds.play("/half.wav"))).isEmpty();
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).startsWith("ERROR The sounds in ").contains("cannot be read: NotDirectoryException");
      assertThat(log.lines().get(1)).contains("is left out: it cannot be written below sounds.directory: ");
    }
  }

  @Test
  void twentyCallersOfOneSoundMakeOneDownload() {
    List<Future<Optional<Sound>>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(sounds.ask(sounds.script(Duration.ZERO, sounds.play("/half.wav"), pause(Duration.ofSeconds(1 + i % 2)), sounds.play("/music.mp3"))));
    }
    assertThat(asked).extracting(Loop::result).doesNotContain(Optional.empty());
    assertThat(sounds.application.requests("/half.wav")).hasSize(1);
    assertThat(sounds.application.requests("/music.mp3")).hasSize(1);
    assertThat(sounds.counted(SoundOutcome.FETCHED)).isEqualTo(2);
    assertThat(sounds.counted(SoundOutcome.CACHED)).isEqualTo(38);
  }

  @Test
  void answerComesOnTheCallersContext() {
    Context context = sounds.loop.context();
    Script script = sounds.script(Duration.ZERO, sounds.play("/half.wav"), pause(Duration.ofSeconds(1)));
    for (int i = 0; i < 2; i++) {
      assertThat(sounds.loop.<Context>await(() -> sounds.of(script).map(sound -> Vertx.currentContext()))).isSameAs(context);
    }
  }

  @Test
  void whoAsksWhileItIsStoppedGetsNothingAndNoFailure() {
    List<Future<Optional<Sound>>> asked = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      asked.add(sounds.ask(sounds.script(Duration.ZERO, sounds.play("/half.wav?" + i), pause(Duration.ofSeconds(1 + i)))));
    }
    sounds.restart();
    assertThat(asked).allSatisfy(one -> assertThat(Loop.result(one)).satisfiesAnyOf(heard -> assertThat(heard).isEmpty(),
        heard -> assertThat(heard.orElseThrow().file()).exists()));
    assertThat(sounds.hear(sounds.play("/half.wav"))).isPresent();
  }

  private List<Path> wavs() throws IOException {
    try (var all = Files.list(directory.resolve("cache"))) {
      return all.map(Path::toAbsolutePath).filter(file -> file.toString().endsWith(".wav")).toList();
    }
  }
}
