package org.confab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.confab.http.HttpFailure.Kind;
import org.confab.http.RetryPolicy.On;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptsTest {

  private static final URI URL = URI.create("http://app/");
  private static final HttpRequest REQUEST = new HttpRequest("POST", URL, Map.of(), Signer.NONE, Map.of(),
      new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 77), 0);

  private final ManualClock clock = new ManualClock();
  private final List<HttpRequest> sent = new ArrayList<>();

  @Test
  void byDefaultAFailedConnectionIsTriedOnceMoreAndA500IsNot() {
    assertThat(send(RetryPolicy.DEFAULT, failure(Kind.CONNECT_TIMEOUT), reply(200)).result().status()).isEqualTo(200);
    assertThat(sent).hasSize(2);
    sent.clear();
    assertThat(send(RetryPolicy.DEFAULT, reply(500)).result().status()).isEqualTo(500);
    assertThat(sent).hasSize(1);
  }

  @Test
  void theLastOutcomeIsTheOutcome() {
    RetryPolicy all = policy(2, On.values());
    assertThat(send(all, reply(500), failure(Kind.READ_TIMEOUT), reply(404)).result().status()).isEqualTo(404);
    assertThat(send(all, reply(500), reply(404), failure(Kind.READ_TIMEOUT)).cause()).isInstanceOf(HttpFailure.class);
  }

  @Test
  void theTotalTimeIsForAllTriesTogether() {
    Http slow = request -> {
      sent.add(request);
      clock.advance(Duration.ofSeconds(4));
      return failure(Kind.READ_TIMEOUT);
    };
    assertThat(new Attempts(slow, clock).send(REQUEST, policy(5, On.values())).failed()).isTrue();
    assertThat(sent).extracting(request -> request.limits().total().toSeconds()).containsExactly(10L, 6L, 2L);
    assertThat(sent).extracting(request -> request.limits().connect().toSeconds()).containsOnly(2L);
    assertThat(sent).extracting(request -> request.limits().read().toSeconds()).containsOnly(5L);
    assertThat(sent).extracting(request -> request.limits().maxBodyBytes()).containsOnly(77);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void eachFailureIsRetriedOnlyForItsOwnReason(Kind kind) {
    Set<On> expected = switch (kind) {
      case UNKNOWN_HOST, CONNECT_REFUSED, CONNECT_TIMEOUT, TLS -> Set.of(On.CONNECT);
      case READ_TIMEOUT, CONNECTION_CLOSED, BAD_REPLY -> Set.of(On.READ);
      default -> Set.of();
    };
    for (On on : On.values()) {
      sent.clear();
      send(policy(1, on), failure(kind), reply(200));
      assertThat(sent).as(on.name()).hasSize(expected.contains(on) ? 2 : 1);
    }
  }

  @Test
  void eachClassOfStatusIsRetriedOnlyForItsOwnReason() {
    send(policy(1, On.CLIENT_ERROR), reply(404), reply(200));
    send(policy(1, On.SERVER_ERROR), reply(503), reply(200));
    assertThat(sent).hasSize(4);
    sent.clear();
    send(policy(1, On.CLIENT_ERROR, On.READ, On.CONNECT), reply(503), reply(200));
    send(policy(1, On.SERVER_ERROR, On.READ, On.CONNECT), reply(404), reply(200));
    send(policy(1, On.values()), reply(302), reply(200));
    assertThat(sent).hasSize(3);
  }

  @SafeVarargs
  private Future<HttpReply> send(RetryPolicy policy, Future<HttpReply>... outcomes) {
    Deque<Future<HttpReply>> left = new ArrayDeque<>(Arrays.asList(outcomes));
    Http http = request -> {
      sent.add(request);
      return left.remove();
    };
    return new Attempts(http, clock).send(REQUEST, policy);
  }

  private static RetryPolicy policy(int retries, On... on) {
    return new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10), retries, Set.of(on));
  }

  private static Future<HttpReply> reply(int status) {
    return Future.succeededFuture(new HttpReply(status, Map.of(), new byte[0], URL, false));
  }

  private static Future<HttpReply> failure(Kind kind) {
    return Future.failedFuture(new HttpFailure(kind, "as the test says"));
  }
}
