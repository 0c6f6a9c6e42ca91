package org.confab.store;

import io.vertx.core.Future;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * An account's callbacks that are in the file. Callable on any thread; the futures complete on the store's context, and fail while the file
 * cannot be read. What is held in memory alone, since the disk does not take it, is not among them.
 */
public final class StoredCallbacks {

  /** Some of what there is. @param total how much there is */
  public record Page<T>(long total, List<T> items) {
    public Page {
      items = List.copyOf(items);
    }
  }

  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private final Store store;

  StoredCallbacks(Store store) {
    this.store = store;
  }

  /** Those that wait, or are on their way, in the order in which they were decided. */
  public Future<Page<PendingCallback>> pending(String account, int limit, int offset) {
    return store.ask(database -> page(database, account, limit, offset, "SELECT COUNT(*) FROM callback WHERE auth_id = ?",
        "SELECT " + Rows.PENDING + " FROM callback JOIN lane ON lane.id = callback.lane WHERE auth_id = ? ORDER BY position LIMIT ? OFFSET ?",
        Rows::pending));
  }

  /** The oldest first; those that are to be sent again, and wait for it, too. */
  public Future<Page<DeadLetter>> deadLetters(String account, int limit, int offset) {
    return store.ask(database -> page(database, account, limit, offset, "SELECT COUNT(*) FROM dead_letter WHERE auth_id = ?",
        "SELECT " + Rows.LETTER + " FROM dead_letter WHERE auth_id = ? ORDER BY died_at, position LIMIT ? OFFSET ?", Rows::letter));
  }

  /** Has a dead letter sent again, within a few seconds. False if the account has no such dead letter. */
  public Future<Boolean> replay(String account, String id) {
    return store.ask(database -> {
      PreparedStatement mark = database.statement("UPDATE dead_letter SET replay = 1 WHERE id = ? AND auth_id = ?");
      mark.setString(1, id);
      mark.setString(2, account);
      return mark.executeUpdate() == 1;
    });
  }

  private static <T> Page<T> page(Database database, String account, int limit, int offset, String count, String query, Row<T> reader)
      throws SQLException {
    PreparedStatement counting = database.statement(count);
    counting.setString(1, account);
    long total;
    try (ResultSet row = counting.executeQuery()) {
      total = row.next() ? row.getLong(1) : 0;
    }
    PreparedStatement reading = database.statement(query);
    reading.setString(1, account);
    reading.setInt(2, limit);
    reading.setInt(3, offset);
    List<T> items = new ArrayList<>();
    try (ResultSet row = reading.executeQuery()) {
      while (row.next()) {
        items.add(reader.of(row));
      }
    }
    return new Page<>(total, items);
  }
}
