package org.confab.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.confab.callback.Callback;
import org.confab.callback.Lane;

/** A callback as columns: id, method, url, trusted, parameters, auth_id, decided_at, in this order. */
final class Rows {

  static final String COLUMNS = "id, method, url, trusted, parameters, auth_id, decided_at";

  private static final String ACTION =
      "COALESCE(json_extract(parameters, '$.ConferenceAction'), json_extract(parameters, '$.Event'), '') AS action";
  /** What {@link #letter} reads of dead_letter. */
  static final String LETTER = "id, died_at, COALESCE(json_extract(parameters, '$.ConferenceName'), conference) AS conference, url, " + ACTION
      + ", reason, attempts, replay";
  /** What {@link #pending} reads of callback and its lane. */
  static final String PENDING = "callback.id AS id, decided_at, COALESCE(json_extract(parameters, '$.ConferenceName'), conference) AS conference, "
      + "callback.url AS url, " + ACTION + ", sequence";

  /** In ASCII, so that text which is no Unicode (half a pair of surrogates) comes back as it was. */
  private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(
      StreamReadConstraints.builder().maxNameLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).build()).build())
      .enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final TypeReference<LinkedHashMap<String, String>> PARAMETERS = new TypeReference<>() {};

  private Rows() {}

  /** @param first the index of the id */
  static void bind(PreparedStatement statement, int first, Callback callback) throws SQLException {
    statement.setString(first, callback.id().toString());
    statement.setString(first + 1, callback.method());
    statement.setString(first + 2, callback.url());
    statement.setBoolean(first + 3, callback.trusted());
    statement.setString(first + 4, json(callback.parameters()));
    statement.setString(first + 5, callback.authId());
    statement.setLong(first + 6, callback.decidedAt().toEpochMilli());
  }

  static Callback callback(ResultSet row, Lane lane) throws SQLException {
    return new Callback(UUID.fromString(row.getString("id")), lane, row.getString("method"), row.getString("url"),
        row.getBoolean("trusted"), parameters(row.getString("parameters")), row.getString("auth_id"), Instant.ofEpochMilli(row.getLong("decided_at")));
  }

  static DeadLetter letter(ResultSet row) throws SQLException {
    return new DeadLetter(row.getString("id"), Instant.ofEpochMilli(row.getLong("died_at")), row.getString("conference"), row.getString("url"),
        row.getString("action"), row.getString("reason"), row.getInt("attempts"), row.getBoolean("replay"));
  }

  static PendingCallback pending(ResultSet row) throws SQLException {
    return new PendingCallback(row.getString("id"), Instant.ofEpochMilli(row.getLong("decided_at")), row.getString("conference"),
        row.getString("url"), row.getString("action"), row.getLong("sequence"));
  }

  private static String json(Map<String, String> parameters) {
    try {
      return JSON.writeValueAsString(parameters);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static Map<String, String> parameters(String json) throws SQLException {
    try {
      return JSON.readValue(json, PARAMETERS);
    } catch (JsonProcessingException broken) {
      throw new SQLException("the parameters of a callback are not JSON");
    }
  }
}
