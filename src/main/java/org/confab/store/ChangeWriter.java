package org.confab.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.confab.http.PlainUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes as SQL; within a transaction of the caller's. */
final class ChangeWriter {

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

  private final Statements statements;

  ChangeWriter(Statements statements) {
    this.statements = statements;
  }

  /** A change that no disk would take is a defect of ours, and must not keep out those behind it. */
  void write(Change change) throws SQLException {
    try {
      execute(change);
    } catch (SQLException | RuntimeException failure) {
      if (failure instanceof SQLException sql && !DiskFault.ofTheValue(sql)) {
        throw failure;
      }
      log.error("A {} cannot be stored, whatever the disk: {}", change.getClass().getSimpleName(), PlainUrl.printable(failure.toString()));
    }
  }

  private void execute(Change change) throws SQLException {
    if (change instanceof Change.Added added) {
      PreparedStatement insert = statements.of(ADD);
      insert.setLong(1, added.position());
      insert.setLong(2, added.lane());
      insert.setLong(3, added.sequence());
      Rows.bind(insert, 4, added.callback());
      insert.executeUpdate();
    } else if (change instanceof Change.LaneIs is) {
      statements.update(LANE, is.id(), is.lane().conference(), is.lane().url(), is.last(), is.ended() ? 1 : 0);
    } else if (change instanceof Change.LaneForgotten forgotten) {
      statements.update("DELETE FROM lane WHERE id = ?", forgotten.id());
    } else if (change instanceof Change.Delivered delivered) {
      statements.update("DELETE FROM callback WHERE position = ?", delivered.position());
    } else if (change instanceof Change.Dead dead) {
      bury(" WHERE position = ?", dead.at(), dead.reason(), dead.attempts(), false, dead.position());
      statements.update("DELETE FROM callback WHERE position = ?", dead.position());
    } else if (change instanceof Change.Letter letter) {
      PreparedStatement insert = statements.of(LETTER);
      insert.setLong(1, letter.added().position());
      insert.setString(2, letter.added().callback().lane().conference());
      insert.setString(3, letter.added().callback().lane().url());
      Rows.bind(insert, 4, letter.added().callback());
      insert.setLong(11, letter.dead().at().toEpochMilli());
      insert.setString(12, letter.dead().reason());
      insert.setInt(13, letter.dead().attempts());
      insert.executeUpdate();
    } else if (change instanceof Change.Replayed replayed) {
      statements.update("DELETE FROM dead_letter WHERE id = ? AND replay = 1", replayed.id());
    } else if (change instanceof Change.Purged purged) {
      statements.update("DELETE FROM dead_letter WHERE died_at < ? AND replay = 0", purged.before().toEpochMilli());
    } else if (change instanceof Change.Put put) {
      statements.update("INSERT OR REPLACE INTO state (kind, key, value) VALUES (?, ?, ?)", put.key().kind(), put.key().key(), put.value());
    } else if (change instanceof Change.Removed removed) {
      statements.update("DELETE FROM state WHERE kind = ? AND key = ?", removed.key().kind(), removed.key().key());
    }
  }

  /** Makes dead letters of the callbacks that {@code where} selects, and leaves their rows. */
  void bury(String where, Instant at, String reason, int attempts, boolean replay, Object... which) throws SQLException {
    List<Object> values = new ArrayList<>(List.of(at.toEpochMilli(), reason, attempts, replay ? 1 : 0));
    values.addAll(List.of(which));
    statements.update(BURY + where, values.toArray());
  }
}
