package org.confab.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The dead letters of a file, for an operator: beside a Confab that runs, which sees what is marked within a few seconds, or without one.
 * Blocking. Every method fails with {@link StoreRefused}, whose message says what is wrong.
 */
public final class DeadLetters implements AutoCloseable {

  private final Path file;
  private final Connection connection;

  private DeadLetters(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** Opens a file that a Confab of this version made. */
  public static DeadLetters open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new StoreRefused(file + " (store.path): there is no such file. Confab makes it at its first start");
    }
    try {
      Connection connection = Connections.SQLITE.open(Connections.url(file.toAbsolutePath()));
      try {
        int version = Schema.version(connection, file.toString());
        if (version < Schema.present()) {
          throw new StoreRefused(file + " (store.path) was made by an earlier Confab; start this one once, and it is brought up to date");
        }
        return new DeadLetters(file, connection);
      } catch (SQLException | RuntimeException failed) {
        connection.close();
        throw failed;
      }
    } catch (SQLException failed) {
      throw refused(file, failed);
    }
  }

  private static StoreRefused refused(Path file, SQLException failed) {
    return new StoreRefused(file + " (store.path) cannot be used: " + DiskFault.words(failed));
  }

  /** All of them, one after the other, the oldest first. */
  public void each(Consumer<DeadLetter> consumer) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + Rows.LETTER + " FROM dead_letter ORDER BY died_at, position")) {
      while (row.next()) {
        consumer.accept(Rows.letter(row));
      }
    } catch (SQLException failed) {
      throw refused(file, failed);
    }
  }

  /** Marks all of them to be sent again. Returns how many. */
  public int replayAll() {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate("UPDATE dead_letter SET replay = 1 WHERE replay = 0");
    } catch (SQLException failed) {
      throw refused(file, failed);
    }
  }

  /** Marks these to be sent again. Returns those of the ids that no dead letter has; if there is one, nothing is marked. */
  public Set<String> replay(Collection<String> ids) {
    Set<String> unknown = new LinkedHashSet<>();
    try (Statement transaction = connection.createStatement();
        PreparedStatement mark = connection.prepareStatement("UPDATE dead_letter SET replay = 1 WHERE id = ?")) {
      transaction.execute("BEGIN IMMEDIATE");
      try {
        for (String id : ids) {
          mark.setString(1, id);
          if (mark.executeUpdate() == 0) {
            unknown.add(id);
          }
        }
        transaction.execute(unknown.isEmpty() ? "COMMIT" : "ROLLBACK");
      } catch (SQLException failed) {
        transaction.execute("ROLLBACK");
        throw failed;
      }
    } catch (SQLException failed) {
      throw refused(file, failed);
    }
    return unknown;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failed) {
      throw refused(file, failed);
    }
  }
}
