package org.confab.callback;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.confab.clock.Clock;
import org.confab.http.Attempts;
import org.confab.http.PlainUrl;
import org.confab.http.RetryPolicy;
import org.confab.http.Signer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends callbacks from the outbox: at least once, in order within a lane, one at a time per lane, lanes independent of each other but for
 * the bound on requests that are under way to one origin ({@link Lane#atOnce} excepted). What an application's answers mean is {@link Verdict}'s; a callback that will
 * not be sent again by itself is a dead letter and never holds its lane.
 *
 * <p>Belongs to one context: everything is called, and happens, there. A lane is kept here only while it has something to send; its numbers
 * are the outbox's, which keeps them until {@link #ended} was called for the conference.
 */
public final class Delivery {

  /**
   * @param retryFor how long an application may be away before a callback becomes a dead letter, from when it was decided; each is tried at
   *     least once
   * @param extended whether the X-Confab- headers are sent
   * @param inFlight how many requests may be under way to one origin
   */
  public record Options(Duration retryFor, boolean extended, int inFlight) {

    /** With the shipped value of the rest. */
    public Options(Duration retryFor, boolean extended) {
      this(retryFor, extended, 16);
    }
  }

  /** Names a request, the same on every attempt. */
  public static final String ID_HEADER = "X-Confab-Callback-Id";

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  final Outbox outbox;
  final Attempts attempts;
  final Clock clock;
  final Function<String, Signer> signers;
  final Function<String, RetryPolicy> policies;
  final Options options;
  final CallbackListener listener;
  final DoubleSupplier jitter;
  final Origins origins;
  final Instant began;
  private final Map<Lane, LaneDelivery> busy = new LinkedHashMap<>();
  private Optional<Promise<Void>> drained = Optional.empty();
  private boolean closed;

  /**
   * @param signers by auth id
   * @param policies the options of a URL, as configured (with its fragment)
   */
  public Delivery(Outbox outbox, Attempts attempts, Clock clock, Function<String, Signer> signers, Function<String, RetryPolicy> policies,
      Options options, CallbackListener listener) {
    this(outbox, attempts, clock, signers, policies, options, listener, Math::random);
  }

  /** @param jitter from 0 to 1: what is added to a wait, as a part of its fifth */
  Delivery(Outbox outbox, Attempts attempts, Clock clock, Function<String, Signer> signers, Function<String, RetryPolicy> policies,
      Options options, CallbackListener listener, DoubleSupplier jitter) {
    this.outbox = outbox;
    this.attempts = attempts;
    this.clock = clock;
    this.signers = signers;
    this.policies = policies;
    this.options = options;
    this.listener = listener;
    this.jitter = jitter;
    this.origins = new Origins(options.inFlight());
    this.began = clock.now();
  }

  /** Stores the callback and sends it when its turn comes. The future is completed once it is stored; it fails with {@link OutboxFull}. */
  public Future<Void> add(Callback callback) {
    if (closed) {
      return Future.failedFuture(new IllegalStateException("Callbacks are no longer taken: the service is stopping"));
    }
    return outbox.add(callback).onComplete(
        entry -> {
          listener.added(callback);
          wake(callback.lane(), callback.lane().isAtOnce());
        },
        failure -> {
          listener.dropped(callback);
          log.error("Callback {} of {} to {} is lost: {}", new AboutCallback(callback, callback.id().toString()), PlainUrl.printable(callback.lane().conference()),
              PlainUrl.of(callback.url()), failure.getMessage());
        }).mapEmpty();
  }

  /** The conference is over, see {@link Outbox#ended}; to be called after its last callback was added. */
  public Future<Void> ended(String conference) {
    return outbox.ended(conference);
  }

  /** Sends what is in the outbox and nobody sends yet: what an earlier process left, or what was put there by others. */
  public Future<Void> start() {
    return outbox.lanes().onSuccess(lanes -> lanes.forEach(lane -> wake(lane, false))).mapEmpty();
  }

  /**
   * Sends what waits: lanes that wait for a time try once more, now; a lane whose application is still away stops. The future is completed
   * when nothing is on its way any more, or after {@code atMost}, and never fails. What is left stays in the outbox; nothing is sent or
   * taken after.
   */
  public Future<Void> drain(Duration atMost) {
    if (drained.isPresent()) {
      return drained.get().future();
    }
    Promise<Void> promise = Promise.promise();
    drained = Optional.of(promise);
    Clock.Timer limit = clock.schedule(atMost, this::close);
    List.copyOf(busy.values()).forEach(LaneDelivery::hurry);
    if (busy.isEmpty()) {
      close();
    }
    return promise.future().onComplete(done -> limit.cancel());
  }

  /** How many lanes have something on its way or to wait for. */
  int busyLanes() {
    return busy.size();
  }

  boolean draining() {
    return drained.isPresent();
  }

  boolean closed() {
    return closed;
  }

  void idle(LaneDelivery lane) {
    busy.remove(lane.lane(), lane);
    if (busy.isEmpty() && drained.isPresent()) {
      close();
    }
  }

  /** @param atOnce whether it waits for no place at its origin */
  private void wake(Lane lane, boolean atOnce) {
    if (closed) {
      return;
    }
    LaneDelivery known = busy.get(lane);
    if (known == null) {
      known = new LaneDelivery(this, lane, atOnce);
      busy.put(lane, known);
    }
    known.wake();
  }

  private void close() {
    if (closed) {
      return;
    }
    closed = true;
    origins.close();
    List.copyOf(busy.values()).forEach(LaneDelivery::stop);
    if (outbox.pending() > 0) {
      log.warn("Stopped with {} callbacks that were not delivered", outbox.pending());
    }
    drained.ifPresent(Promise::tryComplete);
  }
}
