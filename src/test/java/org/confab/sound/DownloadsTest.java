package org.confab.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.confab.sound.SoundsUnderTest.pause;
import static org.confab.sound.SoundsUnderTest.play;
import static org.confab.sound.SoundsUnderTest.samples;
import static org.confab.sound.SoundsUnderTest.tone;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.confab.config.Settings;
import org.confab.log.About;
import org.confab.metrics.Meters.SoundOutcome;
import org.confab.testing.FakeApplication.Answer;
import org.confab.testing.LogLines;
import org.confab.testing.Loop;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Tone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadsTest {

  private static final Duration HALF = Duration.ofMillis(500);

  @TempDir
  Path directory;
  private SoundsUnderTest sounds;
  private final Map<String, String> headers = new HashMap<>();
  private Tone served = Tone.ENTER;
  private int status = 200;

  @BeforeEach
  void start() {
    use(Duration.ofMinutes(1));
  }

  private void use(Duration timeout) {
    Settings.Sounds plain = Settings.Sounds.in(directory);
    sounds = new SoundsUnderTest(new Settings.Sounds(directory, plain.speak(), Map.of(), 200_000, timeout, plain.maxLength(), plain.cacheSize()));
    sounds.application.answer("/a.wav", this::answer);
  }

  @AfterEach
  void stop() {
    sounds.close();
  }

  private synchronized Answer answer(ReceivedRequest request) {
    boolean same = request.header("if-none-match").equals(headers.get("etag")) || request.header("if-modified-since").equals(headers.get("last-modified"));
    return status != 200 ? Answer.status(status) : same ? new Answer(304, "", headers) : new Answer(200, served.wav(HALF), headers);
  }

  private synchronized void serve(Tone tone, String... namesAndValues) {
    served = tone;
    headers.clear();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], namesAndValues[i + 1]);
    }
  }

  private int requests() {
    return sounds.application.requests("/a.wav").size();
  }

  private Sound hear() {
    return sounds.hear(sounds.play("/a.wav")).orElseThrow();
  }

  private void assertHears(Tone tone) {
    assertThat(tone(samples(hear().file()), 0, 8000, tone.hertz())).isCloseTo(0.3, within(0.02));
  }

  @ParameterizedTest
  @CsvSource({"'max-age=60', 60", "'public, MAX-AGE=\"120\", immutable', 120", "'', 3600", "'max-age=0', 0", "'no-cache', 0", "'max-age=1e9', 0",
    "'max-age=99999999999999999999', 31536000", "'max-age=-5', 0", "'s-maxage=7', 3600"})
  void soundIsAskedForAgainWhenItsTimeIsOver(String cacheControl, int seconds) {
    serve(Tone.ENTER, "cache-control", cacheControl);
    assertHears(Tone.ENTER);
    serve(Tone.EXIT, "cache-control", cacheControl);
    if (seconds > 0) {
      sounds.clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
      assertHears(Tone.ENTER);
      assertThat(requests()).isEqualTo(1);
      sounds.clock.advance(Duration.ofMillis(2));
    }
    assertHears(Tone.EXIT);
    assertThat(requests()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"etag", "last-modified"})
  void soundThatIsStillTheSameIsNotFetchedAgain(String validator) {
    String value = validator.equals("etag") ? "W/\"v1\"" : "Sun, 22 Nov 2026 07:00:00 GMT";
    serve(Tone.ENTER, validator, value, "cache-control", "max-age=60");
    Path file = hear().file();
    sounds.clock.advance(Duration.ofMinutes(2));
    assertThat(hear().file()).isEqualTo(file);
    assertThat(requests()).isEqualTo(2);
    sounds.clock.advance(Duration.ofSeconds(59));
    hear();
    assertThat(requests()).as("the 304 made it fresh again").isEqualTo(2);
    sounds.clock.advance(Duration.ofSeconds(2));
    serve(Tone.EXIT, validator, "other");
    assertHears(Tone.EXIT);
    assertThat(sounds.counted(SoundOutcome.FETCHED)).isEqualTo(2);
    assertThat(sounds.counted(SoundOutcome.CACHED)).isEqualTo(2);
  }

  @Test
  void soundThatMustNotBeKeptIsFetchedEveryTimeAndRemovedAfterAnHour() throws IOException {
    serve(Tone.ENTER, "cache-control", "no-store", "etag", "\"v1\"");
    Path first = hear().file();
    hear();
    Path composed = sounds.hear(sounds.play("/a.wav"), pause(Duration.ofSeconds(1))).orElseThrow().file();
    assertThat(requests()).isEqualTo(3);
    assertThat(sounds.application.requests()).allSatisfy(request -> assertThat(request.header("if-none-match")).isEmpty());
    assertThat(first).exists();
    assertThat(names()).allMatch(name -> name.startsWith("once-"));
    sounds.clock.advance(Duration.ofMinutes(59));
    assertThat(first).exists();
    sounds.clock.advance(Duration.ofMinutes(2));
    sounds.hear(pause(Duration.ofSeconds(1))); // whatever was removed was removed before this is written
    assertThat(first).doesNotExist();
    assertThat(composed).doesNotExist();
  }

  @Test
  void aSoundThatMustNotBeKeptIsThereForAsLongAsItIsPlayed() throws IOException {
    serve(Tone.ENTER, "cache-control", "no-store");
    Path played = hear().file();
    for (int i = 0; i < 3; i++) {
      sounds.clock.advance(Duration.ofMinutes(50));
      sounds.stillPlays(played);
      sounds.hear(pause(Duration.ofSeconds(1)));
    }
    assertThat(played).exists();
    sounds.clock.advance(Duration.ofMinutes(61));
    sounds.hear(pause(Duration.ofSeconds(1)));
    assertThat(played).doesNotExist();
  }

  @Test
  void soundsSurviveARestart() {
    serve(Tone.ENTER, "etag", "\"v1\"", "cache-control", "max-age=60");
    Path file = hear().file();
    sounds.restart();
    assertThat(hear().file()).isEqualTo(file);
    assertThat(requests()).isEqualTo(1);
    sounds.clock.advance(Duration.ofMinutes(2));
    sounds.restart();
    assertThat(hear().file()).isEqualTo(file);
    assertThat(sounds.application.requests("/a.wav").get(1).header("if-none-match")).isEqualTo("\"v1\"");
  }

  @Test
  void soundWhoseServerIsAwayIsUsedLongerAndTheServerLeftAloneForAWhile() {
    serve(Tone.ENTER, "cache-control", "max-age=60");
    Path file = hear().file();
    sounds.clock.advance(Duration.ofMinutes(2));
    status = 503;
    try (LogLines log = LogLines.open()) {
      assertThat(hear().file()).isEqualTo(file);
      assertThat(hear().file()).isEqualTo(file);
      assertThat(log.lines()).containsExactly("WARN A sound is used longer than its server allowed, since it was answered with status 503.");
    }
    assertThat(requests()).isEqualTo(2);
    sounds.clock.advance(Duration.ofSeconds(11));
    status = 200;
    serve(Tone.EXIT);
    assertHears(Tone.EXIT);
  }

  @Test
  void soundThatIsGoneOrMustBeValidatedIsNotUsedLonger() {
    serve(Tone.ENTER, "cache-control", "max-age=60");
    hear();
    sounds.clock.advance(Duration.ofMinutes(2));
    status = 404;
    assertThat(sounds.hear(sounds.play("/a.wav"))).isEmpty();
    sounds.clock.advance(Duration.ofMinutes(2));
    status = 200;
    serve(Tone.EXIT, "cache-control", "max-age=60, must-revalidate");
    assertHears(Tone.EXIT);
    sounds.clock.advance(Duration.ofMinutes(2));
    status = 503;
    assertThat(sounds.hear(sounds.play("/a.wav"))).isEmpty();
  }

  @Test
  void urlThatFailedIsLeftAloneForTenSecondsHoweverManyAskForIt() {
    status = 500;
    try (LogLines log = LogLines.open()) {
      List<Future<Optional<Sound>>> asked = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        asked.add(sounds.ask(sounds.script(Duration.ZERO, sounds.play("/a.wav"))));
      }
      assertThat(asked).extracting(Loop::result).containsOnly(Optional.empty());
      assertThat(log.lines()).as("one for each script").hasSize(200);
    }
    assertThat(sounds.hear(sounds.play("/a.wav"))).isEmpty();
    assertThat(requests()).isEqualTo(1);
    sounds.clock.advance(Duration.ofSeconds(11));
    status = 200;
    assertHears(Tone.ENTER);
  }

  @Test
  void deadEndlessAndLyingServersAreLeftOutWithOneWarningEach() throws Exception {
    stop();
    use(Duration.ofMinutes(1));
    byte[] wav = Tone.ENTER.wav(HALF);
    Map<String, String> expected = new HashMap<>();
    expected.put("http://127.0.0.1:1/x.wav", "could not be fetched: GET http://127.0.0.1:1/x.wav: no connection");
    expected.put(raw(socket -> socket.write("HTTP/1.1 200 OK\r\n\r\n").onSuccess(written -> flood(socket))), "with more than 200000 bytes");
    expected.put(raw(socket -> socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n").onSuccess(written -> flood(socket))),
        "with more than 200000 bytes");
    expected.put(raw(socket -> socket.write(Buffer.buffer("HTTP/1.1 200 OK\r\ncontent-length: " + wav.length + "\r\n\r\n").appendBytes(wav, 0, 3000))
        .onSuccess(written -> socket.close())), "the connection was closed before the reply was complete");
    expected.put(raw(socket -> socket.write("nonsense\r\n\r\n")), "what it replied is not HTTP");
    assertLeftOut(expected);
  }

  @Test
  void silentAndDrippingServersAreLeftOutWhenTheTimeIsOver() throws Exception {
    stop();
    use(Duration.ofSeconds(1));
    Map<String, String> expected = new HashMap<>();
    expected.put(raw(socket -> {}), "no complete reply within 1000 ms");
    expected.put(raw(socket -> socket.write("HTTP/1.1 200 OK\r\n\r\n").onSuccess(written -> drip(socket))), "no complete reply within 1000 ms");
    assertLeftOut(expected);
  }

  private void assertLeftOut(Map<String, String> expected) throws IOException {
    for (Map.Entry<String, String> each : expected.entrySet()) {
      try (LogLines log = LogLines.open()) {
        assertThat(sounds.hear(pause(HALF), play(each.getKey(), 1)).orElseThrow().length()).isEqualTo(HALF);
        assertThat(log.lines()).singleElement().asString().startsWith("WARN call 1234: <Play> of " + each.getKey() + " in line 7 is left out: it ")
            .contains(each.getValue());
      }
    }
    assertThat(names()).as("nothing is left of them").hasSize(1);
  }

  @Test
  void nothingButSoundIsTakenWhateverItCallsItself() throws IOException {
    Map<String, byte[]> bodies = Map.of("/page.wav", "<html>404".getBytes(), "/empty.wav", new byte[0], "/random.mp3", new byte[] {1, 2, 3, 4, 5, 6, 7});
    for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
      sounds.application.answer(body.getKey(), request -> new Answer(200, body.getValue(), Map.of("content-type", "audio/wav")));
      try (LogLines log = LogLines.open()) {
        assertThat(sounds.hear(sounds.play(body.getKey()))).isEmpty();
        assertThat(log.lines()).singleElement().asString().contains("is left out: it is neither WAV nor MP3 but ");
      }
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void redirectsAreFollowedThreeTimes() {
    for (int i = 1; i < 5; i++) {
      String next = "/r" + (i - 1);
      sounds.application.answer("/r" + i, request -> Answer.redirect(302, next));
    }
    sounds.application.answer("/r0", request -> new Answer(200, Tone.ENTER.wav(HALF), Map.of()));
    assertThat(sounds.hear(sounds.play("/r3"))).isPresent();
    try (LogLines log = LogLines.open()) {
      assertThat(sounds.hear(sounds.play("/r4"))).isEmpty();
      assertThat(log.lines()).singleElement().asString().contains("it redirects again, after 3 redirects");
    }
  }

  @Test
  void whatATrustedDocumentFetchedIsNotGivenToOneThatIsNot() {
    Script script = sounds.script(Duration.ZERO, sounds.play("/a.wav"));
    assertThat(sounds.hear(new Script(script.elements(), script.base(), true, script.forever(), About.call("1").says("call 1")))).isPresent();
    assertThat(sounds.hear(script)).isPresent();
    assertThat(requests()).isEqualTo(2);
  }

  @Test
  void noMoreThanEightSoundsAreFetchedAtOnce() {
    CountDownLatch eight = new CountDownLatch(8);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<Optional<Sound>>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sounds.application.answer("/slow" + i, request -> {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        eight.countDown();
        await(eight);
        now.decrementAndGet();
        return new Answer(200, Tone.ENTER.wav(HALF), Map.of());
      });
      asked.add(sounds.ask(sounds.script(Duration.ZERO, sounds.play("/slow" + i))));
    }
    assertThat(asked).extracting(Loop::result).doesNotContain(Optional.empty());
    assertThat(most).hasValue(8);
  }

  @Test
  void fileThatSomebodyRemovedIsFetchedAgain() throws IOException {
    serve(Tone.ENTER, "etag", "\"v1\"");
    Path file = hear().file();
    Files.delete(file);
    assertThat(hear().file()).exists();
    assertThat(requests()).isEqualTo(2);
    Files.write(file, new byte[100]);
    assertHears(Tone.ENTER);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private String raw(Consumer<NetSocket> behaviour) {
    int port = Loop.result(sounds.loop.vertx().createNetServer().connectHandler(socket -> socket.handler(request -> behaviour.accept(socket)))
        .listen(0, "127.0.0.1")).actualPort();
    return "http://127.0.0.1:" + port + "/x.wav";
  }

  private void drip(NetSocket socket) {
    socket.write("x").onSuccess(written -> sounds.loop.vertx().setTimer(50, later -> drip(socket)));
  }

  private static void flood(NetSocket socket) {
    socket.write(Buffer.buffer(new byte[65_536])).onSuccess(written -> flood(socket));
  }

  private List<String> names() throws IOException {
    if (!Files.exists(directory.resolve("cache"))) {
      return List.of();
    }
    try (var all = Files.list(directory.resolve("cache"))) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }
}
