package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoxContextTest {

  private final Vertx vertx = Vertx.vertx();
  private final Context own = vertx.getOrCreateContext();
  private final BoxContext box = new BoxContext(own, () -> Instant.EPOCH);

  @AfterEach
  void close() {
    vertx.close();
  }

  @Test
  void refusesAnotherThread() {
    assertThatThrownBy(box::check).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void acceptsItsOwn() throws ExecutionException, InterruptedException, TimeoutException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    own.runOnContext(ignored -> {
      assertThatCode(box::check).doesNotThrowAnyException();
      done.complete(null);
    });
    done.get(60, TimeUnit.SECONDS);
  }

  @Test
  void bringsResultsFromElsewhereHome() throws ExecutionException, InterruptedException, TimeoutException {
    Promise<String> elsewhere = Promise.promise();
    CompletableFuture<Context> told = new CompletableFuture<>();
    box.here(elsewhere.future()).onComplete(ignored -> told.complete(Vertx.currentContext()));
    new Thread(() -> elsewhere.complete("x")).start();
    assertThat(told.get(60, TimeUnit.SECONDS)).isSameAs(own);
  }
}
