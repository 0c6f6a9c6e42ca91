package org.confab.console;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.confab.api.AnotherLoop;
import org.confab.callback.Callback;
import org.confab.callback.CallbackListener;
import org.confab.clock.Clock;
import org.confab.http.Http;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.http.PlainUrl;

/**
 * What lately went between Confab and the application: the last {@value Recent#KEPT} requests, and as many callbacks. It watches on whatever thread
 * things happen, keeps on an event loop of its own, and holds nothing up. Queries of URLs, parameters and digits are not kept.
 */
public final class Feed {

  private final Context context;
  private final Clock clock;
  private final Recent<Asked> requests = new Recent<>();
  private final Recent<Told> callbacks = new Recent<>();
  private long number;
  private long delivered;

  public Feed(Vertx vertx, Clock clock) {
    this.context = AnotherLoop.of(vertx);
    this.clock = clock;
  }

  /** Where it lives, and the console with it. */
  Context context() {
    return context;
  }

  Recent<Asked> requests() {
    return requests;
  }

  Recent<Told> callbacks() {
    return callbacks;
  }

  /** How many callbacks were delivered, in this process. */
  long delivered() {
    return delivered;
  }

  /** The same client, watched: requests for documents and sounds, for whose answer somebody waits. */
  public Http watching(Http http) {
    return request -> {
      Instant at = clock.now();
      Future<HttpReply> sent = http.send(request);
      context.runOnContext(ignored -> asked(request, at, sent));
      return sent;
    };
  }

  /** The same listener, watched. */
  public CallbackListener watching(CallbackListener listener) {
    return new CallbackListener() {
      @Override
      public void added(Callback callback) {
        listener.added(callback);
        change(callback, told -> told);
      }

      @Override
      public void attempted(Callback callback) {
        listener.attempted(callback);
      }

      @Override
      public void left(Callback callback, Duration after) {
        listener.left(callback, after);
      }

      @Override
      public void answered(Callback callback, int attempts, String said) {
        listener.answered(callback, attempts, said);
        change(callback, told -> told.attempted(attempts, PlainUrl.printable(said)));
      }

      @Override
      public void delivered(Callback callback) {
        listener.delivered(callback);
        change(callback, told -> {
          delivered++;
          return told.become("delivered");
        });
      }

      @Override
      public void retried(Callback callback) {
        listener.retried(callback);
        change(callback, told -> told.become("retried"));
      }

      @Override
      public void dead(Callback callback) {
        listener.dead(callback);
        change(callback, told -> told.become("dead"));
      }

      @Override
      public void dropped(Callback callback) {
        listener.dropped(callback);
        change(callback, told -> told.become("dropped"));
      }
    };
  }

  private void asked(HttpRequest request, Instant at, Future<HttpReply> sent) {
    Map<String, String> parameters = request.parameters();
    Asked asked = new Asked(Long.toString(++number), at.toEpochMilli(), what(parameters), request.method(), PlainUrl.of(request.url()),
        text(parameters, "From"), text(parameters, "CallUUID"), text(parameters, "ConferenceName"), "asked", 0, 0, "");
    requests.put(asked);
    sent.onComplete(result -> {
      long took = Duration.between(at, clock.now()).toMillis();
      context.runOnContext(ignored -> requests.put(result.succeeded() ? answered(asked, result.result(), took)
          : asked.answered(false, 0, took, PlainUrl.printable(String.valueOf(result.cause().getMessage())))));
    });
  }

  private static Asked answered(Asked asked, HttpReply reply, long took) {
    DocumentWords words = DocumentWords.of(reply);
    return asked.answered(words.useful(), reply.status(), took, words.text());
  }

  private static String what(Map<String, String> parameters) {
    if (parameters.isEmpty() || parameters.getOrDefault("Event", "").equals("ConferenceRemoteSounds")) {
      return "sound";
    }
    return parameters.containsKey("ConferenceName") || parameters.containsKey("Digits") ? "action" : "document";
  }

  private static String text(Map<String, String> parameters, String name) {
    return PlainUrl.printable(parameters.getOrDefault(name, ""));
  }

  private void change(Callback callback, UnaryOperator<Told> change) {
    context.runOnContext(ignored ->
        callbacks.put(change.apply(callbacks.get(callback.id().toString()).orElseGet(() -> pending(callback)))));
  }

  private static Told pending(Callback callback) {
    Map<String, String> parameters = callback.parameters();
    String action = text(parameters, "ConferenceAction");
    return new Told(callback.id().toString(), callback.decidedAt().toEpochMilli(), action.isEmpty() ? text(parameters, "Event") : action,
        callback.method(), PlainUrl.of(callback.url()), text(parameters, "From"), text(parameters, "CallUUID"),
        text(parameters, "ConferenceName"), "pending", 0, "");
  }
}
