package org.confab.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables, by version ({@code user_version}). A version that was released is never changed: a change is a further version. */
final class Schema {

  /** "Conf", so that another program's file is not taken for ours. */
  private static final int APPLICATION = 0x436F6E66;

  /** What makes version 1, 2… of the one before it. */
  private static final List<List<String>> VERSIONS = List.of(
      List.of(
          """
          CREATE TABLE lane (
            id INTEGER PRIMARY KEY, conference TEXT NOT NULL, url TEXT NOT NULL, last INTEGER NOT NULL, ended INTEGER NOT NULL
          )""",
          """
          CREATE TABLE callback (
            position INTEGER PRIMARY KEY, lane INTEGER NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL, method TEXT NOT NULL,
            url TEXT NOT NULL, trusted INTEGER NOT NULL, parameters TEXT NOT NULL, auth_id TEXT NOT NULL, decided_at INTEGER NOT NULL
          )""",
          "CREATE UNIQUE INDEX callback_of_lane ON callback (lane, sequence)",
          """
          CREATE TABLE dead_letter (
            id TEXT PRIMARY KEY, position INTEGER NOT NULL, conference TEXT NOT NULL, lane_url TEXT NOT NULL, method TEXT NOT NULL,
            url TEXT NOT NULL, trusted INTEGER NOT NULL, parameters TEXT NOT NULL, auth_id TEXT NOT NULL, decided_at INTEGER NOT NULL,
            died_at INTEGER NOT NULL, reason TEXT NOT NULL, attempts INTEGER NOT NULL, replay INTEGER NOT NULL DEFAULT 0
          )""",
          "CREATE INDEX dead_letter_by_time ON dead_letter (died_at)",
          "CREATE INDEX dead_letter_to_replay ON dead_letter (position) WHERE replay = 1"),
      List.of("CREATE TABLE state (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID"));

  private Schema() {}

  /** The version that this Confab writes. */
  static int present() {
    return VERSIONS.size();
  }

  /** The file's version; 0 if it is empty. Throws {@link StoreRefused} if the file is another program's, or a later Confab's. */
  static int version(Connection connection, String name) throws SQLException {
    int application = number(connection, "PRAGMA application_id");
    int version = number(connection, "PRAGMA user_version");
    if (application != APPLICATION && (application != 0 || version != 0 || number(connection, "SELECT COUNT(*) FROM sqlite_master") > 0)) {
      throw new StoreRefused(name + " (store.path) is a SQLite file of another program; name one that does not exist yet");
    }
    if (version > present()) {
      throw new StoreRefused(name + " (store.path) was written by a later Confab: its schema has version " + version
          + ", and this one knows " + present() + ". Start that Confab, or name another file; what waits in this one is then not delivered");
    }
    return version;
  }

  /** Brings the file to the present version, in one transaction. */
  static void migrate(Connection connection, int from) throws SQLException {
    if (from == present()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      try {
        for (List<String> version : VERSIONS.subList(from, present())) {
          for (String sql : version) {
            statement.execute(sql);
          }
        }
        statement.execute("PRAGMA application_id = " + APPLICATION);
        statement.execute("PRAGMA user_version = " + present());
        statement.execute("COMMIT");
      } catch (SQLException failed) {
        statement.execute("ROLLBACK");
        throw failed;
      }
    }
  }

  static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }
}
