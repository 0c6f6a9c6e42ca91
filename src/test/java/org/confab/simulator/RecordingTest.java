package org.confab.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated switch says what FreeSWITCH said. */
class RecordingTest {

  /** Seconds; FreeSWITCH looks around every 20 ms, and some steps take several looks. */
  private static final double TOLERANCE = 0.15;

  private Vertx vertx;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "1.11.1/moderated-conference.json", "1.11.1/moderated-conference.plain", "1.11.1/endings.json", "1.11.1/errors.json",
      "1.11.1/shutdown.json", "1.11.1/driving.json", "1.10.12/moderated-conference.json", "1.10.12/moderated-conference.plain",
      "1.10.12/endings.json",
      "1.10.12/errors.json", "1.10.12/shutdown.json"})
  void framesAreThoseOfTheRecording(String name) throws Exception {
    Recording recording = Recording.read(name);
    ManualClock clock = new ManualClock();
    clock.advance(phase(recording));
    Instant start = clock.now();
    SimulatorOptions.Version version =
        name.startsWith("1.11.1") ? SimulatorOptions.Version.V1_11_1 : SimulatorOptions.Version.V1_10_12;
    SimulatedFreeSwitch freeSwitch = SimulatedFreeSwitch.start(vertx, SimulatorOptions.defaults(clock).withVersion(version), new FakeDisk())
        .toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    freeSwitch.extension("fallback", List.of(new Action("answer", ""), new Action("playback", "silence_stream://-1")));
    Replay replay = new Replay(vertx, freeSwitch.context(), recording, clock, freeSwitch);

    Map<String, List<Frame>> simulated = replay.run();

    Map<String, List<Frame>> recorded = recorded(recording);
    Comparison expectedNames = new Comparison(all(recorded), name.contains("driving"));
    Comparison actualNames = new Comparison(all(simulated), name.contains("driving"));
    assertThat(simulated.keySet()).isEqualTo(recorded.keySet());
    for (String connection : recorded.keySet()) {
      Map<String, List<String>> expected = expectedNames.streams(recorded.get(connection));
      Map<String, List<String>> actual = actualNames.streams(simulated.get(connection));
      assertThat(actual.keySet()).as(connection).containsExactlyInAnyOrderElementsOf(expected.keySet());
      expected.forEach((stream, frames) -> assertThat(String.join("\n", actual.get(stream)))
          .as("%s, connection %s, %s", name, connection, stream).isEqualTo(String.join("\n", frames)));
    }
    simulated.values().forEach(frames -> frames.forEach(RecordingTest::sizeIsRight));
    assertThat(timesThatDiffer(recording, simulated, start)).isEmpty();
  }

  /** Seconds begin when they did while it was recorded: FreeSWITCH counts whole ones. */
  private static Duration phase(Recording recording) {
    for (Recording.Line line : recording.lines()) {
      Frame frame = new Frame(line.data());
      if (line.fromSwitch() && frame.isEvent()) {
        long micros = Long.parseLong(frame.header("Event-Date-Timestamp").orElseThrow()) - Math.round(line.at() * 1e6);
        return Duration.ofNanos(Math.floorMod(micros, 1_000_000L) * 1000);
      }
    }
    return Duration.ZERO;
  }

  private static Map<String, List<Frame>> recorded(Recording recording) {
    Map<String, List<Frame>> frames = new LinkedHashMap<>();
    for (Recording.Line line : recording.lines()) {
      if (line.fromSwitch() && !line.connection().equals("phone")) {
        List<Frame> list = frames.computeIfAbsent(line.connection(), ignored -> new ArrayList<>());
        if (!line.data().startsWith("[closed")) {
          list.add(new Frame(line.data()));
        }
      }
    }
    return frames;
  }

  private static List<Frame> all(Map<String, List<Frame>> frames) {
    return frames.values().stream().flatMap(List::stream).toList();
  }

  private static void sizeIsRight(Frame frame) {
    frame.head().lines().filter(line -> line.startsWith("Content-Length: ")).findFirst().ifPresent(line ->
        assertThat(frame.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length).isEqualTo(Integer.parseInt(line.substring(16))));
  }

  /** Each event comes when the recorded one came. */
  private static List<String> timesThatDiffer(Recording recording, Map<String, List<Frame>> simulated, Instant began) {
    long start = began.toEpochMilli();
    Map<String, List<Double>> times = new LinkedHashMap<>();
    for (Frame frame : simulated.getOrDefault("events", List.of())) {
      if (frame.isEvent()) {
        double at = Long.parseLong(frame.header("Event-Date-Timestamp").orElseThrow()) / 1e6 - start / 1e3;
        times.computeIfAbsent(key(frame), ignored -> new ArrayList<>()).add(at);
      }
    }
    List<String> differences = new ArrayList<>();
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (Recording.Line line : recording.lines()) {
      Frame frame = new Frame(line.data());
      if (line.connection().equals("events") && frame.isEvent() && times.containsKey(key(frame))) {
        int index = seen.merge(key(frame), 1, Integer::sum) - 1;
        double at = times.get(key(frame)).size() > index ? times.get(key(frame)).get(index) : -1;
        boolean firstRoomOfFreshSwitch = recording.name().contains("driving") && frame.label().equals("floor-change") && index == 0;
        if (!firstRoomOfFreshSwitch && Math.abs(at - line.at()) > TOLERANCE) {
          differences.add(key(frame) + " at " + at + " instead of " + line.at());
        }
      }
    }
    return differences;
  }

  private static String key(Frame frame) {
    return frame.label() + " " + frame.header("Caller-Caller-ID-Number").filter(n -> !frame.label().equals("BACKGROUND_JOB"))
        .or(() -> Optional.of("room")).orElseThrow() + frame.header("Job-Command").orElse("");
  }

  /** The files of the machine on which the recordings were made. */
  private static final class FakeDisk implements Disk {

    @Override
    public boolean exists(String path) {
      return path.equals("/etc/passwd") || duration(path).isPresent();
    }

    @Override
    public Optional<Duration> duration(String path) {
      return path.equals("/var/lib/confab/hold.wav") ? Optional.of(Duration.ofMillis(1500)) : Optional.empty();
    }

    @Override
    public boolean canRecord(String path) {
      return true;
    }

    @Override
    public Optional<Long> record(String path, Duration length) {
      return Optional.of(length.toMillis() * 16 + 44);
    }
  }
}
