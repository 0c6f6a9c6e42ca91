package org.confab.api;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confab.live.CallView;
import org.confab.live.LiveCalls;
import org.confab.live.Outcome;
import org.confab.live.Placed;
import org.confab.plivo.Direction;
import org.confab.plivo.HttpMethod;

/**
 * Calls: placed, seen, hung up, led to another document, and what is heard and sent on them (docs.plivo.com/docs/voice/api/call). Numbers are as in
 * callbacks, without a plus.
 */
public final class CallRoutes implements Routes {

  private static final String CALL = "Call/{call_uuid}/";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int MOST_TRANSFERS = 1000;

  /** Where a call was last sent. */
  private record Transfer(String account, String uuid, String url, HttpMethod method, long number) {}

  private final LiveCalls calls;
  private final Map<String, Transfer> transfers = new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Transfer> eldest) {
      return size() > MOST_TRANSFERS;
    }
  };
  private long transferred;

  public CallRoutes(LiveCalls calls) {
    this.calls = calls;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("Call/", this::place).once(),
        Route.get("Call/", this::list),
        Route.get(CALL, this::get),
        Route.post(CALL, this::transfer).once(this::otherTransfer),
        Route.delete(CALL, request -> hangUp(request, request.name("call_uuid"))),
        Route.delete("Request/{request_uuid}/", request -> hangUp(request, request.name("request_uuid"))),
        Route.post(CALL + "Play/", request -> order(calls.play(request.account(), uuid(request), CallOrders.audio(request.parameters())), "play started")).once(),
        Route.delete(CALL + "Play/", this::endSound),
        Route.post(CALL + "Speak/", request -> order(calls.play(request.account(), uuid(request), CallOrders.speech(request.parameters())), "speak started"))
            .once(),
        Route.delete(CALL + "Speak/", this::endSound),
        // not once: the same key twice is two keys
        Route.post(CALL + "DTMF/", this::digits));
  }

  private static String uuid(ApiRequest request) {
    return request.name("call_uuid");
  }

  private Future<Answer> place(ApiRequest request) {
    return calls.place(CallOrders.outgoing(request.account(), request.parameters())).map(placed -> {
      if (placed instanceof Placed.Not not) {
        return answer(not.why(), Answer.noContent());
      }
      List<String> uuids = ((Placed.Fired) placed).callUuids();
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("message", uuids.size() == 1 ? "call fired" : "calls fired");
      body.put("request_uuid", uuids.size() == 1 ? uuids.get(0) : uuids);
      return Answer.of(201, body);
    });
  }

  private Future<Answer> list(ApiRequest request) {
    if (request.parameters().text("status").isEmpty()) {
      throw notLive();
    }
    live(request);
    return calls.all(request.account()).map(all -> Answer.of(200, Map.of("calls", all.stream().map(CallView::uuid).toList())));
  }

  private Future<Answer> get(ApiRequest request) {
    live(request);
    return calls.find(request.account(), uuid(request)).map(found -> found.map(call -> Answer.of(200, body(call))).orElseGet(CallRoutes::noCall));
  }

  /** Plivo's records of calls that are over are not there. */
  private static void live(ApiRequest request) {
    if (request.parameters().text("status").map(String::strip).filter(status -> !status.equalsIgnoreCase("live")).isPresent()) {
      throw notLive();
    }
  }

  private static BadRequest notLive() {
    return new BadRequest("status has to be live: no record is kept of calls that are over");
  }

  private static Map<String, Object> body(CallView call) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("call_uuid", call.uuid());
    body.put("direction", call.direction().word());
    body.put("from", call.from());
    body.put("to", call.to());
    body.put("caller_name", call.callerName());
    body.put("call_status", call.status().word());
    body.put("session_start", time(call.since()));
    if (call.direction() == Direction.OUTBOUND) {
      body.put("request_uuid", call.uuid());
    }
    return body;
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }

  private Future<Answer> transfer(ApiRequest request) {
    Transfer wanted = wanted(request);
    transfers.remove(wanted.uuid());
    transfers.put(wanted.uuid(), wanted);
    return order(calls.transfer(wanted.account(), wanted.uuid(), wanted.url(), wanted.method()), "call transferred");
  }

  private Transfer wanted(ApiRequest request) {
    ApiParameters given = request.parameters();
    CallOrders.onlyThisLeg(given, "legs");
    return new Transfer(request.account(), uuid(request), given.requiredUrl("aleg_url"), given.method("aleg_method", HttpMethod.POST), ++transferred);
  }

  /** A call that was sent elsewhere meanwhile is to be sent back. */
  private Future<Set<String>> otherTransfer(ApiRequest request) {
    Transfer now = wanted(request);
    return Future.succeededFuture(Optional.ofNullable(transfers.get(now.uuid())).filter(last -> last.account().equals(now.account()))
        .filter(last -> !last.url().equals(now.url()) || last.method() != now.method()).map(last -> Set.of(Long.toString(last.number()))).orElse(Set.of()));
  }

  private Future<Answer> hangUp(ApiRequest request, String uuid) {
    return calls.hangUp(request.account(), uuid).map(outcome -> answer(outcome, Answer.noContent()));
  }

  private Future<Answer> endSound(ApiRequest request) {
    return calls.endSound(request.account(), uuid(request)).map(outcome -> answer(outcome, Answer.noContent()));
  }

  private Future<Answer> digits(ApiRequest request) {
    CallOrders.onlyThisLeg(request.parameters(), "leg");
    return order(calls.digits(request.account(), uuid(request), request.parameters().required("digits").strip()), "digits sent");
  }

  private static Future<Answer> order(Future<Outcome> ordered, String message) {
    return ordered.map(outcome -> answer(outcome, Answer.of(202, Map.of("message", message))));
  }

  private static Answer answer(Outcome outcome, Answer done) {
    return outcome instanceof Outcome.NoMember ? noCall() : OutcomeAnswers.of(outcome, named -> done);
  }

  private static Answer noCall() {
    return Answer.error(404, "call not found");
  }
}
