package org.confab.callback;

import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.confab.callback.Outbox.Entry;
import org.confab.clock.Clock;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.http.Limits;
import org.confab.http.PlainUrl;
import org.confab.http.RetryPolicy;
import org.confab.log.Subject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lane while it has something to send: the oldest callback until it is delivered or dead, then the next. */
final class LaneDelivery {

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);
  private static final int MAX_REPLY_BYTES = 64 * 1024;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  /** After the first and the second failure of the application; with the third try within 30 s of the first. */
  private static final Duration[] WAITS_AFTER_FAILURE = {Duration.ofSeconds(5), Duration.ofSeconds(20)};

  private enum State { IDLE, WORKING, WAITING, STOPPED }

  private final Delivery delivery;
  private final Lane lane;
  private State state = State.IDLE;
  private boolean more;
  private Runnable after = () -> {};
  private Clock.Timer timer = () -> {};
  private int timesAway;
  private boolean atOnce;

  /** @param atOnce whether the first request waits for no place at its origin */
  LaneDelivery(Delivery delivery, Lane lane, boolean atOnce) {
    this.delivery = delivery;
    this.lane = lane;
    this.atOnce = atOnce;
  }

  Lane lane() {
    return lane;
  }

  /** Something was added to the lane. */
  void wake() {
    more = true;
    if (state == State.IDLE) {
      next();
    }
  }

  /** No waiting any more: one try now, then leave it. */
  void hurry() {
    if (state == State.WAITING) {
      timer.cancel();
      after.run();
    }
  }

  void stop() {
    timer.cancel();
    state = State.STOPPED;
  }

  private void next() {
    state = State.WORKING;
    more = false;
    stored(() -> delivery.outbox.head(lane), 0, head -> {
      if (head.isPresent()) {
        send(new Try(head.get()));
      } else if (more) {
        next();
      } else {
        state = State.IDLE;
        delivery.idle(this);
      }
    });
  }

  /** How far one callback has come: requests made, and how often the application broke over it. */
  private static final class Try {
    private final Entry entry;
    private int requests;
    private int failures;
    private boolean left;

    Try(Entry entry) {
      this.entry = entry;
    }
  }

  private void send(Try now) {
    state = State.WORKING;
    Callback callback = now.entry.callback();
    RetryPolicy policy;
    URI url;
    try {
      policy = delivery.policies.apply(callback.url());
      url = URI.create(callback.url());
    } catch (IllegalArgumentException unusable) {
      // its message repeats the URL, with whatever is secret in it
      dead(now, "cannot be requested: this is no URL");
      return;
    }
    if (atOnce) {
      atOnce = false;
      send(now, url, policy, Origins.NO_PLACE);
    } else {
      delivery.origins.take(url, place -> send(now, url, policy, place));
    }
  }

  private void send(Try now, URI url, RetryPolicy policy, Origins.Place place) {
    Future<HttpReply> sent;
    try {
      sent = delivery.attempts.send(number -> request(now, url, policy), policy);
    } catch (RuntimeException unusable) {
      place.give(false);
      dead(now, "cannot be requested, by a defect of Confab's: " + unusable.getClass().getSimpleName());
      return;
    }
    sent.onComplete(
        reply -> {
          place.give(false);
          judge(now, Verdict.of(reply, delivery.clock.now()));
        },
        failure -> {
          place.give(Verdict.silence(failure));
          judge(now, Verdict.of(failure));
        });
  }

  private HttpRequest request(Try now, URI url, RetryPolicy policy) {
    now.requests++;
    Callback callback = now.entry.callback();
    delivery.listener.attempted(callback);
    Map<String, String> headers = new LinkedHashMap<>();
    if (delivery.options.extended()) {
      headers.put(Delivery.ID_HEADER, callback.id().toString());
      headers.put("X-Confab-Sequence", Long.toString(now.entry.sequence()));
      headers.put("X-Confab-Attempt", Integer.toString(now.requests));
    }
    Limits limits = new Limits(policy.connect(), policy.read(), policy.total(), MAX_REPLY_BYTES);
    return new HttpRequest(callback.method(), url, callback.parameters(), delivery.signers.apply(callback.authId()), headers, limits, 0,
        callback.trusted(), Optional.empty(), () -> left(now));
  }

  private void left(Try now) {
    Callback callback = now.entry.callback();
    if (!now.left && !callback.decidedAt().isBefore(delivery.began)) {
      now.left = true;
      delivery.listener.left(callback, Duration.between(callback.decidedAt(), delivery.clock.now()));
    }
  }

  private void judge(Try now, Verdict verdict) {
    if (verdict instanceof Verdict.Delivered delivered) {
      timesAway = 0;
      if (log.isDebugEnabled()) {
        log.debug("{} {}; delivered", subject(now), delivered.said());
      }
      answered(now, delivered.said());
      delivery.listener.delivered(now.entry.callback());
      done(() -> delivery.outbox.delivered(now.entry));
    } else if (verdict instanceof Verdict.Refused refused) {
      timesAway = 0;
      dead(now, refused.said());
    } else if (verdict instanceof Verdict.Failed failed) {
      timesAway = 0;
      if (now.failures == WAITS_AFTER_FAILURE.length) {
        dead(now, failed.said());
      } else {
        again(now, failed.said(), WAITS_AFTER_FAILURE[now.failures++]);
      }
    } else if (verdict instanceof Verdict.Away away) {
      Instant until = now.entry.callback().decidedAt().plus(delivery.options.retryFor());
      Duration left = Duration.between(delivery.clock.now(), until);
      if (left.isNegative() || left.isZero()) {
        dead(now, away.said() + ", and has been away for too long");
      } else {
        Duration backoff = shorter(backoff(timesAway++), left);
        again(now, away.said(), away.retryAfter().filter(asked -> asked.compareTo(backoff) > 0).orElse(backoff));
      }
    }
  }

  private void answered(Try now, String said) {
    delivery.listener.answered(now.entry.callback(), now.requests, said);
  }

  private void again(Try now, String said, Duration wait) {
    answered(now, said);
    if (state == State.STOPPED || delivery.draining()) {
      log.warn("{} {}; it stays in the outbox, the service is stopping", subject(now), said);
      if (state != State.STOPPED) {
        stop();
        delivery.idle(this);
      }
      return;
    }
    log.warn("{} {}; the next attempt is in {} ms", subject(now), said, wait.toMillis());
    delivery.listener.retried(now.entry.callback());
    waitFor(wait, () -> send(now));
  }

  private void dead(Try now, String said) {
    log.error("{} {}; it is a dead letter and will not be sent again", subject(now), said);
    answered(now, said);
    delivery.listener.dead(now.entry.callback());
    done(() -> delivery.outbox.dead(now.entry, said, now.requests));
  }

  private void done(Supplier<Future<Void>> mark) {
    stored(mark, 0, marked -> next());
  }

  /** Until the outbox has done it: to go on without would send a callback again, or out of order. */
  private <T> void stored(Supplier<Future<T>> step, int failures, Consumer<T> then) {
    step.get().onComplete(
        result -> {
          if (state != State.STOPPED) {
            then.accept(result);
          }
        },
        failure -> {
          if (state != State.STOPPED) {
            Duration wait = backoff(failures);
            log.error("The outbox failed for lane {} {}: {}; trying again in {} ms",
                PlainUrl.printable(lane.conference()), PlainUrl.of(lane.url()), failure, wait.toMillis());
            waitFor(wait, () -> {
              state = State.WORKING;
              stored(step, failures + 1, then);
            });
          }
        });
  }

  private void waitFor(Duration wait, Runnable then) {
    state = State.WAITING;
    after = then;
    timer = delivery.clock.schedule(wait, then);
  }

  /** 1 s, 2 s, 4 s … 60 s, each up to a fifth longer, so that lanes do not come back all at once. */
  private Duration backoff(int before) {
    Duration exact = before >= 6 ? LONGEST_WAIT : FIRST_WAIT.multipliedBy(1L << before);
    return shorter(exact.plusMillis((long) (exact.toMillis() * 0.2 * delivery.jitter.getAsDouble())), LONGEST_WAIT);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Subject subject(Try now) {
    Callback callback = now.entry.callback();
    return new AboutCallback(callback, "Callback " + callback.id() + " (" + now.entry.sequence() + " of " + PlainUrl.printable(callback.lane().conference())
        + ", request " + now.requests + "): " + callback.method() + " " + PlainUrl.of(callback.url()));
  }
}
