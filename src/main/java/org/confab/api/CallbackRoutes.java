package org.confab.api;

import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.confab.plivo.Printable;
import org.confab.store.DeadLetter;
import org.confab.store.PendingCallback;
import org.confab.store.StoredCallbacks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beyond Plivo: the callbacks that an account's applications have not taken, and dead ones once more. URLs are whole here: they are that
 * account's own.
 */
public final class CallbackRoutes implements Routes {

  private enum State { PENDING, DEAD }

  private static final Logger LOG = LoggerFactory.getLogger(CallbackRoutes.class);
  private static final int USUAL_LIMIT = 20;
  private static final int MOST = 100;
  private static final int LARGEST_OFFSET = 999_999_999;

  private final StoredCallbacks callbacks;

  public CallbackRoutes(StoredCallbacks callbacks) {
    this.callbacks = callbacks;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("Callback/", this::list), Route.post("Callback/{callback_id}/Replay/", this::replay).once());
  }

  private Future<Answer> list(ApiRequest request) {
    State state = request.parameters().choice("state", State.class).orElseThrow(() -> new BadRequest("state is missing: pending or dead"));
    int limit = request.parameters().number("limit", USUAL_LIMIT, 1, MOST);
    int offset = request.parameters().number("offset", 0, 0, LARGEST_OFFSET);
    Future<Answer> answer = state == State.PENDING
        ? callbacks.pending(request.account(), limit, offset)
            .map(page -> list(request, state, limit, offset, page.total(), page.items().stream().map(CallbackRoutes::body).toList()))
        : callbacks.deadLetters(request.account(), limit, offset)
            .map(page -> list(request, state, limit, offset, page.total(), page.items().stream().map(CallbackRoutes::body).toList()));
    return orUnavailable(answer);
  }

  /** As Plivo's lists are. */
  private static Answer list(ApiRequest request, State state, int limit, int offset, long total, List<Map<String, Object>> objects) {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("limit", limit);
    meta.put("next", offset + (long) limit < total ? page(request, state, limit, offset + (long) limit) : null);
    meta.put("offset", offset);
    meta.put("previous", offset > 0 ? page(request, state, limit, Math.max(0, offset - limit)) : null);
    meta.put("total_count", total);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("meta", meta);
    body.put("objects", objects);
    return Answer.of(200, body);
  }

  private static String page(ApiRequest request, State state, int limit, long offset) {
    return "/v1/Account/" + URLEncoder.encode(request.account(), StandardCharsets.UTF_8) + "/Callback/?state=" + state.name().toLowerCase(Locale.ROOT)
        + "&limit=" + limit + "&offset=" + offset;
  }

  private static Map<String, Object> body(PendingCallback callback) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("callback_id", callback.id());
    body.put("state", "pending");
    body.put("conference_name", callback.conference());
    body.put("action", callback.action());
    body.put("url", callback.url());
    body.put("decided_at", callback.decidedAt().truncatedTo(ChronoUnit.MILLIS).toString());
    body.put("sequence", Long.toString(callback.sequence()));
    return body;
  }

  private static Map<String, Object> body(DeadLetter letter) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("callback_id", letter.id());
    body.put("state", "dead");
    body.put("conference_name", letter.conference());
    body.put("action", letter.action());
    body.put("url", letter.url());
    body.put("died_at", letter.diedAt().truncatedTo(ChronoUnit.MILLIS).toString());
    body.put("reason", letter.reason());
    body.put("attempts", Integer.toString(letter.attempts()));
    body.put("replay", letter.replay());
    return body;
  }

  private Future<Answer> replay(ApiRequest request) {
    String id = request.name("callback_id");
    return orUnavailable(callbacks.replay(request.account(), id).map(found -> {
      if (!found) {
        return Answer.error(404, "no dead letter has the id " + Printable.of(id));
      }
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("message", "callback will be sent again");
      body.put("callback_id", id);
      return Answer.of(202, body);
    }));
  }

  private static Future<Answer> orUnavailable(Future<Answer> answer) {
    return answer.recover(failure -> {
      LOG.warn("REST: the store cannot be asked for callbacks: {}", Printable.of(String.valueOf(failure.getMessage())));
      return Future.succeededFuture(Answer.error(503, "the store cannot be read now; ask again"));
    });
  }
}
