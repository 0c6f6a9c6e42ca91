package org.confab.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.confab.api.RestServer.Client;
import org.confab.api.RestServer.Reply;
import org.confab.live.Order;
import org.confab.live.Outcome;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client repeats is not done twice; what is meant is. */
class RepetitionsTest {

  private static final String PLAY = "Conference/weekly/Member/10/Play/";
  private static final String TO_ALL = "Conference/weekly/Member/all/Play/";
  private static final String SOUND = "{\"url\":\"https://app.example/a.mp3\"}";
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final RestServer server = new RestServer();
  private final FakeConferences conferences = server.conferences();

  @BeforeEach
  void begin() {
    conferences.conference(RestServer.OWNER.authId(), "weekly", "uuid-1", "10", "11");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRequestThatIsRepeatedAfterTheClientGaveUpIsNotDoneAgain() {
    Reply first = server.post(PLAY, SOUND);
    server.clock().advance(Duration.ofSeconds(5));
    Reply second = server.post(PLAY, SOUND);
    server.clock().advance(Duration.ofSeconds(5));
    Reply third = server.post(PLAY, SOUND);
    assertThat(List.of(second.body(), third.body())).containsOnly(first.body());
    assertThat(first.status()).isEqualTo(202);
    assertThat(conferences.orders()).hasSize(1);
  }

  @Test
  void aRequestWhoseAnswerNobodyReadIsNotDoneAgain() {
    Promise<Outcome> slow = Promise.promise();
    conferences.orders(order -> slow.future());
    try (Client client = server.connect()) {
      client.request("POST", RestServer.ROOT + PLAY, SOUND.getBytes(), RestServer.LOGIN, RestServer.JSON);
      conferences.next();
    }
    slow.complete(new Outcome.Done(List.of("10")));
    assertThat(server.post(PLAY, SOUND).status()).isEqualTo(202);
    assertThat(conferences.orders()).hasSize(1);
  }

  @Test
  void aRepetitionWaitsForTheFirst() {
    Promise<Outcome> slow = Promise.promise();
    conferences.orders(order -> slow.future());
    try (Client first = server.connect(); Client second = server.connect()) {
      first.request("POST", RestServer.ROOT + PLAY, SOUND.getBytes(), RestServer.LOGIN, RestServer.JSON);
      conferences.next();
      server.clock().advance(RestRequests.DEADLINE);
      assertThat(first.reply().status()).isEqualTo(503);
      second.request("POST", RestServer.ROOT + PLAY, SOUND.getBytes(), RestServer.LOGIN, RestServer.JSON);
      // behind it on the same port, so that it is there
      server.get("Conference/");
      slow.complete(new Outcome.Done(List.of("10")));
      assertThat(second.reply().status()).isEqualTo(202);
    }
    assertThat(conferences.orders()).hasSize(1);
  }

  @Test
  void longAfterItIsMeant() {
    server.post(PLAY, SOUND);
    server.clock().advance(Repetitions.WITHIN);
    server.post(PLAY, SOUND);
    assertThat(conferences.orders()).hasSize(2);
  }

  @Test
  void longAfterItIsMeantAlsoBehindOneThatTookLonger() {
    Promise<Outcome> slow = Promise.promise();
    conferences.orders(order -> slow.future());
    try (Client first = server.connect()) {
      first.request("POST", RestServer.ROOT + "Conference/weekly/Member/11/Play/", SOUND.getBytes(), RestServer.LOGIN, RestServer.JSON);
      conferences.next();
      conferences.orders(conferences::obey);
      server.post(PLAY, SOUND);
      server.clock().advance(Duration.ofSeconds(3));
      slow.complete(new Outcome.Done(List.of("11")));
      assertThat(first.reply().status()).isEqualTo(202);
    }
    server.clock().advance(Repetitions.WITHIN.minus(MOMENT));
    server.post(PLAY, SOUND);
    assertThat(conferences.orders()).hasSize(3);
  }

  @Test
  void whatNeverEndsIsNotInTheWayForEver() {
    conferences.orders(order -> Promise.<Outcome>promise().future());
    try (Client first = server.connect()) {
      first.request("POST", RestServer.ROOT + PLAY, SOUND.getBytes(), RestServer.LOGIN, RestServer.JSON);
      conferences.next();
      server.clock().advance(Repetitions.WITHIN);
      assertThat(first.reply().status()).isEqualTo(503);
    }
    conferences.orders(conferences::obey);
    assertThat(server.post(PLAY, SOUND).status()).isEqualTo(202);
  }

  @Test
  void moreOftenThanAnSdkRepeatsItIsMeant() {
    for (int i = 0; i < 6; i++) {
      server.post(PLAY, SOUND);
      server.clock().advance(MOMENT);
    }
    assertThat(conferences.orders()).hasSize(2);
  }

  @Test
  void whateverIsDifferentIsMeant() {
    server.post(PLAY, SOUND);
    server.post(PLAY, "{\"url\":\"https://app.example/b.mp3\"}");
    server.post(PLAY, "{\"url\":\"https://app.example/a.mp3\",\"again\":\"1\"}");
    server.post("Conference/weekly/Member/11/Play/", SOUND);
    server.post("Conference/weekly/Member/10/Speak/", "{\"text\":\"https://app.example/a.mp3\"}");
    server.send("POST", RestServer.ROOT + PLAY, SOUND, RestServer.LOGIN, RestServer.JSON, "Idempotency-Key: 1");
    server.send("POST", RestServer.ROOT + PLAY, SOUND, RestServer.LOGIN, RestServer.JSON, "Idempotency-Key: 2");
    server.send("POST", RestServer.ROOT + PLAY, SOUND, RestServer.LOGIN, RestServer.JSON, "Idempotency-Key: 2");
    assertThat(conferences.orders()).hasSize(7);
  }

  @Test
  void theSameIsTheSameInAForm() {
    server.post(PLAY, SOUND);
    server.send("POST", RestServer.ROOT + PLAY, "url=https://app.example/a.mp3", RestServer.LOGIN, RestServer.FORM);
    server.send("POST", RestServer.ROOT + "Conference/%77eekly/Member/10/Play", SOUND, RestServer.LOGIN, RestServer.JSON);
    assertThat(conferences.orders()).hasSize(1);
  }

  @Test
  void whatWasNotDoneIsDone() {
    List<Outcome> outcomes = new ArrayList<>(List.of(new Outcome.Unavailable("not now"), new Outcome.Refused("never"), new Outcome.Done(List.of("10"))));
    conferences.orders(order -> Future.succeededFuture(outcomes.remove(0)));
    assertThat(server.post(PLAY, SOUND).status()).isEqualTo(503);
    assertThat(server.post(PLAY, SOUND).status()).isEqualTo(400);
    assertThat(server.post(PLAY, SOUND).status()).isEqualTo(202);
    assertThat(server.post(PLAY, SOUND).status()).isEqualTo(202);
    assertThat(conferences.orders()).hasSize(3);
  }

  @Test
  void afterADefectItIsDone() {
    conferences.orders(order -> Future.failedFuture(new IllegalStateException("a defect")));
    assertThat(server.post(PLAY, SOUND).status()).isEqualTo(500);
    conferences.orders(conferences::obey);
    assertThat(server.post(PLAY, SOUND).status()).isEqualTo(202);
  }

  @Test
  void whatWasStoppedBeginsAnew() {
    server.post(PLAY, SOUND);
    server.delete(PLAY);
    server.post(PLAY, SOUND);
    assertThat(conferences.orders().stream().filter(Order.Play.class::isInstance)).hasSize(2);
  }

  @Test
  void whatIsForAllIsMeantWhenSomebodyCameAndNotWhenSomebodyLeft() {
    server.post(TO_ALL, SOUND);
    conferences.conference(RestServer.OWNER.authId(), "weekly", "uuid-1", "11");
    server.post(TO_ALL, SOUND);
    assertThat(conferences.orders()).hasSize(1);
    conferences.conference(RestServer.OWNER.authId(), "weekly", "uuid-1", "11", "12");
    server.post(TO_ALL, SOUND);
    assertThat(conferences.orders()).hasSize(2);
  }

  @Test
  void aConferenceThatBeginsAnewIsAnother() {
    String record = "Conference/weekly/Record/";
    Reply first = server.post(record, "{}");
    assertThat(server.post(record, "{}").body()).isEqualTo(first.body());
    assertThat(conferences.orders()).hasSize(1);
    conferences.conference(RestServer.OWNER.authId(), "weekly", "uuid-2", "12");
    server.post(record, "{}");
    assertThat(conferences.orders()).hasSize(2);
  }

  @Test
  void aConferenceThatIsOverDoesNotTurnASuccessIntoAFailure() {
    server.post(PLAY, SOUND);
    conferences.over(RestServer.OWNER.authId(), "weekly");
    assertThat(server.post(PLAY, SOUND).status()).isEqualTo(202);
  }

  @Test
  void whatCanBeSaidTwiceIsAlwaysDone() {
    for (int i = 0; i < 3; i++) {
      server.post("Conference/weekly/Member/all/Mute/", "");
      server.delete("Conference/weekly/Member/all/Mute/");
    }
    assertThat(conferences.orders()).hasSize(6);
  }

  @Test
  void itsMemoryHasABound() {
    ManualClock clock = new ManualClock();
    Repetitions repetitions = new Repetitions(clock);
    for (int i = 0; i < Repetitions.MOST + 50; i++) {
      repetitions.answer(identity(i), Set.of(), () -> Future.succeededFuture(new Repetitions.Answered("", Answer.noContent())));
    }
    assertThat(repetitions.size()).isEqualTo(Repetitions.MOST);
    clock.advance(Repetitions.WITHIN);
    repetitions.answer(identity(-1), Set.of(), () -> Future.succeededFuture(new Repetitions.Answered("", Answer.noContent())));
    assertThat(repetitions.size()).isEqualTo(1);
  }

  private static Repetitions.Identity identity(int i) {
    return new Repetitions.Identity(new Repetitions.Place("account", new PathTemplate("/path/"), Map.of("name", "" + i % 7)), "POST", "content " + i);
  }
}
