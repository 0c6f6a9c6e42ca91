package org.confab.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A connection's prepared statements, each made once. */
final class Statements {

  /** Work that is done wholly or not at all. */
  interface Work {
    void run() throws SQLException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  PreparedStatement of(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    return known;
  }

  void update(String sql, Object... values) throws SQLException {
    PreparedStatement statement = of(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.executeUpdate();
  }

  /** The first column of the first row; 0 if there is none. */
  long number(String query) throws SQLException {
    try (ResultSet row = of(query).executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  void transaction(Work work) throws SQLException {
    of("BEGIN IMMEDIATE").execute();
    try {
      work.run();
      of("COMMIT").execute();
    } catch (SQLException | RuntimeException failed) {
      try (var statement = connection.createStatement()) {
        statement.execute("ROLLBACK");
      } catch (SQLException already) {
        // a full disk may have ended the transaction; what failed is told by the first exception
        failed.addSuppressed(already);
      }
      throw failed;
    }
  }
}
