package org.confab.demo;

import io.vertx.core.Vertx;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.confab.config.Account;

/** The demo's sample application by itself: what it answers, each number that can be dialled, is what {@code confab demo} lists. Blocks. */
public final class DemoApplication implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  private final Vertx vertx;
  private final SampleApplication application;

  private DemoApplication(Vertx vertx, SampleApplication application) {
    this.vertx = vertx;
    this.application = application;
  }

  /** Starts one on any free port of this machine. */
  public static DemoApplication start(Account account) throws TimeoutException {
    Vertx vertx = Vertx.vertx();
    try {
      return new DemoApplication(vertx, SampleApplication.start(vertx, account, SampleDocuments::answer).await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException | RuntimeException failed) {
      vertx.close();
      throw failed;
    }
  }

  /** Where it answers calls. */
  public URI answerUrl() {
    return URI.create(application.url("/answer"));
  }

  @Override
  public void close() {
    vertx.close();
  }
}
