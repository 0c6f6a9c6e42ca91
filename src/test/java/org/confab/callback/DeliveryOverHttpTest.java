package org.confab.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.confab.clock.VertxClock;
import org.confab.http.Attempts;
import org.confab.http.HttpRequests;
import org.confab.http.RetryPolicy;
import org.confab.http.Signer;
import org.confab.network.AddressGuard;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Delivery over real connections; only its waits are the test's. */
class DeliveryOverHttpTest {

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final HttpRequests requests = new HttpRequests(vertx, new VertxClock(vertx), new AddressGuard(List.of()));
  private final ManualClock clock = new ManualClock();
  private final LinkedBlockingQueue<String> left = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final Delivery delivery = new Delivery(new MemoryOutbox(100), new Attempts(requests, new VertxClock(vertx)), clock,
      authId -> Signer.NONE,
      url -> new RetryPolicy(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(9), 0, Set.of()),
      new Delivery.Options(Duration.ofHours(1), true), new CallbackListener() {
        @Override
        public void left(Callback callback, Duration after) {
          left.add(callback.parameters().get("id"));
        }

        @Override
        public void delivered(Callback callback) {
          heard.add("delivered " + callback.parameters().get("id"));
        }

        @Override
        public void retried(Callback callback) {
          // the wait begins right after this; what the test then does comes behind it on the same context
          context.runOnContext(then -> heard.add("retried " + callback.parameters().get("id")));
        }

        @Override
        public void dead(Callback callback) {
          heard.add("dead " + callback.parameters().get("id"));
        }
      });

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void applicationThatComesBackGetsEverythingInOrder() throws Exception {
    // bound and deaf: nobody else gets the port, and who lets others use his address (SO_REUSEADDR) may listen there later
    Socket taken = new Socket();
    taken.setReuseAddress(true);
    taken.bind(new InetSocketAddress("127.0.0.1", 0));
    int port = taken.getLocalPort();
    String url = "http://127.0.0.1:" + port + "/events#rc=0";
    add(url, "a");
    add(url, "b");
    assertThat(next()).isEqualTo("retried a");
    assertThat(left).as("what left, while nobody listened").isEmpty();
    ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    HttpServer server = vertx.createHttpServer().requestHandler(request -> request.body().onSuccess(body -> {
      received.add(request.getHeader("X-Confab-Sequence") + "/" + request.getHeader("X-Confab-Attempt") + " " + body);
      request.response().setStatusCode(received.size() == 1 ? 500 : 200).end("<Response/>".repeat(100_000));
    }));
    await(server.listen(port, "127.0.0.1"));
    taken.close();
    // a second, and at most a fifth more
    advance(Duration.ofMillis(1200));
    assertThat(next()).isEqualTo("retried a");
    advance(Duration.ofSeconds(5));
    assertThat(List.of(next(), next())).containsExactly("delivered a", "delivered b");
    assertThat(received).containsExactly("1/2 id=a", "1/3 id=a", "2/1 id=b");
    assertThat(left).containsExactly("a", "b");
  }

  @Test
  void applicationThatHangsOrClosesIsAwayAndTheNextLaneIsNotHeldUp() {
    int hanging = await(vertx.createNetServer().connectHandler(socket -> {}).listen(0, "127.0.0.1")).actualPort();
    int closing = await(vertx.createNetServer().connectHandler(socket -> socket.close()).listen(0, "127.0.0.1")).actualPort();
    add("http://127.0.0.1:" + hanging + "/", "hangs");
    add("http://127.0.0.1:" + closing + "/", "closes");
    assertThat(List.of(next(), next())).containsExactlyInAnyOrder("retried hangs", "retried closes");
  }

  @Test
  void urlThatNamesNoHostIsADeadLetter() {
    add("", "a");
    assertThat(next()).isEqualTo("dead a");
    add("file:///etc/passwd", "b");
    assertThat(next()).isEqualTo("dead b");
  }

  @Test
  void addressThatIsNotAllowedIsADeadLetterAndNothingIsSentThere() {
    ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    int port = await(vertx.createHttpServer().requestHandler(request -> {
      received.add(request.uri());
      request.response().end();
    }).listen(0, "127.0.0.1")).actualPort();
    add("http://127.0.0.1:" + port + "/document", "b", false);
    assertThat(next()).isEqualTo("dead b");
    assertThat(received).isEmpty();
    add("http://127.0.0.1:" + port + "/operator", "a", true);
    assertThat(next()).isEqualTo("delivered a");
    assertThat(received).containsExactly("/operator");
  }

  @Test
  void redirectOfACallbackIsNotFollowed() {
    ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    int port = await(vertx.createHttpServer().requestHandler(request -> {
      received.add(request.uri());
      request.response().setStatusCode(307).putHeader("Location", "/other").end();
    }).listen(0, "127.0.0.1")).actualPort();
    add("http://127.0.0.1:" + port + "/first", "a");
    assertThat(next()).isEqualTo("dead a");
    assertThat(received).containsExactly("/first");
  }

  private void add(String url, String id) {
    add(url, id, true);
  }

  private void add(String url, String id, boolean trusted) {
    context.runOnContext(now -> delivery.add(
        new Callback(UUID.randomUUID(), new Lane("room", url), "POST", url, trusted, Map.of("id", id), "MA1", clock.now())));
  }

  private void advance(Duration by) {
    context.runOnContext(now -> clock.advance(by));
  }

  private String next() {
    try {
      String event = heard.poll(60, TimeUnit.SECONDS);
      assertThat(event).as("something became of a callback").isNotNull();
      return event;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
