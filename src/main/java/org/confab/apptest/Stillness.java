package org.confab.apptest;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Whether anything is under way: no request waits for the application, no thread of a pool works, and every event loop has come round several times without anything having
 * stirred. What comes over a socket of this machine is there when it was sent, so that a loop that comes round once more has read it: no time is guessed.
 */
final class Stillness {

  /** What is passed on from loop to loop without being counted takes fewer. */
  private static final int ROUNDS = 4;

  private final AtomicLong stirs = new AtomicLong();
  private final AtomicInteger underWay = new AtomicInteger();
  private final List<BooleanSupplier> others = new ArrayList<>();
  private final Vertx vertx;

  private Stillness(java.util.function.Function<VertxMetrics, Vertx> make) {
    this.vertx = make.apply(new VertxMetrics() {
      @Override
      public PoolMetrics<?, ?> createPoolMetrics(String type, String name, int size) {
        return new Workers();
      }
    });
  }

  /** Everything that is to be watched happens on its {@link #vertx()}. */
  static Stillness create() {
    // a barrier goes through every loop: a machine with many processors shall not have many
    return new Stillness(metrics -> Vertx.builder().with(new VertxOptions().setEventLoopPoolSize(4)).withMetrics(options -> metrics).build());
  }

  Vertx vertx() {
    return vertx;
  }

  /** Something happened. */
  void stir() {
    stirs.incrementAndGet();
  }

  /** Something begins that ends elsewhere. */
  void begin() {
    underWay.incrementAndGet();
    stir();
  }

  /** The end of what began. */
  void end() {
    underWay.decrementAndGet();
    stir();
  }

  /** What else may be under way. */
  void watch(BooleanSupplier busy) {
    others.add(busy);
  }

  /** Waits until nothing is under way any more; false if that is not so within that time, which is the machine's. */
  boolean await(Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    int quiet = 0;
    while (quiet < ROUNDS) {
      long before = stirs.get();
      round();
      boolean still = stirs.get() == before && underWay.get() == 0 && others.stream().noneMatch(BooleanSupplier::getAsBoolean);
      quiet = still ? quiet + 1 : 0;
      if (!still && System.nanoTime() > until) {
        return false;
      }
    }
    return true;
  }

  /** Lets each loop look at its sockets once, and do what it has to do. */
  private void round() throws InterruptedException {
    List<EventExecutor> all = new ArrayList<>();
    ((VertxInternal) vertx).eventLoopGroup().forEach(all::add);
    ((VertxInternal) vertx).acceptorEventLoopGroup().forEach(all::add);
    CountDownLatch round = new CountDownLatch(all.size());
    // by a timer, since a loop takes up tasks of the same turn without looking at its sockets
    all.forEach(loop -> loop.schedule(round::countDown, 500, TimeUnit.MICROSECONDS));
    round.await();
  }

  /** Of one pool. */
  private final class Workers implements PoolMetrics<Object, Object> {

    @Override
    public Object enqueue() {
      Stillness.this.begin();
      return this;
    }

    @Override
    public void dequeue(Object queued) {
      Stillness.this.end();
    }

    @Override
    public Object begin() {
      Stillness.this.begin();
      return this;
    }

    @Override
    public void end(Object working) {
      Stillness.this.end();
    }
  }
}
