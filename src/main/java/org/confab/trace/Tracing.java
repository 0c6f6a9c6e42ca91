package org.confab.trace;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.confab.callback.Callback;
import org.confab.callback.CallbackListener;
import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.esl.CommandListener;
import org.confab.freeswitch.SwitchEvent;
import org.confab.http.Http;
import org.confab.http.PlainUrl;
import org.confab.metrics.Meters;
import org.confab.trace.TraceEntry.Kind;

/**
 * The trace of a running Confab: what it is told by the parts that it is put around and listens to, and what it knows. Where there is none (it is
 * switched off, or nothing outlives the process), everything is as if it were not there.
 */
public final class Tracing {

  /** What there is where it is kept. */
  private record Kept(TraceWriter writer, TracedSwitch box, Runnable log, Path directory) {}

  private final Vertx vertx;
  private final Clock clock;
  private final Optional<Kept> kept;

  private Tracing(Vertx vertx, Clock clock, Optional<Kept> kept) {
    this.vertx = vertx;
    this.clock = clock;
    this.kept = kept;
  }

  /** Listens to the log from now on. */
  public static Tracing start(Vertx vertx, Settings settings, Clock clock, Meters meters) {
    Settings.Trace options = settings.trace();
    Tracing tracing = new Tracing(vertx, clock, settings.store().path().filter(path -> options.enabled()).map(store -> {
      Path directory = Traces.directory(store);
      TraceWriter writer = new TraceWriter(directory, options.keep(), options.maxSize(), clock,
          new TraceWriter.Counters(meters::traceWritten, meters::traceDropped));
      return new Kept(writer, new TracedSwitch(writer, clock), TracedLog.listen(writer, clock), directory);
    }));
    // whoever closes Vert.x alone ends the writer, too
    tracing.kept.ifPresent(it -> vertx.deployVerticle(new VerticleBase() {
      @Override
      public Future<?> stop() {
        return tracing.close();
      }
    }));
    return tracing;
  }

  /** The same client, by which documents are asked for. */
  public Http documents(Http http) {
    return kept.<Http>map(it -> new TracedHttp(http, it.writer(), clock, false)).orElse(http);
  }

  /** The same client, by which callbacks are delivered. */
  public Http callbacks(Http http) {
    return kept.<Http>map(it -> new TracedHttp(http, it.writer(), clock, true)).orElse(http);
  }

  /** What that hears of commands, and the trace too. */
  public CommandListener commands(CommandListener listener) {
    return kept.map(it -> listener.and(it.box())).orElse(listener);
  }

  /** What that hears of callbacks, and the trace too. */
  public CallbackListener callbacks(CallbackListener listener) {
    return kept.map(it -> listener.and(new CallbackListener() {
      @Override
      public void added(Callback callback) {
        Instant now = clock.now();
        it.writer().add(() -> {
          Map<String, String> about = TracedHttp.about(callback.parameters());
          about.put("callback", callback.id().toString());
          return new TraceEntry(now, Kind.CALLBACK, about, TracedHttp.told(callback.parameters()) + "to be told to " + PlainUrl.of(callback.url()));
        }, 0);
      }
    })).orElse(listener);
  }

  /** To be told every event, before whoever decides something. */
  public void heard(SwitchEvent event) {
    kept.ifPresent(it -> it.box().heard(event));
  }

  /**
   * A story, with everything that happened until now; on the caller's context. Fails if the files cannot be read, or nothing is kept.
   *
   * @param since nothing before
   */
  public Future<Found> of(String query, Optional<Instant> since) {
    Context context = vertx.getOrCreateContext();
    Promise<Found> found = Promise.promise();
    kept.map(it -> it.writer().written().compose(written -> vertx.executeBlocking(() -> Traces.in(it.directory()).find(query, since), false)))
        .orElseGet(() -> Future.failedFuture(new IllegalStateException("there is no trace: trace.enabled is false")))
        .onComplete(result -> context.runOnContext(ignored -> found.handle(result)));
    return found.future();
  }

  /** Writes what it was told, and hears nothing any more. */
  public Future<Void> close() {
    return kept.map(it -> {
      it.log().run();
      return it.writer().close();
    }).orElseGet(Future::succeededFuture);
  }
}
