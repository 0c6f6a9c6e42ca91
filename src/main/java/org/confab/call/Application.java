package org.confab.call;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.confab.callback.Callback;
import org.confab.callback.Delivery;
import org.confab.callback.Lane;
import org.confab.clock.Clock;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.http.Attempts;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.http.Limits;
import org.confab.http.Link;
import org.confab.http.RetryPolicy;
import org.confab.http.Signer;
import org.confab.log.About;
import org.confab.metrics.Meters;
import org.confab.plivo.AnswerDocument;
import org.confab.plivo.AnswerDocuments;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Printable;
import org.confab.plivo.Reading;
import org.confab.plivo.Signatures;
import org.confab.plivo.SoundDocuments;
import org.confab.plivo.SoundElement;
import org.confab.plivo.SoundReading;
import org.confab.plivo.UrlOptions;
import org.confab.plivo.Warning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's web application, as a call sees it: it is asked for documents, and told what happened. Every request is signed. */
public final class Application {

  private static final Logger LOG = LoggerFactory.getLogger(Application.class);
  private static final int MAX_DOCUMENT = 100 * 1024;
  private static final int MAX_REDIRECTS = 3;

  /** A document that can be run, the URL that relative ones in it are relative to, whether that is trusted ({@link Link#trusted}), and how it came. */
  record Fetched(AnswerDocument document, URI base, boolean trusted, byte[] source) {}

  /** What a sound document lets be heard, the URL that relative ones in it are relative to, and whether that is trusted. */
  record Heard(List<SoundElement> elements, URI base, boolean trusted) {}

  /** Why there is no document; for a log line. */
  static final class NoDocument extends RuntimeException {
    private final boolean told;

    NoDocument(String why) {
      this(why, false);
    }

    NoDocument(String why, boolean told) {
      super(why, null, false, false);
      this.told = told;
    }

    /** Whether the application took the request all the same. */
    boolean told() {
      return told;
    }
  }

  private final BoxContext context;
  private final Attempts attempts;
  private final Delivery delivery;
  private final Memory memory;
  private final Clock clock;
  private final Meters meters;
  private final boolean extended;
  private boolean stopped;

  /** @param extended whether the X-Confab- headers are sent */
  Application(BoxContext context, Attempts attempts, Delivery delivery, Memory memory, boolean extended, Clock clock, Meters meters) {
    this.context = context;
    this.attempts = attempts;
    this.delivery = delivery;
    this.memory = memory;
    this.extended = extended;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Asks for a document, once it is safe that the Confab after us would know of it; fails with {@link NoDocument}. If the call ends meanwhile, what
   * the request told goes through the outbox, unless the application has taken it.
   */
  Future<Fetched> document(Call call, RememberedCall.Asking what) {
    return memory.written().compose(written -> stopped || call.over() ? Future.<Fetched>failedFuture(new NoDocument("the call is over"))
        : ask(call, what))
        .onComplete(asked -> {
          if (what.isAction() && call.over()) {
            settle(call, what, asked.succeeded() || asked.cause() instanceof NoDocument because && because.told());
          }
        })
        .transform(asked -> stopped ? Promise.<Fetched>promise().future() : asked.succeeded() ? Future.succeededFuture(asked.result())
            : Future.failedFuture(asked.cause()));
  }

  private void settle(Call call, RememberedCall.Asking what, boolean told) {
    if (told) {
      memory.settle(what.id());
    } else if (!stopped) {
      tell(new Memory.Owed(call.uuid(), call.account().authId(), what));
    }
  }

  /** From now on no document comes any more, not even a failure: the Confab after us asks again, under the same ids. */
  void stop() {
    stopped = true;
  }

  private Future<Fetched> ask(Call call, RememberedCall.Asking what) {
    Instant asked = clock.now();
    Map<String, String> headers = extended ? Map.of(Delivery.ID_HEADER, what.id().toString()) : Map.of();
    return context.here(request(call, what.link(), what.method(), what.parameters(), headers))
        .transform(asking -> {
          if (asking.failed()) {
            return failed(Meters.AnswerResult.FAILED, asked, new NoDocument(asking.cause().getMessage()));
          }
          HttpReply reply = asking.result();
          String where = Printable.of(withoutQuery(reply.url()));
          if (!reply.succeeded()) {
            return failed(Meters.AnswerResult.STATUS, asked, new NoDocument(where + " answered with status " + reply.status()));
          }
          Reading reading = AnswerDocuments.read(reply.body());
          if (reading instanceof Reading.Accepted accepted) {
            meters.answerRequest(Meters.AnswerResult.DOCUMENT, Duration.between(asked, clock.now()));
            warn(call, where, accepted.document().warnings());
            return Future.succeededFuture(new Fetched(accepted.document(), reply.url(), reply.trusted(), reply.body()));
          }
          return failed(Meters.AnswerResult.REFUSED, asked, new NoDocument(where + " returned a document that is refused: " + reading, true));
        });
  }

  /** Asks for a sound document, by POST as Plivo does; fails with {@link NoDocument}. */
  Future<Heard> soundDocument(Call call, Link link, Map<String, String> parameters) {
    return context.here(request(call, link, HttpMethod.POST, parameters, Map.of())).transform(asking -> {
      if (asking.failed()) {
        return Future.failedFuture(new NoDocument(asking.cause().getMessage()));
      }
      HttpReply reply = asking.result();
      String where = Printable.of(withoutQuery(reply.url()));
      if (!reply.succeeded()) {
        return Future.failedFuture(new NoDocument(where + " answered with status " + reply.status()));
      }
      SoundReading reading = SoundDocuments.read(reply.body());
      if (reading instanceof SoundReading.Accepted accepted) {
        warn(call, where, accepted.warnings());
        return Future.succeededFuture(new Heard(accepted.sounds(), reply.url(), reply.trusted()));
      }
      return Future.failedFuture(new NoDocument(where + " returned a document that is refused: " + reading));
    });
  }

  private static void warn(Call call, String where, List<Warning> warnings) {
    warnings.forEach(warning -> LOG.warn("call {}: document of {}: {}", call, where, warning));
  }

  private Future<Fetched> failed(Meters.AnswerResult result, Instant asked, NoDocument why) {
    meters.answerRequest(result, Duration.between(asked, clock.now()));
    return Future.failedFuture(why);
  }

  /**
   * Tells the application of a live call something at once, whose answer is ignored: as a callback, so that it outlives us, but one
   * that waits for no other ({@link Lane#atOnce}).
   */
  void tell(Call call, Link link, HttpMethod method, Map<String, String> parameters) {
    tellAlone(call, Lane.atOnce(link.url()), link, method, parameters);
  }

  /**
   * Tells the application what is owed to it of a call that has ended meanwhile: as a callback under the request's own id, which waits for a place as
   * others do, since nobody waits for it any more. It is settled thereby.
   */
  void tell(Memory.Owed owed) {
    RememberedCall.Asking what = owed.request();
    String lane = "owed " + what.id();
    add(owed.call(), new Callback(what.id(), new Lane(lane, what.link().url()), what.method().name(), what.link().url(), what.link().trusted(),
        what.parameters(), owed.authId(), context.happenedAt()));
    ended(owed.call(), lane);
    memory.settle(what.id());
  }

  /** The last that the application is told of a call: by the hangup URL, in a lane of the call's own. */
  void tellEnd(Call call, Link link, HttpMethod method, Map<String, String> parameters) {
    tellAlone(call, new Lane("call " + call.uuid(), link.url()), link, method, parameters);
  }

  /** That the phone of somebody who is called rings: in the call's lane, before {@link #tellEnd}. */
  void tellRing(Call call, Link link, HttpMethod method, Map<String, String> parameters) {
    tellLater(call, new Lane("call " + call.uuid(), link.url()), link, method, parameters);
  }

  private void tellAlone(Call call, Lane lane, Link link, HttpMethod method, Map<String, String> parameters) {
    tellLater(call, lane, link, method, parameters);
    ended(call.uuid(), lane.conference());
  }

  private void ended(String call, String lane) {
    delivery.ended(lane).onFailure(why -> LOG.warn("call {}: the lane '{}' could not be closed: {}", About.call(call), lane, why.getMessage()));
  }

  /** Tells the application what is owed to it of a call that is over: as a callback of that conference, so that it is repeated until it arrives. */
  void tellLater(Call call, String conference, Link link, HttpMethod method, Map<String, String> parameters) {
    tellLater(call, new Lane(conference, link.url()), link, method, parameters);
  }

  private void tellLater(Call call, Lane lane, Link link, HttpMethod method, Map<String, String> parameters) {
    add(call.uuid(), new Callback(UUID.randomUUID(), lane, method.name(), link.url(), link.trusted(), parameters, call.account().authId(),
        context.happenedAt()));
  }

  private void add(String call, Callback callback) {
    delivery.add(callback).onFailure(why -> LOG.error("call {}: a request to {} is lost: {}", About.call(call), Printable.url(callback.url()),
        why.getMessage(), About.callback(callback.id().toString())));
  }

  private Future<HttpReply> request(Call call, Link link, HttpMethod method, Map<String, String> parameters, Map<String, String> headers) {
    UrlOptions options = UrlOptions.of(link.url());
    options.warnings().forEach(warning -> LOG.warn("call {}: {}.", call, warning));
    RetryPolicy policy = UrlPolicies.of(options);
    Limits limits = new Limits(policy.connect(), policy.read(), policy.total(), MAX_DOCUMENT);
    try {
      HttpRequest request = new HttpRequest(method.name(), URI.create(options.url()), parameters, signer(call.account()), headers, limits,
          MAX_REDIRECTS, link.trusted());
      return attempts.send(request, policy);
    } catch (IllegalArgumentException noUrl) {
      return Future.failedFuture(new NoDocument("'" + Printable.url(link.url()) + "' is no URL"));
    }
  }

  /** Signs for that account, with each of its tokens. */
  public static Signer signer(Account account) {
    List<String> tokens = account.authTokens().stream().map(Secret::reveal).toList();
    return (method, url, parameters) -> Signatures.headers(tokens, method, url, parameters, UUID.randomUUID().toString().replace("-", ""));
  }

  private static String withoutQuery(URI url) {
    String text = url.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }
}
