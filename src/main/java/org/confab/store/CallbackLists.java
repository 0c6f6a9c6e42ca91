package org.confab.store;

import io.vertx.core.Future;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What waits in the store, and what is dead in it, for operators. Callable on any thread; futures are completed on the store's context. */
public final class CallbackLists {

  /**
   * A callback that is not delivered yet. Its texts come from callers and applications.
   *
   * @param conference the conference's name; where it belongs to none, the name of its lane
   * @param url        as configured, with its query
   * @param action     what it tells: {@code ConferenceAction}, else {@code Event}; empty if neither
   */
  public record Waiting(String id, Instant decidedAt, String conference, String url, String action) {}

  private static final String CONFERENCE = "COALESCE(json_extract(parameters, '$.ConferenceName'), conference)";
  private static final String ACTION = "COALESCE(json_extract(parameters, '$.ConferenceAction'), json_extract(parameters, '$.Event'), '')";

  private final Store store;

  CallbackLists(Store store) {
    this.store = store;
  }

  /** The oldest that wait, as far as they are on the disk. */
  public Future<List<Waiting>> waiting(int most) {
    return store.ask(database -> {
      PreparedStatement query = database.statement("SELECT callback.id, decided_at, " + CONFERENCE + ", callback.url, " + ACTION
          + " FROM callback JOIN lane ON lane.id = callback.lane ORDER BY position LIMIT ?");
      query.setInt(1, most);
      List<Waiting> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(new Waiting(row.getString(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3), row.getString(4), row.getString(5)));
        }
      }
      return found;
    });
  }

  /** The dead letters that died last, the last one first. */
  public Future<List<DeadLetter>> dead(int most) {
    return store.ask(database -> {
      PreparedStatement query = database.statement("SELECT id, died_at, " + CONFERENCE + ", url, " + ACTION
          + ", reason, attempts, replay FROM dead_letter ORDER BY died_at DESC, position DESC LIMIT ?");
      query.setInt(1, most);
      List<DeadLetter> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(new DeadLetter(row.getString(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3), row.getString(4), row.getString(5),
              row.getString(6), row.getInt(7), row.getBoolean(8)));
        }
      }
      return found;
    });
  }

  /** Marks these to be sent again, which happens within seconds; returns how many of them there are. */
  public Future<Integer> replay(Collection<String> ids) {
    List<String> known = List.copyOf(ids);
    return store.ask(database -> {
      PreparedStatement mark = database.statement("UPDATE dead_letter SET replay = 1 WHERE id = ?");
      int marked = 0;
      for (String id : known) {
        mark.setString(1, id);
        marked += mark.executeUpdate();
      }
      return marked;
    });
  }

  /** Marks all dead letters to be sent again; returns how many. */
  public Future<Integer> replayAll() {
    return store.ask(database -> database.statement("UPDATE dead_letter SET replay = 1 WHERE replay = 0").executeUpdate());
  }
}
