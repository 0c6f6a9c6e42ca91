package org.confab.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.confab.clock.Clock;

/** The body of a request, bounded in size and time. */
final class ReceivedBody {

  /** As large as an answer document. */
  static final int LARGEST = 100 * 1024;
  /** So much of what is too large is read, since a client that is cut off while it sends does not see the answer. */
  static final int READ_AT_MOST = 4 * 1024 * 1024;
  static final Duration WITHIN = Duration.ofSeconds(10);

  private final Buffer bytes = Buffer.buffer();
  private final boolean kept;
  private final Promise<Buffer> all;
  private long count;

  private ReceivedBody(boolean kept, Promise<Buffer> all) {
    this.kept = kept;
    this.all = all;
  }

  /**
   * Reads it to its end. Fails with a {@link BadRequest}; if the request is not {@linkplain HttpServerRequest#isEnded ended} then, its
   * connection cannot be used again.
   *
   * @param kept whether anybody wants it; else it is thrown away
   * @param all  what is completed
   */
  static Future<Buffer> of(HttpServerRequest request, Clock clock, boolean kept, Promise<Buffer> all) {
    ReceivedBody body = new ReceivedBody(kept, all);
    Clock.Timer limit = clock.schedule(WITHIN,
        () -> all.tryFail(new BadRequest(408, "the body did not come within " + WITHIN.toSeconds() + " s")));
    if ("100-continue".equalsIgnoreCase(request.headers().get(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    request.handler(body::more);
    request.endHandler(ignored -> body.end());
    request.exceptionHandler(all::tryFail);
    return all.future().onComplete(done -> limit.cancel());
  }

  private void more(Buffer part) {
    count += part.length();
    if (kept && count <= LARGEST) {
      bytes.appendBuffer(part);
    } else if (count > READ_AT_MOST) {
      all.tryFail(tooLarge());
    }
  }

  private void end() {
    if (count > LARGEST) {
      all.tryFail(tooLarge());
    } else {
      all.tryComplete(bytes);
    }
  }

  private static BadRequest tooLarge() {
    return new BadRequest(413, "the body is larger than " + LARGEST / 1024 + " KiB");
  }
}
