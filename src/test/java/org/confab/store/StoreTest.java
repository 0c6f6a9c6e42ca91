package org.confab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.confab.callback.Callback;
import org.confab.callback.Lane;
import org.confab.callback.Outbox.Entry;
import org.confab.testing.LogLines;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

  private static final Lane ROOM = new Lane("MA1/room", "http://app/events");

  @TempDir
  Path folder;

  private final Loop loop = new Loop();
  private final ManualClock clock = new ManualClock();
  private final Stores stores = new Stores(loop, clock);

  @AfterEach
  void close() {
    stores.close();
    loop.close();
  }

  private Path file() {
    return folder.resolve("confab.db");
  }

  private Callback callback(String id) {
    return new Callback(UUID.randomUUID(), ROOM, "POST", ROOM.url(), false, Map.of("id", id), "MA1", clock.now());
  }

  /** The file as another process sees it. */
  private String sql(String query) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      List<String> rows = new ArrayList<>();
      if (statement.execute(query)) {
        ResultSet row = statement.getResultSet();
        while (row.next()) {
          rows.add(row.getString(1));
        }
      }
      return String.join(",", rows);
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void fileIsForItsOwnerOnlyAndSoIsEverythingBesideIt() throws IOException {
    Store store = stores.open(file());
    loop.await(() -> store.outbox().add(callback("a")));
    try (var files = Files.list(folder)) {
      assertThat(files.toList()).extracting(path -> path.getFileName().toString() + " " + PosixFilePermissions.toString(permissions(path)))
          .containsExactlyInAnyOrder("confab.db rw-------", "confab.db-wal rw-------", "confab.db-shm rw-------",
              "confab.db-lock rw-------");
    }
    stores.close(store);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    stores.open(file());
    assertThat(PosixFilePermissions.toString(permissions(file()))).isEqualTo("rw-------");
  }

  private static Set<PosixFilePermission> permissions(Path path) {
    try {
      return Files.getPosixFilePermissions(path);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void everyCommitIsOnTheDiskBeforeItIsDone() {
    Store store = stores.open(file());
    String modes = loop.await(() -> store.ask(database -> database.text("PRAGMA journal_mode") + database.text("PRAGMA synchronous")
        + database.text("PRAGMA busy_timeout")));
    assertThat(modes).isEqualTo("wal" + "2" + "5000");
  }

  @Test
  void fileOfALaterConfabIsRefusedAndNotChanged() throws IOException {
    stores.close(stores.open(file()));
    sql("PRAGMA user_version = 99");
    byte[] before = Files.readAllBytes(file());
    assertThat(stores.refused(file())).hasMessageContaining("written by a later Confab").hasMessageContaining("99")
        .hasMessageContaining("store.path");
    assertThat(Arrays.equals(Files.readAllBytes(file()), before)).isTrue();
  }

  @Test
  void fileOfAnotherProgramIsRefusedAndNotChanged() throws IOException {
    sql("CREATE TABLE theirs (a)");
    byte[] before = Files.readAllBytes(file());
    assertThat(stores.refused(file())).hasMessageContaining("SQLite file of another program");
    Path text = Files.writeString(folder.resolve("notes.txt"), "Dear diary, ".repeat(1000));
    Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rw-r--r--"));
    // twice: the first attempt must not make it ours
    assertThat(stores.refused(text)).hasMessageContaining("no SQLite file");
    assertThat(stores.refused(text)).hasMessageContaining("no SQLite file");
    assertThat(text).hasContent("Dear diary, ".repeat(1000));
    assertThat(PosixFilePermissions.toString(permissions(text))).isEqualTo("rw-r--r--");
    assertThat(Arrays.equals(Files.readAllBytes(file()), before)).isTrue();
  }

  @Test
  void pathThatCannotBeOneIsRefused() {
    assertThat(stores.refused(folder)).hasMessageContaining("is a directory");
    assertThat(stores.refused(folder.resolve("missing/confab.db"))).hasMessageContaining("missing").hasMessageContaining("does not exist");
  }

  @Test
  void secondConfabOnTheSameFileIsRefusedWhateverNameItUses() throws IOException {
    Store first = stores.open(file());
    assertThat(stores.refused(file())).hasMessageContaining("Another Confab").hasMessageContaining("store.path");
    Path link = Files.createSymbolicLink(folder.resolve("link.db"), file());
    assertThat(stores.refused(link)).hasMessageContaining("Another Confab");
    stores.close(first);
    stores.open(link);
  }

  @Test
  void machineOnWhichSqliteCannotBeUnpackedIsToldWhatToDo() throws Exception {
    String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    // a file, so that nobody can make a directory of it
    Path unusable = Files.createFile(folder.resolve("tmp"));
    Path output = folder.resolve("output");
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dorg.sqlite.tmpdir="
        + unusable, "-cp", classpath, BusyProcess.class.getName(), file().toString(), "1").redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(1);
    String said = Files.readString(output);
    assertThat(said).contains("SQLite's own library cannot be loaded", unusable.toString(), "-Dorg.sqlite.tmpdir");
  }

  @Test
  void processThatIsKilledLeavesNothingThatWasUnpacked() throws Exception {
    String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dorg.sqlite.tmpdir="
        + unpacked, "-cp", classpath, BusyProcess.class.getName(), file().toString(), "1").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).as("from its store").startsWith("added");
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(unpacked).isEmptyDirectory();
  }

  @Test
  void brokenFileIsMovedAsideAndANewOneTakesItsPlace() throws IOException {
    Store store = stores.open(file());
    loop.await(() -> store.outbox().add(callback("a")));
    stores.close(store);
    byte[] bytes = Files.readAllBytes(file());
    Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
    Files.write(file(), bytes);
    try (LogLines log = LogLines.open()) {
      Store second = stores.open(file());
      log.await("of the broken file", line -> line.startsWith("ERROR") && line.contains(".broken-20261122T080000Z")
          && line.contains(".recover"));
      assertThat(second.outbox().pending()).isZero();
      assertThat(loop.await(() -> second.outbox().add(callback("b"))).sequence()).isEqualTo(1);
      assertThat(second.status().writable()).isTrue();
    }
    assertThat(Arrays.equals(Files.readAllBytes(folder.resolve("confab.db.broken-20261122T080000Z")), bytes)).isTrue();
  }

  @Test
  void turnIsAllOrNothing() {
    FailingDisk disk = new FailingDisk();
    Store store = stores.open(file(), Stores.USUAL, disk);
    loop.await(() -> store.states().put("call", "0", "before"));
    disk.failsAt("INSERT OR REPLACE INTO state");
    loop.run(() -> {
      store.outbox().add(callback("a"));
      store.states().put("call", "1", "one");
    });
    stores.settle(store);
    assertThat(sql("SELECT COUNT(*) FROM callback")).isEqualTo("0");
    disk.works();
    loop.advance(clock, Duration.ofSeconds(2));
    stores.settle(store);
    assertThat(sql("SELECT COUNT(*) FROM callback")).isEqualTo("1");
    assertThat(sql("SELECT key FROM state ORDER BY key")).isEqualTo("0,1");
  }

  @Test
  void whatArrivesDuringACommitIsTheNextOne() {
    FailingDisk disk = new FailingDisk();
    Store store = stores.open(file(), Stores.USUAL, disk);
    stores.settle(store);
    int before = disk.commits();
    disk.hangs();
    List<Future<Entry>> added = new ArrayList<>();
    for (int turn = 0; turn < 100; turn++) {
      loop.run(() -> {
        added.add(store.outbox().add(callback("a")));
      });
    }
    disk.works();
    loop.await(() -> Future.all(added));
    assertThat(disk.commits() - before).as("the one that hung, and one for all others").isBetween(1, 2);
    assertThat(sql("SELECT COUNT(*) FROM callback")).isEqualTo("100");
  }

  @Test
  void futuresAreCompletedOnTheContextAfterTheCommitInTheirOrder() {
    Store store = stores.open(file());
    List<String> order = loop.await(() -> {
      List<String> done = new ArrayList<>();
      Future<?> first = store.states().put("call", "1", "one").onSuccess(v -> done.add("put " + sql("SELECT COUNT(*) FROM state")));
      Future<?> second = store.outbox().add(callback("a")).onSuccess(entry -> done.add("add " + sql("SELECT COUNT(*) FROM callback")));
      Future<?> third = store.states().remove("call", "1").onSuccess(v -> {
        assertThat(Vertx.currentContext()).isSameAs(loop.context());
        done.add("remove " + sql("SELECT COUNT(*) FROM state"));
      });
      return Future.all(first, second, third).map(done);
    });
    assertThat(order).containsExactly("put 0", "add 1", "remove 0");
  }

  @Test
  void whoeverUsesItOutsideItsContextIsTold() {
    Store store = stores.open(file());
    assertThatThrownBy(() -> store.states().put("call", "1", "one"))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("outside its context");
  }

  @Test
  void statesOutliveTheProcessByKind() {
    Store store = stores.open(file());
    loop.await(() -> {
      store.states().put("call", "1", "old");
      store.states().put("call", "1", "{\"name\":\"Zoë\"}");
      store.states().put("call", "2", "two");
      store.states().put("conference", "1", "room");
      return store.states().remove("call", "2");
    });
    assertThat(loop.run(() -> store.states().all("call"))).containsExactly(Map.entry("1", "{\"name\":\"Zoë\"}"));
    stores.close(store);
    Store again = stores.open(file());
    assertThat(loop.run(() -> again.states().all("call"))).containsExactly(Map.entry("1", "{\"name\":\"Zoë\"}"));
    assertThat(loop.run(() -> again.states().all("conference"))).containsExactly(Map.entry("1", "room"));
    assertThat(loop.run(() -> again.states().all("nothing"))).isEmpty();
  }

  @Test
  void closedStoreTakesNothingMoreAndSaysSo() {
    Store store = stores.open(file());
    stores.close(store);
    assertThat(loop.awaitFailure(() -> store.outbox().add(callback("a")))).hasMessageContaining("closed");
    assertThat(loop.awaitFailure(() -> store.states().put("a", "b", "c"))).hasMessageContaining("closed");
  }

  @Test
  void whatWasChangedBeforeTheCloseIsWritten() {
    Store store = stores.open(file());
    loop.await(() -> {
      store.outbox().add(callback("a"));
      return store.close();
    });
    assertThat(sql("SELECT COUNT(*) FROM callback")).isEqualTo("1");
  }

  @Test
  void deadLettersAreKeptForTheirTime() {
    Store store = stores.open(file());
    Entry entry = loop.await(() -> store.outbox().add(callback("a")));
    loop.await(() -> store.outbox().dead(entry, "replied 404", 3));
    assertThat(sql("SELECT reason || attempts || conference || died_at FROM dead_letter"))
        .isEqualTo("replied 4043" + "MA1/room" + clock.now().toEpochMilli());
    loop.advance(clock, Duration.ofDays(7));
    stores.settle(store);
    assertThat(store.status().deadLetters()).isEqualTo(1);
    loop.advance(clock, Duration.ofHours(2));
    stores.settle(store);
    assertThat(sql("SELECT COUNT(*) FROM dead_letter")).isEqualTo("0");
    loop.advance(clock, Duration.ofSeconds(2));
    stores.settle(store);
    loop.advance(clock, Duration.ofSeconds(1));
    assertThat(store.status().deadLetters()).isZero();
  }

  @Test
  void hostileTextComesBackAsItWas() {
    Store store = stores.open(file());
    List<String> texts = List.of("a'; DROP TABLE callback; --", "\u0000\u0000", "\ud83d\ude00 \r\n\t", "\"\\", "x".repeat(100_000));
    for (String text : texts) {
      Lane lane = new Lane(text, "http://app/" + text);
      Callback callback = new Callback(UUID.randomUUID(), lane, "POST", lane.url(), true, Map.of(text, text), text, clock.now());
      loop.await(() -> store.outbox().add(callback));
      loop.await(() -> store.states().put(text, text, text));
    }
    stores.close(store);
    Store again = stores.open(file());
    for (String text : texts) {
      Entry head = loop.await(() -> again.outbox().head(new Lane(text, "http://app/" + text))).orElseThrow();
      assertThat(head.callback().parameters()).containsExactly(Map.entry(text, text));
      assertThat(head.callback().authId()).isEqualTo(text);
      assertThat(loop.run(() -> again.states().all(text))).containsExactly(Map.entry(text, text));
    }
  }
}
