package org.confab.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A GET, as any client of the operator's would make it; blocking, and not for long. */
final class Web {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST = 1 << 20;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NORMAL).build();

  /** The answer, its body as far as it is worth looking at; whoever has not said that much in time has not answered. */
  HttpResponse<String> get(URI url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).header("User-Agent", "confab-doctor").build();
    CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, head -> new Beginning());
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new HttpTimeoutException("no whole answer within " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException why) {
        throw why;
      }
      throw new IOException(failed.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  /** Takes the first of a body, and does not listen to more. */
  private static final class Beginning implements HttpResponse.BodySubscriber<String> {

    private final CompletableFuture<String> body = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Flow.Subscription subscription;

    @Override
    public CompletionStage<String> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription made) {
      subscription = made;
      made.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      for (ByteBuffer part : parts) {
        byte[] more = new byte[Math.min(part.remaining(), MOST - bytes.size())];
        part.get(more);
        bytes.writeBytes(more);
      }
      if (bytes.size() == MOST) {
        subscription.cancel();
        onComplete();
      }
    }

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      body.complete(bytes.toString(StandardCharsets.UTF_8));
    }
  }

  /** What went wrong, in words. */
  static String reason(IOException failed) {
    String message = failed.getMessage();
    return message == null ? failed instanceof java.net.ConnectException ? "nothing listens there" : failed.getClass().getSimpleName() : message;
  }
}
