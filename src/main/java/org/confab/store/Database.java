package org.confab.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.confab.callback.Callback;
import org.confab.callback.Lane;
import org.confab.callback.Outbox.Entry;
import org.confab.store.Change.StateKey;

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

  private final Connection connection;
  private final boolean isNew;
  private final Statements statements;
  private final ChangeWriter writer;

  private Database(Connection connection, boolean isNew) {
    this.connection = connection;
    this.isNew = isNew;
    this.statements = new Statements(connection);
    this.writer = new ChangeWriter(statements);
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

  /** Prepared once, and kept. */
  PreparedStatement prepared(String sql) throws SQLException {
    return statements.of(sql);
  }

  /** Whether there was nothing in it before. */
  boolean isNew() {
    return isNew;
  }

  Contents contents() throws SQLException {
    List<StoredLane> lanes = new ArrayList<>();
    String query = """
        SELECT id, conference, url, last, ended, waiting, first, oldest FROM lane LEFT JOIN
        (SELECT lane, COUNT(*) AS waiting, MIN(sequence) AS first, MIN(decided_at) AS oldest FROM callback GROUP BY lane)
        ON lane = id ORDER BY id""";
    try (ResultSet row = statements.of(query).executeQuery()) {
      while (row.next()) {
        int waiting = row.getInt("waiting");
        long last = row.getLong("last");
        lanes.add(new StoredLane(row.getLong("id"), new Lane(row.getString("conference"), row.getString("url")), last,
            row.getBoolean("ended"), waiting, waiting == 0 ? last : row.getLong("first") - 1, Instant.ofEpochMilli(row.getLong("oldest"))));
      }
    }
    Map<StateKey, String> states = new LinkedHashMap<>();
    try (ResultSet row = statements.of("SELECT kind, key, value FROM state ORDER BY kind, key").executeQuery()) {
      while (row.next()) {
        states.put(new StateKey(row.getString(1), row.getString(2)), row.getString(3));
      }
    }
    return new Contents(lanes, statements.number("SELECT MAX(position) FROM (SELECT MAX(position) AS position FROM callback "
        + "UNION ALL SELECT MAX(position) FROM dead_letter)"), statements.number("SELECT MAX(id) FROM lane"), states, deadLetters());
  }

  int deadLetters() throws SQLException {
    return (int) statements.number("SELECT (SELECT COUNT(*) FROM dead_letter) - (SELECT COUNT(*) FROM dead_letter WHERE replay = 1)");
  }

  /** The oldest callbacks of a lane after one that is done. */
  List<Stored> callbacks(long laneId, Lane lane, long after, int most) throws SQLException {
    PreparedStatement query = statements.of("SELECT position, sequence, " + Rows.COLUMNS + " FROM callback WHERE lane = ? AND sequence > ? "
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
    PreparedStatement query = statements.of(
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
    statements.transaction(() -> {
      for (Change change : changes) {
        writer.write(change);
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
    statements.transaction(() -> {
      statements.update("DELETE FROM callback WHERE position > ?", position);
      statements.update("DELETE FROM lane WHERE id > ?", lane);
      for (Change change : held) {
        writer.write(change);
      }
    });
  }

  /**
   * What an earlier process left and this one could not read when it began: its callbacks are marked to be put behind their lanes, of
   * which this process knows others by now; its states are nobody's any more.
   */
  void leaveBehind(Instant now) throws SQLException {
    statements.transaction(() -> {
      writer.bury("", now, "the store could not be read when Confab started", 0, true);
      statements.update("DELETE FROM callback");
      statements.update("DELETE FROM lane");
      statements.update("DELETE FROM state");
    });
  }

  /** Gives back some of the space that the file no longer needs. */
  void shrink() throws SQLException {
    try (ResultSet rows = statements.of("PRAGMA incremental_vacuum(2000)").executeQuery()) {
      while (rows.next()) {
        // each step frees a page
      }
    }
  }

  /** Closes the file; its log is then empty, unless somebody else reads. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
