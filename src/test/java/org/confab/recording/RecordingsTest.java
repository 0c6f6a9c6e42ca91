package org.confab.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.confab.config.Settings;
import org.confab.metrics.Meters;
import org.confab.store.Store;
import org.confab.testing.LogLines;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingsTest {

  private static final String OWNER = "MAAAAAAAAAAAAAAAAAAA";
  private static final String OTHER = "MABBBBBBBBBBBBBBBBBB";
  private static final long MB = 1 << 20;

  @TempDir
  Path temporary;

  private final Loop loop = new Loop();
  private final ManualClock clock = new ManualClock();
  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicLong free = new AtomicLong(5_000 * MB);
  private final RecordingFile file = new RecordingFile(UUID.randomUUID().toString(), "wav");
  private final LogLines log = LogLines.open();
  private Path directory;
  private Store store;
  private Recordings recordings;

  @BeforeEach
  void start() {
    directory = temporary.resolve("below/recordings");
    open();
    settled();
  }

  private void open() {
    store = loop.await(() -> Store.open(loop.context(), new ManualClock(), Optional.of(temporary.resolve("confab.db")),
        new Store.Options(100, MB, Duration.ofDays(7))));
    Settings.Recordings settings = new Settings.Recordings(directory, Duration.ofDays(30), 1_000 * MB, Optional.empty());
    recordings = loop.run(() -> Recordings.open(loop.vertx(), loop.context(), settings, path -> free.get(), () -> "https://confab.example",
        store.states(), clock, new Meters(registry)));
  }

  @AfterEach
  void stop() {
    Loop.result(recordings.close());
    Loop.result(store.close());
    loop.close();
    log.close();
  }

  private void restart() {
    Loop.result(recordings.close());
    Loop.result(store.close());
    registry.clear();
    open();
  }

  private static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("until " + what).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private void began(RecordingFile which) {
    loop.await(() -> recordings.began(which, OWNER, clock.now()));
  }

  private void ended(RecordingFile which) {
    loop.await(() -> recordings.ended(which, clock.now(), Duration.ofSeconds(2)));
  }

  /** As FreeSWITCH would have left it. */
  private Path written(RecordingFile which) {
    try {
      Path path = Files.write(Path.of(recordings.path(which)), SampleFiles.wav(2_000));
      Files.setLastModifiedTime(path, FileTime.from(clock.now()));
      return path;
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private Path recorded(RecordingFile which) {
    began(which);
    Path path = written(which);
    ended(which);
    return path;
  }

  private Content opened(RecordingFile which) {
    return Loop.result(recordings.open(which));
  }

  private boolean isServed(RecordingFile which) {
    if (opened(which) instanceof Content.Opened content) {
      try (var channel = content.channel()) {
        return channel.read(ByteBuffer.allocate(4)) == 4;
      } catch (IOException failed) {
        throw new AssertionError(failed);
      }
    }
    return false;
  }

  private double metric(String name) {
    return registry.scrape().lines().filter(line -> line.startsWith(name + " ")).map(line -> line.substring(name.length() + 1))
        .mapToDouble(Double::parseDouble).findFirst().orElseThrow(() -> new AssertionError("no " + name + " in " + registry.scrape()));
  }

  @Test
  void pathAndUrlAreKnownBeforeThereIsAnything() {
    assertThat(recordings.path(file)).isEqualTo(directory.resolve(file.id() + ".wav").toString()).startsWith("/");
    assertThat(recordings.url(file)).isEqualTo("https://confab.example/recordings/" + file.id() + ".wav");
  }

  @Test
  void directoryIsMadeForItsOwnerAndGroupAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwxrwx---");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.getParent()))).isEqualTo("rwxr-xr-x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "", "x", "1-1-1-1-1", "../../../etc/passwd", "00000000-0000-0000-0000-00000000000",
      "00000000-0000-0000-0000-00000000000A",
      "00000000-0000-0000-0000-000000000000/", "00000000-0000-0000-0000-000000000000\n"})
  void whatIsNoUuidIsNoRecordingsId(String id) {
    assertThatThrownBy(() -> new RecordingFile(id, "wav")).isInstanceOf(IllegalArgumentException.class);
    assertThat(RecordingFile.named(id + ".wav")).isEmpty();
  }

  @Test
  void recordingGoesFromBeingRecordedToThere() {
    assertThat(opened(file)).isInstanceOf(Content.Missing.class);
    began(file);
    written(file);
    assertThat(opened(file)).isInstanceOf(Content.BeingRecorded.class);
    assertThat(metric("confab_recordings_current")).isEqualTo(1);
    assertThat(metric("confab_recordings_total{outcome=\"recorded\"}")).isZero();
    ended(file);
    assertThat(isServed(file)).isTrue();
    assertThat(metric("confab_recordings_current")).isZero();
    assertThat(metric("confab_recordings_total{outcome=\"recorded\"}")).isEqualTo(1);
    until("counted", () -> metric("confab_recordings_size_bytes") == SampleFiles.wav(2_000).length);
  }

  @Test
  void sameIdWithTheOtherExtensionIsAnotherFile() {
    began(file);
    assertThat(opened(new RecordingFile(file.id(), "mp3"))).isInstanceOf(Content.Missing.class);
  }

  @Test
  void restartRemembersWhatIsBeingRecordedAndWhose() {
    RecordingFile done = new RecordingFile(UUID.randomUUID().toString(), "wav");
    began(file);
    recorded(done);
    restart();
    assertThat(opened(file)).isInstanceOf(Content.BeingRecorded.class);
    assertThat(metric("confab_recordings_current")).isEqualTo(1);
    assertThat(isServed(done)).isTrue();
    assertThat(Loop.result(recordings.delete(done, OTHER))).isEqualTo(Deletion.MISSING);
    assertThat(Loop.result(recordings.delete(done, OWNER))).isEqualTo(Deletion.DELETED);
  }

  @Test
  void endThatIsToldTwiceCountsOnce() {
    recorded(file);
    ended(file);
    assertThat(metric("confab_recordings_total{outcome=\"recorded\"}")).isEqualTo(1);
    assertThat(metric("confab_recordings_current")).isZero();
  }

  @Test
  void whatFailedIsForgotten() {
    began(file);
    loop.await(() -> recordings.failed(file));
    assertThat(opened(file)).isInstanceOf(Content.Missing.class);
    assertThat(metric("confab_recordings_total{outcome=\"failed\"}")).isEqualTo(1);
    assertThat(metric("confab_recordings_current")).isZero();
  }

  @Test
  void onlyTheOwnerDeletesAndNotWhatIsBeingRecorded() {
    began(file);
    Path path = written(file);
    assertThat(Loop.result(recordings.delete(file, OWNER))).isEqualTo(Deletion.BEING_RECORDED);
    ended(file);
    assertThat(Loop.result(recordings.delete(file, OTHER))).isEqualTo(Deletion.MISSING);
    assertThat(path).exists();
    assertThat(Loop.result(recordings.delete(file, OWNER))).isEqualTo(Deletion.DELETED);
    assertThat(path).doesNotExist();
    assertThat(Loop.result(recordings.delete(file, OWNER))).isEqualTo(Deletion.MISSING);
  }

  @Test
  void findTellsWhatIsOnTheDiskAlsoWhileItIsBeingRecorded() throws IOException {
    assertThat(Loop.result(recordings.find(file))).isEmpty();
    began(file);
    Files.write(Path.of(recordings.path(file)), SampleFiles.wav(1_500, 0));
    FoundFile found = Loop.result(recordings.find(file)).orElseThrow();
    assertThat(found.length()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(found.bytes()).isEqualTo(SampleFiles.wav(1_500).length);
    assertThat(found.path()).isEqualTo(Path.of(recordings.path(file)));
  }

  @Test
  void symbolicLinkIsNobodysRecording() throws IOException {
    Path secret = Files.writeString(temporary.resolve("secret"), "secret");
    Files.createSymbolicLink(Path.of(recordings.path(file)), secret);
    assertThat(opened(file)).isInstanceOf(Content.Missing.class);
    assertThat(Loop.result(recordings.find(file))).isEmpty();
    Path inside = written(new RecordingFile(UUID.randomUUID().toString(), "wav"));
    RecordingFile link = new RecordingFile(UUID.randomUUID().toString(), "wav");
    Files.createSymbolicLink(Path.of(recordings.path(link)), inside.getFileName());
    assertThat(opened(link)).isInstanceOf(Content.Missing.class);
  }

  @Test
  void directoryOrPipeOfThatNameIsNobodysRecording() throws IOException, InterruptedException {
    Files.createDirectory(Path.of(recordings.path(file)));
    assertThat(opened(file)).isInstanceOf(Content.Missing.class);
    RecordingFile pipe = new RecordingFile(UUID.randomUUID().toString(), "mp3");
    assertThat(new ProcessBuilder("mkfifo", recordings.path(pipe)).start().waitFor()).isZero();
    assertThat(opened(pipe)).isInstanceOf(Content.Missing.class);
  }

  @Test
  void recordingIsKeptForItsTimeAndThenDeleted() throws IOException {
    Path path = recorded(file);
    Path unknown = written(new RecordingFile(UUID.randomUUID().toString(), "mp3"));
    Path foreign = Files.writeString(directory.resolve("notes.txt"), "kept");
    RecordingFile ongoing = new RecordingFile(UUID.randomUUID().toString(), "wav");
    began(ongoing);
    Path growing = written(ongoing);
    pass(Duration.ofDays(29));
    assertThat(path).exists();
    assertThat(unknown).exists();
    pass(Duration.ofDays(1).plusHours(2));
    assertThat(path).doesNotExist();
    assertThat(unknown).doesNotExist();
    assertThat(foreign).exists();
    assertThat(growing).exists();
    assertThat(opened(ongoing)).isInstanceOf(Content.BeingRecorded.class);
    assertThat(loop.run(() -> store.states().all("recording"))).containsOnlyKeys(ongoing.id());
  }

  @Test
  void whatBecameTooOldWhileConfabWasDownGoesAtTheStart() {
    Path path = recorded(file);
    Loop.result(recordings.close());
    Loop.result(store.close());
    registry.clear();
    clock.advance(Duration.ofDays(31));
    open();
    settled();
    assertThat(path).doesNotExist();
  }

  @Test
  void recordingWhoseEndNobodyToldIsNotKeptForEver() {
    began(file);
    Path path = written(file);
    pass(Duration.ofDays(36));
    assertThat(opened(file)).isInstanceOf(Content.BeingRecorded.class);
    pass(Duration.ofDays(2));
    assertThat(path).doesNotExist();
    assertThat(opened(file)).isInstanceOf(Content.Missing.class);
  }

  /** Time passes; what was due then is done. */
  private void pass(Duration time) {
    settled();
    loop.advance(clock, time);
    settled();
  }

  /** The next look and the next tidying wait: those before are over. */
  private void settled() {
    until("looked at and tidied", () -> clock.pending() == 2);
  }

  @Test
  void fullDiskRefusesRecordingsAndTellsEachChangeOnce() {
    assertThat(recordings.refusal()).isEmpty();
    free.set(999 * MB);
    pass(Duration.ofMinutes(1));
    assertThat(recordings.refusal().orElseThrow()).contains("999 MB").contains("recordings.minFree").contains("1000 MB")
        .contains(directory.toString());
    assertThat(metric("confab_recordings_free_bytes")).isEqualTo(999.0 * MB);
    free.set(998 * MB);
    pass(Duration.ofMinutes(1));
    assertThat(recordings.room()).contains("998");
    free.set(1_000 * MB);
    pass(Duration.ofMinutes(1));
    assertThat(recordings.refusal()).isEmpty();
    assertThat(log.lines().stream().filter(line -> line.startsWith("ERROR")).toList()).singleElement().asString()
        .contains("Nothing is recorded any more, calls go on").contains("recordings.minFree");
    assertThat(log.lines()).anyMatch(line -> line.startsWith("INFO Recordings can be made again"));
  }

  @Test
  void diskIsLookedAtAfterEachRecordingWithoutWaitingForTheMinute() {
    began(file);
    written(file);
    free.set(3 * MB);
    ended(file);
    until("refused", () -> recordings.refusal().isPresent());
  }

  @Test
  void directoryThatCannotBeMadeIsARefusalUntilItCan() throws IOException {
    Path way = Files.writeString(temporary.resolve("file"), "");
    directory = way.resolve("recordings");
    restart();
    settled();
    assertThat(recordings.refusal().orElseThrow()).contains(directory.toString()).contains("recordings.directory");
    Files.delete(way);
    pass(Duration.ofMinutes(1));
    assertThat(recordings.refusal()).isEmpty();
    assertThat(directory).isDirectory();
  }

  @Test
  void directoryWithCharactersThatAreSyntaxIsRefusedAndNotMade() {
    directory = temporary.resolve("my recordings;");
    restart();
    assertThat(recordings.refusal().orElseThrow()).contains("my recordings;").contains("recordings.directory");
    assertThat(directory).doesNotExist();
    assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR") && line.contains("syntax to FreeSWITCH"));
  }

  @Test
  void whatTheStoreHasBrokenIsToldAndNotServedAsIfItWereRecorded() {
    loop.run(() -> store.states().put("recording", file.id(), "{ nonsense"));
    assertThat(opened(file)).isInstanceOf(Content.Missing.class);
    assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains(file.id()));
  }

  @Test
  void probesThatWereLeftBehindAreRemoved() throws IOException {
    Path probe = Files.write(directory.resolve("probe-" + UUID.randomUUID() + ".wav"), new byte[44]);
    Files.setLastModifiedTime(probe, FileTime.from(clock.now().minus(Duration.ofHours(2))));
    Path fresh = Files.write(directory.resolve("probe-" + UUID.randomUUID() + ".wav"), new byte[44]);
    Files.setLastModifiedTime(fresh, FileTime.from(clock.now()));
    restart();
    settled();
    assertThat(probe).doesNotExist();
    assertThat(fresh).exists();
    assertThat(List.of(directory.toFile().list())).hasSize(1);
  }

  @Test
  void onceClosedNothingMoreIsScheduled() {
    Loop.result(recordings.close());
    assertThat(Loop.failure(recordings.find(file))).hasMessageContaining("being stopped");
    Future<Void> again = recordings.close();
    assertThat(Loop.<Void>result(again)).isNull();
  }
}
