package org.confab.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.confab.callback.Callback;
import org.confab.callback.Lane;
import org.confab.callback.Outbox.Entry;
import org.confab.http.PlainUrl;
import org.confab.store.Change.StateKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file while it is open; used by one thread. */
final class Database implements AutoCloseable {

  /** A stored callback where it is. */
  record Stored(long position, Entry entry) {}

  /** A lane as an earlier process left it; {@code oldest} has no meaning if nothing waits. */
  record StoredLane(long id, Lane lane, long last, boolean ended, int waiting, long done, Instant oldest) {}

  /** What is in the file when it is opened. */
  record Contents(List<StoredLane> lanes, long lastPosition, long lastLane, Map<StateKey, String> states, int deadLetters) {
    static Contents none() {
      return new Contents(List.of(), 0, 0, Map.of(), 0);
    }
  }

  /** A dead letter that an operator wants sent again. */
  record Marked(String id, Callback callback) {}

  private static final Logger log = LoggerFactory.getLogger(Store.class);
  private static final String ADD =
      "INSERT OR REPLACE INTO callback (position, lane, sequence, " + Rows.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String LANE = """
      INSERT INTO lane (id, conference, url, last, ended) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET last = excluded.last, ended = excluded.ended""";
  private static final String LETTER_COLUMNS = "position, conference, lane_url, method, url, trusted, parameters, auth_id, decided_at";
  private static final String BURY = "INSERT OR REPLACE INTO dead_letter (id, " + LETTER_COLUMNS + ", died_at, reason, attempts, replay) "
      + "SELECT callback.id, position, conference, lane.url, method, callback.url, trusted, parameters, auth_id, decided_at, ?, ?, ?, ? "
      + "FROM callback JOIN lane ON lane.id = callback.lane";

  private static final String LETTER = "INSERT OR REPLACE INTO dead_letter (position, conference, lane_url, " + Rows.COLUMNS
      + ", died_at, reason, attempts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Connection connection;
  private final boolean isNew;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private Database(Connection connection, boolean isNew) {
    this.connection = connection;
    this.isNew = isNew;
  }

  /**
   * Opens a file that is there, at the present version.
   *
   * @throws StoreRefused if it is another program's or a later Confab's
   */
  static Database open(Connections connections, String url, String name) throws SQLException {
    Connection connection = connections.open(url);
    try {
      // first, and before anything is written
      int version = Schema.version(connection, name);
      if (version == 0) {
        execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
      } else {
        String found = text(connection, "PRAGMA quick_check(1)");
        if (!found.equals("ok")) {
          throw new SQLException(found, "", DiskFault.CORRUPT);
        }
      }
      String mode = text(connection, "PRAGMA journal_mode = WAL");
      if (!mode.equals("wal") && !mode.equals("memory")) {
        throw new SQLException("its file system knows no write-ahead log; a local disk does");
      }
      // every commit is on the disk before it is done
      execute(connection, "PRAGMA synchronous = FULL");
      execute(connection, "PRAGMA journal_size_limit = 16777216");
      Schema.migrate(connection, version);
      return new Database(connection, version == 0);
    } catch (SQLException | RuntimeException failed) {
      connection.close();
      throw failed;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  /** The first column of the first row. */
  String text(String query) throws SQLException {
    return text(connection, query);
  }

  /** Whether there was nothing in it before. */
  boolean isNew() {
    return isNew;
  }

  Contents contents() throws SQLException {
    List<StoredLane> lanes = new ArrayList<>();
    String query = """
        SELECT id, conference, url, last, ended, waiting, first, oldest FROM lane LEFT JOIN
        (SELECT lane, COUNT(*) AS waiting, MIN(sequence) AS first, MIN(decided_at) AS oldest FROM callback GROUP BY lane) ON lane = id ORDER BY id""";
    try (ResultSet row = statement(query).executeQuery()) {
      while (row.next()) {
        int waiting = row.getInt("waiting");
        long last = row.getLong("last");
        lanes.add(new StoredLane(row.getLong("id"), new Lane(row.getString("conference"), row.getString("url")), last, row.getBoolean("ended"),
            waiting, waiting == 0 ? last : row.getLong("first") - 1, Instant.ofEpochMilli(row.getLong("oldest"))));
      }
    }
    Map<StateKey, String> states = new LinkedHashMap<>();
    try (ResultSet row = statement("SELECT kind, key, value FROM state ORDER BY kind, key").executeQuery()) {
      while (row.next()) {
        states.put(new StateKey(row.getString(1), row.getString(2)), row.getString(3));
      }
    }
    return new Contents(lanes, number("SELECT MAX(position) FROM (SELECT MAX(position) AS position FROM callback "
        + "UNION ALL SELECT MAX(position) FROM dead_letter)"), number("SELECT MAX(id) FROM lane"), states, deadLetters());
  }

  int deadLetters() throws SQLException {
    return (int) number("SELECT (SELECT COUNT(*) FROM dead_letter) - (SELECT COUNT(*) FROM dead_letter WHERE replay = 1)");
  }

  /** The oldest callbacks of a lane after one that is done. */
  List<Stored> callbacks(long laneId, Lane lane, long after, int most) throws SQLException {
    PreparedStatement query = statement("SELECT position, sequence, " + Rows.COLUMNS + " FROM callback WHERE lane = ? AND sequence > ? "
        + "ORDER BY sequence LIMIT ?");
    query.setLong(1, laneId);
    query.setLong(2, after);
    query.setInt(3, most);
    List<Stored> found = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        found.add(new Stored(row.getLong("position"), new Entry(Rows.callback(row, lane), row.getLong("sequence"))));
      }
    }
    return found;
  }

  List<Marked> marked(int most) throws SQLException {
    PreparedStatement query = statement(
        "SELECT conference, lane_url, " + Rows.COLUMNS + " FROM dead_letter WHERE replay = 1 ORDER BY position LIMIT ?");
    query.setInt(1, most);
    List<Marked> found = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        found.add(new Marked(row.getString("id"), Rows.callback(row, new Lane(row.getString("conference"), row.getString("lane_url")))));
      }
    }
    return found;
  }

  /** Writes all of them, or none. */
  void write(Collection<Change> changes) throws SQLException {
    transaction(() -> {
      for (Change change : changes) {
        writeOrSkip(change);
      }
    });
  }

  /**
   * Writes what was held back since a commit failed. What that commit may have left, though it failed, goes first.
   *
   * @param position the last one that is certainly in the file
   * @param lane and the last lane
   */
  void write(Collection<Change> held, long position, long lane) throws SQLException {
    transaction(() -> {
      update("DELETE FROM callback WHERE position > ?", position);
      update("DELETE FROM lane WHERE id > ?", lane);
      for (Change change : held) {
        writeOrSkip(change);
      }
    });
  }

  /**
   * What an earlier process left and this one could not read when it began: its callbacks are marked to be put behind their lanes, of which this
   * process knows others by now; its states are nobody's any more.
   */
  void leaveBehind(Instant now) throws SQLException {
    transaction(() -> {
      bury("", now, "the store could not be read when Confab started", 0, true);
      update("DELETE FROM callback");
      update("DELETE FROM lane");
      update("DELETE FROM state");
    });
  }

  /** Gives back some of the space that the file no longer needs. */
  void shrink() throws SQLException {
    try (ResultSet rows = statement("PRAGMA incremental_vacuum(2000)").executeQuery()) {
      while (rows.next()) {
        // each step frees a page
      }
    }
  }

  /** A change that no disk would take is a defect of ours, and must not keep out those behind it. */
  private void writeOrSkip(Change change) throws SQLException {
    try {
      write(change);
    } catch (SQLException | RuntimeException failure) {
      if (failure instanceof SQLException sql && !DiskFault.ofTheValue(sql)) {
        throw failure;
      }
      log.error("A {} cannot be stored, whatever the disk: {}", change.getClass().getSimpleName(), PlainUrl.printable(failure.toString()));
    }
  }

  private void write(Change change) throws SQLException {
    if (change instanceof Change.Added added) {
      PreparedStatement insert = statement(ADD);
      insert.setLong(1, added.position());
      insert.setLong(2, added.lane());
      insert.setLong(3, added.sequence());
      Rows.bind(insert, 4, added.callback());
      insert.executeUpdate();
    } else if (change instanceof Change.LaneIs is) {
      update(LANE, is.id(), is.lane().conference(), is.lane().url(), is.last(), is.ended() ? 1 : 0);
    } else if (change instanceof Change.LaneForgotten forgotten) {
      update("DELETE FROM lane WHERE id = ?", forgotten.id());
    } else if (change instanceof Change.Delivered delivered) {
      update("DELETE FROM callback WHERE position = ?", delivered.position());
    } else if (change instanceof Change.Dead dead) {
      bury(" WHERE position = ?", dead.at(), dead.reason(), dead.attempts(), false, dead.position());
      update("DELETE FROM callback WHERE position = ?", dead.position());
    } else if (change instanceof Change.Letter letter) {
      PreparedStatement insert = statement(LETTER);
      insert.setLong(1, letter.added().position());
      insert.setString(2, letter.added().callback().lane().conference());
      insert.setString(3, letter.added().callback().lane().url());
      Rows.bind(insert, 4, letter.added().callback());
      insert.setLong(11, letter.dead().at().toEpochMilli());
      insert.setString(12, letter.dead().reason());
      insert.setInt(13, letter.dead().attempts());
      insert.executeUpdate();
    } else if (change instanceof Change.Replayed replayed) {
      update("DELETE FROM dead_letter WHERE id = ? AND replay = 1", replayed.id());
    } else if (change instanceof Change.Purged purged) {
      update("DELETE FROM dead_letter WHERE died_at < ? AND replay = 0", purged.before().toEpochMilli());
    } else if (change instanceof Change.Put put) {
      update("INSERT OR REPLACE INTO state (kind, key, value) VALUES (?, ?, ?)", put.key().kind(), put.key().key(), put.value());
    } else if (change instanceof Change.Removed removed) {
      update("DELETE FROM state WHERE kind = ? AND key = ?", removed.key().kind(), removed.key().key());
    }
  }

  private void bury(String where, Instant at, String reason, int attempts, boolean replay, Object... which) throws SQLException {
    List<Object> values = new ArrayList<>(List.of(at.toEpochMilli(), reason, attempts, replay ? 1 : 0));
    values.addAll(List.of(which));
    update(BURY + where, values.toArray());
  }

  private interface Work {
    void run() throws SQLException;
  }

  private void transaction(Work work) throws SQLException {
    statement("BEGIN IMMEDIATE").execute();
    try {
      work.run();
      statement("COMMIT").execute();
    } catch (SQLException | RuntimeException failed) {
      try {
        execute(connection, "ROLLBACK");
      } catch (SQLException already) {
        // a full disk may have ended the transaction; what failed is told by the first exception
        failed.addSuppressed(already);
      }
      throw failed;
    }
  }

  private void update(String sql, Object... values) throws SQLException {
    PreparedStatement statement = statement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.executeUpdate();
  }

  private long number(String query) throws SQLException {
    try (ResultSet row = statement(query).executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    return known;
  }

  /** Closes the file; its log is then empty, unless somebody else reads. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
