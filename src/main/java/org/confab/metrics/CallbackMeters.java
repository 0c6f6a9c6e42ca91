package org.confab.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.confab.callback.Callback;
import org.confab.callback.CallbackListener;

/** The meters of callbacks, and of the store that keeps them. */
public final class CallbackMeters implements CallbackListener {

  private enum Outcome { DELIVERED, RETRIED, DEAD, DROPPED }

  private static final Duration[] BUCKETS = LongStream.of(1, 2, 5, 10, 20, 50, 100, 250, 500, 1000, 5000, 30_000)
      .mapToObj(Duration::ofMillis).toArray(Duration[]::new);

  private final Map<Outcome, Counter> outcomes;
  private final Counter attempts;
  private final Timer left;
  private final MeterRegistry registry;

  CallbackMeters(MeterRegistry registry) {
    this.registry = registry;
    outcomes = Tags.each(Outcome.class, (outcome, word) -> Counter.builder("confab.callbacks")
        .description("Callbacks by what became of them, and how often one was put off (retried)").tag("outcome", word).register(registry));
    attempts = Counter.builder("confab.callback.attempts").description("Requests that were made of callbacks, quick retries included")
        .register(registry);
    left = Timer.builder("confab.event.to.request").description("From reading FreeSWITCH's event to the first request of its callback going out")
        .serviceLevelObjectives(BUCKETS).register(registry);
  }

  @Override
  public void attempted(Callback callback) {
    attempts.increment();
  }

  @Override
  public void left(Callback callback, Duration after) {
    left.record(after);
  }

  @Override
  public void delivered(Callback callback) {
    outcomes.get(Outcome.DELIVERED).increment();
  }

  @Override
  public void retried(Callback callback) {
    outcomes.get(Outcome.RETRIED).increment();
  }

  @Override
  public void dead(Callback callback) {
    outcomes.get(Outcome.DEAD).increment();
  }

  @Override
  public void dropped(Callback callback) {
    outcomes.get(Outcome.DROPPED).increment();
  }

  /** What says how many callbacks wait; asked at every scrape, on whatever thread. */
  public void pending(Supplier<Integer> pending) {
    Gauge.builder("confab.callbacks.pending", pending::get).description("Callbacks that wait to be delivered").register(registry);
  }

  /**
   * What says how the store stands; asked at every scrape, on whatever thread.
   *
   * @param up     whether it can be written
   * @param held   callbacks that are in memory alone
   * @param dead   dead letters that are kept
   * @param oldest how long the oldest callback has been waiting; zero if none does
   */
  public void store(Supplier<Boolean> up, Supplier<Integer> held, Supplier<Integer> dead, Supplier<Duration> oldest) {
    Gauge.builder("confab.store.up", () -> up.get() ? 1 : 0).description("1 while the store can be written").register(registry);
    Gauge.builder("confab.callbacks.held", held::get).description("Callbacks that are in memory and not yet in the store").register(registry);
    Gauge.builder("confab.dead.letters", dead::get).description("Dead letters that are kept").register(registry);
    Gauge.builder("confab.callbacks.oldest.age", () -> oldest.get().toMillis() / 1000.0).baseUnit("seconds")
        .description("How long the oldest callback has been waiting to be delivered").register(registry);
  }
}
