package org.confab.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.confab.api.Repetitions.Answered;
import org.confab.clock.Clock;
import org.confab.config.Account;
import org.confab.plivo.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plivo's REST API, {@code /v1/Account/{auth_id}/…}: who asks, what is asked, and one answer within {@link #DEADLINE} of the request's end,
 * whatever becomes of the work. Every body has an {@code api_id}; errors have Plivo's shape, {@code {"api_id": …, "error": …}}.
 */
public final class RestRequests implements Handler<HttpServerRequest> {

  /** What paths begin with. */
  public static final String PREFIX = "/v1/";
  /** The SDKs give up after 5 s. */
  static final Duration DEADLINE = Duration.ofMillis(3500);

  private static final Logger LOG = LoggerFactory.getLogger(RestRequests.class);

  private final VertxInternal vertx;
  private final Clock clock;
  private final List<Account> accounts;
  private final RouteTable table;
  private final Repetitions repetitions;
  private final ObjectMapper json = new ObjectMapper();

  /** @throws IllegalArgumentException two of the routes are for the same requests */
  public RestRequests(Vertx vertx, Clock clock, List<Account> accounts, List<? extends Routes> routes) {
    this.vertx = (VertxInternal) vertx;
    this.clock = clock;
    this.accounts = List.copyOf(accounts);
    this.table = new RouteTable(routes);
    this.repetitions = new Repetitions(clock);
  }

  /** A request that is let in, and what it is. */
  private record Admitted(String account, RouteTable.Found.Call call) {}

  @Override
  public void handle(HttpServerRequest request) {
    String apiId = UUID.randomUUID().toString();
    Optional<Admitted> admitted = Optional.empty();
    Optional<Answer> refused = Optional.empty();
    try {
      admitted = Optional.of(admit(request));
    } catch (BadRequest bad) {
      refused = Optional.of(bad.answer());
    }
    Optional<Admitted> who = admitted;
    Optional<Answer> no = refused;
    ReceivedBody.of(request, clock, who.isPresent(), context().promise()).onComplete(
        body -> no.map(answer -> Future.succeededFuture(new Answered(apiId, answer))).orElseGet(() -> answer(request, apiId, who.orElseThrow(), body))
            .onComplete(answered -> send(request, who, answered.result())),
        failure -> {
          if (failure instanceof BadRequest bad) {
            send(request, who, new Answered(apiId, no.orElse(bad.answer())));
          } else {
            LOG.debug("A REST request broke off: {}", failure.toString());
          }
        });
  }

  private Admitted admit(HttpServerRequest request) {
    String account = BasicLogin.of(request.headers().get(HttpHeaders.AUTHORIZATION)).flatMap(login -> login.account(accounts))
        .map(Account::authId).orElseThrow(() -> new BadRequest(401, "the auth id and the auth token of an account are needed, by Basic authentication"));
    RouteTable.Found found = table.find(request.method(), String.valueOf(request.path()));
    if (found instanceof RouteTable.Found.Call call) {
      if (!call.names().get("auth_id").equals(account)) {
        throw new BadRequest(401, "the account in the path is not the one whose auth id and auth token were given");
      }
      return new Admitted(account, call);
    }
    if (found instanceof RouteTable.Found.OtherMethods others) {
      String allowed = String.join(", ", others.allowed());
      throw new BadRequest(Answer.error(405, "of this the methods are " + allowed).with("Allow", allowed));
    }
    throw new BadRequest(404, "there is no such call; the path is " + Printable.of(String.valueOf(request.path())));
  }

  /** Never fails, and is complete in time. */
  private Future<Answered> answer(HttpServerRequest request, String apiId, Admitted who, Buffer body) {
    Promise<Answered> answer = context().promise();
    Clock.Timer deadline = clock.schedule(DEADLINE, () -> answer.tryComplete(new Answered(apiId, Answer.error(503,
        "this takes longer than " + DEADLINE.toMillis() + " ms, and may still be done; ask again"))));
    Future<Answered> work;
    try {
      work = work(read(request, apiId, who, body), request, who.call().route());
    } catch (RuntimeException failure) {
      work = Future.failedFuture(failure);
    }
    work.recover(failure -> Future.succeededFuture(new Answered(apiId, failed(request, apiId, failure)))).onSuccess(answer::tryComplete);
    return answer.future().onComplete(done -> deadline.cancel());
  }

  private static ApiRequest read(HttpServerRequest request, String apiId, Admitted who, Buffer body) {
    Map<String, String> names = new LinkedHashMap<>();
    who.call().names().forEach((name, value) -> names.put(name, PercentDecoding.decoded(value, false, "the path")));
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.putAll(PercentDecoding.form(Optional.ofNullable(request.query()).orElse(""), "the query"));
    parameters.putAll(ApiBody.parameters(Optional.ofNullable(request.headers().get(HttpHeaders.CONTENT_TYPE)).orElse(""), body));
    return new ApiRequest(apiId, who.account(), request.path(), names, new ApiParameters(parameters));
  }

  private Future<Answered> work(ApiRequest asked, HttpServerRequest request, Route route) {
    String method = request.method().name();
    Repetitions.Place place = new Repetitions.Place(asked.account(), route.path(), asked.names());
    if (!method.equals(HttpMethod.GET.name())) {
      repetitions.forgetOthers(place, method);
    }
    if (route.concern().isEmpty()) {
      return here(route.work().answer(asked)).map(answer -> new Answered(asked.apiId(), answer));
    }
    Repetitions.Identity identity = new Repetitions.Identity(place, method,
        asked.parameters().canonical() + "\n" + request.headers().getAll("Idempotency-Key"));
    return here(route.concern().get().apply(asked)).compose(concerned -> repetitions.answer(identity, concerned,
        () -> here(route.work().answer(asked)).map(answer -> new Answered(asked.apiId(), answer))));
  }

  /** What others complete is gone on with on this request's context. */
  private <T> Future<T> here(Future<T> elsewhere) {
    Promise<T> here = context().promise();
    elsewhere.onComplete(here);
    return here.future();
  }

  private ContextInternal context() {
    return vertx.getOrCreateContext();
  }

  private static Answer failed(HttpServerRequest request, String apiId, Throwable failure) {
    if (failure instanceof BadRequest bad) {
      return bad.answer();
    }
    LOG.error("REST: {} {} failed by a defect of Confab's (api_id {})", request.method(), Printable.of(request.path()), apiId, failure);
    return Answer.error(500, "failed by a defect of Confab's; its log says more about the api_id");
  }

  private void send(HttpServerRequest request, Optional<Admitted> who, Answered answered) {
    Answer answer = answered.answer();
    log(request, who, answered);
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(answer.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store").putHeader("X-Content-Type-Options", "nosniff");
    answer.headers().forEach(response::putHeader);
    if (answer.status() == 401) {
      response.putHeader("WWW-Authenticate", "Basic realm=\"Confab\", charset=\"UTF-8\"");
    }
    boolean cutOff = !request.isEnded();
    if (cutOff) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
    // 204, too: only then the Ruby SDK takes the empty body for nothing
    response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    Future<Void> sent = answer.status() == 204 ? response.end() : response.end(text(answered));
    if (cutOff) {
      sent.onComplete(gone -> request.connection().close());
    }
  }

  private static void log(HttpServerRequest request, Optional<Admitted> who, Answered answered) {
    Object[] words = {request.method(), Printable.of(String.valueOf(request.path())), who.map(Admitted::account).orElse("nobody"),
        answered.answer().status(), answered.answer().words(), answered.apiId()};
    String line = "REST: {} {} by {}: {} {} (api_id {})";
    if (answered.answer().status() == 503) {
      LOG.warn(line, words);
    } else if (request.method() != HttpMethod.GET && who.isPresent()) {
      LOG.info(line, words);
    } else {
      LOG.debug(line, words);
    }
  }

  private String text(Answered answered) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("api_id", answered.apiId());
    body.putAll(answered.answer().fields());
    try {
      return json.writeValueAsString(body) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
