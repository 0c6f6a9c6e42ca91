package org.confab.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.sound.SoundsUnderTest.samples;
import static org.confab.sound.SoundsUnderTest.speak;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.confab.config.Settings;
import org.confab.metrics.Meters.SoundOutcome;
import org.confab.plivo.SpeakElement;
import org.confab.testing.LogLines;
import org.confab.testing.Tone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpeechTest {

  @TempDir
  Path directory;
  private Optional<SoundsUnderTest> started = Optional.empty();

  @AfterEach
  void stop() {
    started.ifPresent(SoundsUnderTest::close);
  }

  private SoundsUnderTest with(List<String> speak, Map<String, String> voices, Duration timeout) {
    Settings.Sounds plain = Settings.Sounds.in(directory.resolve("sounds"));
    started = Optional.of(new SoundsUnderTest(
        new Settings.Sounds(plain.directory(), speak, voices, 1 << 20, timeout, plain.maxLength(), plain.cacheSize())));
    return started.get();
  }

  /** A command that notes how it was started and what it was told, and answers with a tone. */
  private List<String> command(String... more) throws IOException {
    Files.write(directory.resolve("tone.wav"), Tone.PROMPT.wav(Duration.ofMillis(700)));
    Path script = directory.resolve("speak.sh");
    Files.writeString(script, "#!/bin/sh\ncd '" + directory + "'\nprintf '%s\\n' \"$#\" \"$@\" >> words\ncat > told\n" + String.join("\n", more)
        + "\ncp tone.wav \"$2\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return List.of(script.toString(), "--voice={voice}", "{file}");
  }

  static List<String> hostileTexts() {
    return List.of("\"; rm -rf / #", "$(touch x)", "`touch x`", "-f /etc/passwd", "--help", "a\nb\r\n\tc", "'; touch x; '", "%s%n\\n\\", "{file} {voice}",
        "&& touch x", "| touch x", "> x", "\u0001\u007f", "Grüße, 世界 \ud83d\ude00", "<speak>&amp;</speak>", "a\u0000b", "!!", "*", "~");
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void textReachesTheCommandAsDataAndNothingElse(String text) throws IOException {
    SoundsUnderTest sounds = with(command(), Map.of(), Duration.ofSeconds(60));
    Sound sound = sounds.hear(speak(text)).orElseThrow();
    assertThat(sound.length()).isEqualTo(Duration.ofMillis(700));
    assertThat(Files.readString(directory.resolve("told"))).isEqualTo(text);
    List<String> words = Files.readAllLines(directory.resolve("words"));
    assertThat(words).hasSize(3).startsWith("2", "--voice=en-us+f3");
    assertThat(words.get(2)).startsWith(directory.resolve("sounds").resolve("cache").toString()).endsWith(".tmp");
    assertThat(directory.resolve("x")).doesNotExist();
    assertThat(new File("x")).doesNotExist();
  }

  @Test
  void textIsRenderedOnceForEachVoice() throws IOException {
    SoundsUnderTest sounds = with(command(), Map.of("Polly.Amy", "amy"), Duration.ofSeconds(60));
    Path first = sounds.hear(speak("Hello")).orElseThrow().file();
    assertThat(sounds.hear(speak("Hello")).orElseThrow().file()).isEqualTo(first);
    Path other = sounds.hear(new SpeakElement(1, "Hello", Optional.of("Polly.Amy"), Optional.empty(), 1)).orElseThrow().file();
    assertThat(other).isNotEqualTo(first);
    assertThat(Files.readAllLines(directory.resolve("words")).stream().filter(word -> word.startsWith("--"))).containsExactly("--voice=en-us+f3",
        "--voice=amy");
    sounds.restart();
    assertThat(sounds.hear(speak("Hello")).orElseThrow().file()).isEqualTo(first);
    assertThat(Files.readAllLines(directory.resolve("words"))).hasSize(6);
    assertThat(sounds.counted(SoundOutcome.RENDERED)).isEqualTo(2);
    assertThat(sounds.counted(SoundOutcome.CACHED)).isEqualTo(2);
  }

  @Test
  void textThatIsTooLongIsLeftOutAndNothingIsStarted() throws IOException {
    SoundsUnderTest sounds = with(command(), Map.of(), Duration.ofSeconds(60));
    try (LogLines log = LogLines.open()) {
      assertThat(sounds.hear(speak("x".repeat(100_000)))).isEmpty();
      assertThat(log.lines()).containsExactly("WARN call 1234: <Speak> in line 8 is left out: it has 100000 characters; 3000 can be spoken at once.");
    }
    assertThat(directory.resolve("words")).doesNotExist();
    assertThat(sounds.hear(speak("\ud83d\ude00".repeat(3000)))).isPresent();
  }

  @Test
  void commandThatFailsIsToldWithItsFirstLineAndTheCallGoesOn() throws IOException {
    SoundsUnderTest sounds = with(command("echo 'no \u001bvoice' >&2", "echo more >&2", "exit 3"), Map.of(), Duration.ofSeconds(60));
    try (LogLines log = LogLines.open()) {
      assertThat(sounds.hear(speak("Hello"))).isEmpty();
      assertThat(log.lines()).singleElement().asString()
          .isEqualTo("WARN call 1234: <Speak> in line 8 is left out: it cannot be spoken: '" + shown("speak.sh") + "' ended with status 3: no \\u001Bvoice.");
    }
    assertThat(sounds.counted(SoundOutcome.SKIPPED)).isEqualTo(1);
    assertThat(files()).isEmpty();
  }

  @Test
  void commandThatIsNotThereIsTold() {
    SoundsUnderTest sounds = with(List.of("/no/such/engine", "{file}"), Map.of(), Duration.ofSeconds(60));
    try (LogLines log = LogLines.open()) {
      assertThat(sounds.hear(speak("Hello"))).isEmpty();
      assertThat(log.lines()).singleElement().asString().contains("the command of sounds.speak cannot be started", "/no/such/engine",
          "install it");
    }
  }

  /** Dead is also who is only waiting to be forgotten by a first process that does not look. */
  private static void awaitDeath(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/stat");
    long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (ProcessHandle.of(pid).isPresent() && !isForgotten(status)) {
      assertThat(System.nanoTime()).as("process %s should be dead", pid).isLessThan(giveUp);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static boolean isForgotten(Path status) throws IOException {
    try {
      return Files.readString(status).contains(") Z ");
    } catch (NoSuchFileException gone) {
      return false; // or there is no /proc: then only the process itself can tell
    }
  }

  @Test
  void commandThatTakesTooLongIsKilledWithWhatItStarted() throws IOException {
    List<String> command = command("sleep 600 &", "echo $! $$ > pids.new", "mv pids.new pids", "wait");
    Path pids = directory.resolve("pids");
    // on a busy machine it may not have come so far in a second
    for (int seconds = 1; !Files.exists(pids) && seconds < 60; seconds *= 4) {
      stop();
      SoundsUnderTest sounds = with(command, Map.of(), Duration.ofSeconds(seconds));
      try (LogLines log = LogLines.open()) {
        assertThat(sounds.hear(speak("Hello"))).isEmpty();
        assertThat(log.lines()).singleElement().asString().contains("takes longer than " + seconds + "000 ms");
      }
    }
    String[] both = Files.readString(pids).trim().split(" ");
    assertThat(both).hasSize(2);
    for (String pid : both) {
      awaitDeath(Long.parseLong(pid));
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void commandThatWritesWithoutEndIsKilled() throws IOException {
    SoundsUnderTest sounds = with(command("cat /dev/zero > \"$2\""), Map.of(), Duration.ofSeconds(60));
    try (LogLines log = LogLines.open()) {
      assertThat(sounds.hear(speak("Hello"))).isEmpty();
      assertThat(log.lines()).singleElement().asString().contains("wrote more than sounds.maxSize (1048576 bytes)");
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void commandThatComplainsWithoutEndIsListenedToAndBounded() throws IOException {
    SoundsUnderTest sounds = with(command("head -c 3000000 /dev/zero | tr '\\0' x >&2"), Map.of(), Duration.ofSeconds(60));
    assertThat(sounds.hear(speak("Hello"))).isPresent();
  }

  @Test
  void commandThatWritesNothingOrNonsenseIsToldSo() throws IOException {
    SoundsUnderTest sounds = with(command("exit 0"), Map.of(), Duration.ofSeconds(60));
    try (LogLines log = LogLines.open()) {
      assertThat(sounds.hear(speak("Hello"))).isEmpty();
      command("echo nonsense > \"$2\"", "exit 0");
      assertThat(sounds.hear(speak("Hello again"))).isEmpty();
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).contains("wrote no file");
      assertThat(log.lines().get(1)).contains("is neither WAV nor MP3");
    }
  }

  @Test
  void unknownVoiceIsSpokenWithAnotherAndToldOnce() throws IOException {
    SoundsUnderTest sounds = with(command(), Map.of(), Duration.ofSeconds(60));
    try (LogLines log = LogLines.open()) {
      assertThat(sounds.hear(new SpeakElement(5, "Hello", Optional.of("Polly.No\nbody"), Optional.of("fr-FR"), 1))).isPresent();
      assertThat(log.lines()).containsExactly("WARN call 1234: <Speak> in line 5 is spoken with fr-fr+f3: the voice 'Polly.No\\u000Abody' is not known "
          + "(sounds.voices can name one).");
    }
  }

  @Test
  void espeakSpeaksEveryVoiceThatConfabKnows() {
    assumeTrue(Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(path -> Files.isExecutable(Path.of(path, "espeak-ng"))), "espeak-ng is not installed");
    SoundsUnderTest sounds = with(Settings.Sounds.in(directory).speak(), Map.of(), Duration.ofSeconds(60));
    Map<String, String> shipped = new Voices(Map.of()).shipped();
    assertThat(shipped).containsKeys("en-us/woman", "cmn-cn/woman", "polly.joanna", "polly.lea");
    for (String voice : shipped.values().stream().distinct().toList()) {
      String name = shipped.entrySet().stream().filter(entry -> entry.getValue().equals(voice)).findFirst().orElseThrow().getKey();
      SpeakElement element = name.contains("/")
          ? new SpeakElement(1, "1 2", Optional.of(name.split("/")[1]), Optional.of(name.split("/")[0]), 1)
          : new SpeakElement(1, "1 2", Optional.of(name), Optional.empty(), 1);
      Sound sound = sounds.hear(element).orElseThrow(() -> new AssertionError("espeak-ng has no voice " + voice));
      assertThat(sound.length()).as(voice).isBetween(Duration.ofMillis(300), Duration.ofSeconds(60));
      int loudest = 0;
      for (short sample : samples(sound.file())) {
        loudest = Math.max(loudest, Math.abs(sample));
      }
      assertThat(loudest).as(voice).isGreaterThan(3000);
    }
  }

  private String shown(String file) {
    return directory.resolve(file).toString();
  }

  private List<Path> files() throws IOException {
    Path cache = directory.resolve("sounds").resolve("cache");
    try (var all = Files.list(cache)) {
      return all.toList();
    }
  }
}
