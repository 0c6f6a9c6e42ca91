package org.confab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.confab.callback.Callback;
import org.confab.callback.Lane;
import org.confab.callback.Outbox.Entry;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of the schema's first version ({@code store/version-1.db}, made by the SQL beside it) is brought up to date, and nothing in it is lost. */
class MigrationTest {

  private static final Lane WEEKLY = new Lane("MAAAAAAAAAAAAAAAAAAA/weekly", "http://app/events#rc=0");
  private static final Lane ZOE = new Lane("MAAAAAAAAAAAAAAAAAAA/Zoë", "http://app/events");
  private static final Lane QUIET = new Lane("MAAAAAAAAAAAAAAAAAAA/quiet", "http://app/events");

  @TempDir
  Path folder;

  private final Loop loop = new Loop();
  private final ManualClock clock = new ManualClock();
  private final Stores stores = new Stores(loop, clock);
  private Path file;

  @BeforeEach
  void copy() throws IOException {
    file = folder.resolve("confab.db");
    try (InputStream fixture = MigrationTest.class.getResourceAsStream("/store/version-1.db")) {
      Files.copy(fixture, file);
    }
    assertThat(sql("PRAGMA user_version")).containsExactly("1");
  }

  @AfterEach
  void close() {
    stores.close();
    loop.close();
  }

  private List<String> sql(String query) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file); Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        rows.add(row.getString(1));
      }
      return rows;
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  private List<Entry> drained(Store store, Lane lane) {
    List<Entry> all = new ArrayList<>();
    for (var head = loop.await(() -> store.outbox().head(lane)); head.isPresent(); head = loop.await(() -> store.outbox().head(lane))) {
      Entry entry = head.get();
      all.add(entry);
      loop.await(() -> store.outbox().delivered(entry));
    }
    return all;
  }

  private Callback callback(Lane lane) {
    return new Callback(UUID.randomUUID(), lane, "POST", lane.url(), true, Map.of("id", "new"), "MAAAAAAAAAAAAAAAAAAA", clock.now());
  }

  private static String idOf(Entry entry) {
    return entry.callback().id().toString();
  }

  @Test
  void fileOfVersionOneIsBroughtUpToDateAndNothingInItIsLost() {
    Store store = stores.open(file);
    assertThat(sql("PRAGMA user_version")).containsExactly(Integer.toString(Schema.present()));
    assertThat(store.outbox().pending()).isEqualTo(3);
    assertThat(store.status().deadLetters()).isEqualTo(1);
    assertThat(loop.await(() -> store.outbox().add(callback(WEEKLY))).sequence()).isEqualTo(13);
    assertThat(loop.await(() -> store.outbox().add(callback(QUIET))).sequence()).as("a number outlives the migration").isEqualTo(6);
    loop.await(() -> store.states().put("call", "1", "{}"));

    List<Entry> weekly = drained(store, WEEKLY);
    assertThat(weekly).extracting(Entry::sequence).containsExactly(11L, 12L, 13L);
    assertThat(weekly.get(0).callback()).isEqualTo(new Callback(UUID.fromString("6a8bcd29-9b16-4cf2-9a43-0d4eb1e3b34b"), WEEKLY, "POST", WEEKLY.url(),
        true, Map.of("ConferenceName", "weekly", "ConferenceAction", "enter", "From", "4915100001"), "MAAAAAAAAAAAAAAAAAAA",
        Instant.parse("2026-11-22T08:00:00Z")));
    assertThat(idOf(weekly.get(1))).isEqualTo("97ee4a8b-6f1a-4a50-a1a9-f2a7a2f0c9d3");
    List<Entry> zoe = drained(store, ZOE);
    assertThat(zoe).extracting(Entry::sequence).containsExactly(3L);
    assertThat(zoe.get(0).callback().method()).isEqualTo("GET");
    assertThat(zoe.get(0).callback().trusted()).isFalse();
    assertThat(loop.await(() -> store.outbox().add(callback(ZOE))).sequence()).as("it had ended").isEqualTo(1);

    loop.advance(clock, Duration.ofSeconds(2));
    stores.settle(store);
    List<Entry> quiet = drained(store, QUIET);
    assertThat(quiet).extracting(Entry::sequence).containsExactly(6L, 7L);
    assertThat(idOf(quiet.get(1))).as("it was marked to be sent again").isEqualTo("c7a4d0c2-1a0e-4c39-9a64-6a3b8e1d2f02");
    try (DeadLetters letters = DeadLetters.open(file)) {
      List<DeadLetter> left = new ArrayList<>();
      letters.each(left::add);
      assertThat(left).containsExactly(new DeadLetter("5d1f6e2c-8b0e-4f0a-8d55-2f2f3a9b7c01", Instant.ofEpochSecond(1795334301), "weekly",
          "http://app/events#rc=0", "enter", "replied 404", 1, false));
    }
    stores.close(store);
    assertThat(sql("PRAGMA integrity_check")).containsExactly("ok");
    assertThat(stores.open(file).outbox().pending()).as("only the one to Zoë").isEqualTo(1);
  }

  @Test
  void migrationIsAllOrNothing() {
    FailingDisk disk = new FailingDisk();
    disk.failsAt("CREATE TABLE state");
    Store store = stores.open(file, Stores.USUAL, disk);
    loop.await(() -> store.outbox().add(callback(WEEKLY)));
    assertThat(loop.run(store::status).writable()).isFalse();
    assertThat(sql("PRAGMA user_version")).containsExactly("1");
    assertThat(sql("SELECT COUNT(*) FROM sqlite_master WHERE name = 'state'")).containsExactly("0");
    assertThat(sql("SELECT COUNT(*) FROM callback")).containsExactly("3");
    disk.works();
    for (int i = 0; i < 3; i++) {
      loop.advance(clock, Duration.ofSeconds(2));
      stores.settle(store);
    }
    assertThat(loop.run(store::status).writable()).as(loop.run(store::status).reason()).isTrue();
    assertThat(sql("PRAGMA user_version")).containsExactly(Integer.toString(Schema.present()));
    // what could not be read at the start comes behind what is newer, all of it
    assertThat(store.outbox().pending()).isEqualTo(5);
  }

  @Test
  void deadLettersOfAnOlderFileAreNotTouchedByTheCommand() {
    assertThatThrownBy(() -> DeadLetters.open(file)).isInstanceOf(StoreRefused.class).hasMessageContaining("made by an earlier Confab")
        .hasMessageContaining("start this one once");
    assertThat(sql("PRAGMA user_version")).containsExactly("1");
  }
}
