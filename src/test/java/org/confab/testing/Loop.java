package org.confab.testing;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One Vert.x context and the test's thread, which asks it for something and waits. */
public final class Loop implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  public Vertx vertx() {
    return vertx;
  }

  public Context context() {
    return context;
  }

  /** Runs that on the context and returns what it returns, or throws what it throws. */
  public <T> T run(Supplier<T> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(ignored -> {
      try {
        done.complete(task.get());
      } catch (RuntimeException | Error failed) {
        done.completeExceptionally(failed);
      }
    });
    return get(done);
  }

  public void run(Runnable task) {
    run(() -> {
      task.run();
      return true;
    });
  }

  /** Runs that on the context, and waits for the future's result. */
  public <T> T await(Supplier<Future<T>> task) {
    return result(run(task));
  }

  /** Runs that on the context, and waits for the future's failure. */
  public <T> Throwable awaitFailure(Supplier<Future<T>> task) {
    return failure(run(task));
  }

  /** Waits for the future's result. */
  public static <T> T result(Future<T> future) {
    return get(future.toCompletionStage().toCompletableFuture());
  }

  /** Waits for the future's failure. */
  public static <T> Throwable failure(Future<T> future) {
    return get(future.transform(outcome -> outcome.failed() ? Future.succeededFuture(outcome.cause())
        : Future.<Throwable>failedFuture(new AssertionError("no failure but " + outcome.result()))).toCompletionStage().toCompletableFuture());
  }

  /** Moves the clock, on the context, so that what becomes due runs where it belongs. */
  public void advance(ManualClock clock, Duration by) {
    run(() -> clock.advance(by));
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new AssertionError(failed.getCause());
    } catch (TimeoutException never) {
      throw new AssertionError("nothing within " + PATIENCE_SECONDS + " s", never);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    result(vertx.close());
  }
}
