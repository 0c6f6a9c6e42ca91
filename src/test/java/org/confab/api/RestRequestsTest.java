package org.confab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.confab.api.RestServer.Client;
import org.confab.api.RestServer.Reply;
import org.confab.clock.VertxClock;
import org.confab.live.Order;
import org.confab.live.Outcome;
import org.confab.live.Whom;
import org.confab.testing.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may ask, what is understood, and that there is an answer to everything. */
class RestRequestsTest {

  private static final byte[] NOTHING = {};
  private static final String MUTE = "Conference/weekly/Member/10/Mute/";
  private static final String PLAY = "Conference/weekly/Member/10/Play/";
  private static final String SOUND = "https://app.example/a.mp3";

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

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whoeverIsNoAccountIsTurnedAwayAndNothingIsDone() {
    String mine = RestServer.OWNER.authId();
    for (String header : List.of("X-Nothing: 1", RestServer.basic(mine, "other-token"), RestServer.basic(mine, ""), RestServer.basic("", "new-token"),
        RestServer.basic(RestServer.OTHER.authId(), "new-token"), RestServer.basic(mine.toLowerCase(), "new-token"), "Authorization: Bearer new-token",
        "Authorization: Basic !!!", "Authorization: Basic", RestServer.basic(RestServer.OTHER.authId(), "other-token"))) {
      Reply reply = server.send("POST", RestServer.ROOT + MUTE, "", header);
      assertThat(reply.status()).as(header).isEqualTo(401);
      assertThat(reply.header("www-authenticate")).startsWith("Basic ");
      assertThat(reply.error()).isNotEmpty();
      assertThat(reply.apiId()).isNotEmpty();
    }
    assertThat(conferences.asked()).isEmpty();
  }

  @Test
  void everyTokenOfAnAccountIsTaken() {
    assertThat(server.send("POST", RestServer.ROOT + MUTE, "", RestServer.basic(RestServer.OWNER.authId(), "old-token")).status()).isEqualTo(202);
    assertThat(server.send("POST", RestServer.ROOT + MUTE, "", RestServer.basic(RestServer.OWNER.authId(), "new-token")).status()).isEqualTo(202);
  }

  @Test
  void anAccountSeesOnlyItsOwnConferences() {
    String root = "/v1/Account/" + RestServer.OTHER.authId() + "/";
    String login = RestServer.basic(RestServer.OTHER.authId(), "other-token");
    assertThat(server.send("GET", root + "Conference/", "", login).json().get("conferences")).isEmpty();
    assertThat(server.send("GET", root + "Conference/weekly/", "", login).status()).isEqualTo(404);
    assertThat(server.send("POST", root + MUTE, "", login).status()).isEqualTo(404);
  }

  @Test
  void whatIsNoCallOfTheApiIsSaidToBeNone() {
    for (String path : List.of("", "Conferences/", "Conference/weekly/Member/", "Conference/weekly/Member/10/Mute/now/", "Conference//", "Conference//Record/",
        "conference/", "Conference/weekly/Member//Mute/", "Message/", "Conference/weekly/Record//")) {
      Reply reply = server.get(path);
      assertThat(reply.status()).as(path).isEqualTo(404);
      assertThat(reply.error()).isNotEmpty();
    }
    assertThat(server.send("GET", "/v1/", "", RestServer.LOGIN).status()).isEqualTo(404);
    assertThat(server.send("GET", "/v1/Account/", "", RestServer.LOGIN).status()).isEqualTo(404);
  }

  @Test
  void otherMethodsAreToldWhichThereAre() {
    Reply reply = server.send("PUT", RestServer.ROOT + MUTE, "", RestServer.LOGIN);
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("allow")).isEqualTo("DELETE, POST");
    assertThat(reply.error()).contains("DELETE, POST");
    assertThat(server.get("Conference/weekly/Member/10/Kick/").header("allow")).isEqualTo("POST");
    assertThat(server.post("Conference/", "{}").header("allow")).isEqualTo("DELETE, GET");
  }

  @Test
  void theSlashAtTheEndMayBeMissing() {
    assertThat(server.get("Conference").status()).isEqualTo(200);
    assertThat(server.get("Conference/weekly").status()).isEqualTo(200);
    assertThat(server.post("Conference/weekly/Member/10/Mute", "").status()).isEqualTo(202);
  }

  @Test
  void namesAreDecodedAndMeanWhatTheyMeanInDocuments() {
    for (String[] each : new String[][] {{"My%20Conf%20Room", "My Conf Room"}, {"a%2Fb", "a/b"}, {"%20%0A%20My%09%20Room%20", "My Room"}, {"a+b", "a+b"},
        {"%F0%9F%98%80%c3%a9", "\uD83D\uDE00é"}, {"100%25", "100%"}, {"..", ".."}, {"%2e%2E", ".."}, {"a;b=c", "a;b=c"}, {"%3Cscript%3E", "<script>"}}) {
      assertThat(server.delete("Conference/" + each[0] + "/").status()).isEqualTo(404);
      assertThat(conferences.next().name()).isEqualTo(each[1]);
    }
  }

  @Test
  void aNameAsItIsWrittenInUtf8IsUnderstood() {
    try (Client client = server.connect()) {
      client.write(utf8("DELETE " + RestServer.ROOT + "Conference/Zoë/ HTTP/1.1\r\nHost: localhost\r\n" + RestServer.LOGIN + "\r\n\r\n"));
      assertThat(client.reply().status()).isEqualTo(404);
      assertThat(conferences.next().name()).isEqualTo("Zoë");
    }
  }

  @Test
  void aPathThatIsNoTextIsRefused() {
    for (String name : List.of("%", "%4", "%zz", "%ff", "%c0%af", "%ed%a0%80", "a%2")) {
      Reply reply = server.get("Conference/" + name + "/");
      assertThat(reply.status()).as(name).isEqualTo(400);
      assertThat(reply.error()).startsWith("the path is not ");
    }
  }

  @Test
  void parametersAreJsonOrAFormOrTheQuery() {
    server.post(PLAY, "{\"url\": \"" + SOUND + "\", \"other\": {}}".replace("{}", "null"));
    server.send("POST", RestServer.ROOT + "Conference/weekly/Member/11/Play/", "url=https%3A%2F%2Fapp.example%2Fa.mp3&x", RestServer.LOGIN, RestServer.FORM);
    server.send("POST", RestServer.ROOT + "Conference/weekly/Member/10,11/Play/?url=https://app.example/a.mp3", "", RestServer.LOGIN);
    assertThat(conferences.orders()).isEqualTo(List.of(new Order.Play(SOUND), new Order.Play(SOUND), new Order.Play(SOUND)));
  }

  @Test
  void theBodyWinsOverTheQuery() {
    server.post(PLAY + "?url=https://app.example/b.mp3", "{\"url\":\"" + SOUND + "\"}");
    assertThat(conferences.orders()).isEqualTo(List.of(new Order.Play(SOUND)));
  }

  @Test
  void noParametersMayBeSaidInManyWays() {
    for (String body : List.of("", "{}", "[]", "null", "  ")) {
      assertThat(server.post(MUTE, body).status()).as(body).isEqualTo(202);
    }
    assertThat(server.send("DELETE", RestServer.ROOT + MUTE, "", RestServer.LOGIN, RestServer.JSON, "Content-Length: 0").status()).isEqualTo(204);
  }

  @Test
  void aBodyThatIsNotWhatItSaysIsRefused() {
    for (String body : List.of("{", "{\"url\":}", "url=1", "\"text\"", "[1]", "7", "{\"url\":1}{\"url\":2}", "{\"url\":\"1\",\"url\":\"2\"}",
        "{\"url\":[\"http://a.example/\"]}", "{\"url\":{\"a\":1}}", "{'url':1}", "\uFEFF{", "[".repeat(50_000))) {
      Reply reply = server.post(PLAY, body);
      assertThat(reply.status()).as(body).isEqualTo(400);
      assertThat(reply.error()).isNotEmpty();
    }
    assertThat(server.send("POST", RestServer.ROOT + PLAY, new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'}, RestServer.LOGIN, RestServer.JSON).status())
        .isEqualTo(400);
    assertThat(server.send("POST", RestServer.ROOT + PLAY, "url=%zz", RestServer.LOGIN, RestServer.FORM).status()).isEqualTo(400);
    assertThat(server.send("POST", RestServer.ROOT + PLAY + "?url=%ff", "", RestServer.LOGIN).status()).isEqualTo(400);
    assertThat(conferences.asked()).isEmpty();
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() {
    for (String type : List.of("Content-Type: text/xml", "Content-Type: multipart/form-data; boundary=x", "X-Nothing: 1", "Content-Type: application/json-patch")) {
      Reply reply = server.send("POST", RestServer.ROOT + PLAY, "{}", RestServer.LOGIN, type);
      assertThat(reply.status()).as(type).isEqualTo(415);
    }
    assertThat(server.send("POST", RestServer.ROOT + MUTE, "{}", RestServer.LOGIN, "Content-Type: Application/JSON; charset=utf-8").status()).isEqualTo(202);
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedAndTheConnectionGoesOn() {
    try (Client client = server.connect()) {
      client.request("POST", RestServer.ROOT + PLAY, utf8("{\"url\":\"" + "a".repeat(ReceivedBody.LARGEST) + "\"}"), RestServer.LOGIN, RestServer.JSON);
      Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.error()).contains("100 KiB");
      client.request("POST", RestServer.ROOT + MUTE, NOTHING, RestServer.LOGIN);
      assertThat(client.reply().status()).isEqualTo(202);
    }
  }

  @Test
  void aBodyWithoutEndIsCutOff() {
    try (Client client = server.connect()) {
      client.write(utf8("POST " + RestServer.ROOT + PLAY + " HTTP/1.1\r\nHost: localhost\r\n" + RestServer.LOGIN + "\r\n" + RestServer.JSON
          + "\r\nContent-Length: 1000000000\r\n\r\n"));
      client.write(new byte[ReceivedBody.READ_AT_MOST + 1]);
      Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.header("connection")).isEqualTo("close");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void aBodyThatDoesNotComeIsGivenUp() {
    try (Client client = server.connect()) {
      int before = server.clock().pending();
      client.write(utf8("POST " + RestServer.ROOT + PLAY + " HTTP/1.1\r\nHost: localhost\r\n" + RestServer.LOGIN + "\r\n" + RestServer.JSON
          + "\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n"));
      // it says go on, so it waits
      assertThat(client.reply().status()).isEqualTo(100);
      assertThat(server.clock().pending()).isGreaterThan(before);
      server.clock().advance(ReceivedBody.WITHIN);
      Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(408);
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void aRefusalLeavesTheConnectionUsable() {
    try (Client client = server.connect()) {
      client.request("POST", RestServer.ROOT + MUTE, utf8("{}"), RestServer.JSON);
      assertThat(client.reply().status()).isEqualTo(401);
      client.request("POST", RestServer.ROOT + "Nothing/", utf8("{}"), RestServer.LOGIN, RestServer.JSON);
      assertThat(client.reply().status()).isEqualTo(404);
      client.request("DELETE", RestServer.ROOT + MUTE, NOTHING, RestServer.LOGIN, RestServer.JSON);
      Reply none = client.reply();
      assertThat(none.status()).isEqualTo(204);
      assertThat(none.body()).isEmpty();
      client.request("GET", RestServer.ROOT + "Conference/", NOTHING, RestServer.LOGIN);
      assertThat(client.reply().status()).isEqualTo(200);
    }
  }

  @Test
  void everyAnswerHasAnApiIdOfItsOwn() {
    assertThat(server.get("Conference/").apiId()).isNotEqualTo(server.get("Conference/").apiId());
    assertThat(server.get("Conference/").header("cache-control")).isEqualTo("no-store");
  }

  @Test
  void whatTakesTooLongIsAnsweredInTime() {
    Promise<Outcome> never = Promise.promise();
    conferences.orders(order -> never.future());
    try (Client client = server.connect()) {
      client.request("POST", RestServer.ROOT + MUTE, NOTHING, RestServer.LOGIN);
      conferences.next();
      server.clock().advance(RestRequests.DEADLINE.minusMillis(1));
      assertThat(never.future().isComplete()).isFalse();
      server.clock().advance(Duration.ofMillis(1));
      Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.error()).contains("3500 ms");
      never.complete(new Outcome.Done(List.of("10")));
      client.request("GET", RestServer.ROOT + "Conference/", NOTHING, RestServer.LOGIN);
      assertThat(client.reply().status()).isEqualTo(200);
    }
  }

  @Test
  void theDeadlineIsGoneWithTheAnswer() {
    server.get("Conference/");
    server.post(MUTE, "");
    server.get("Nothing/");
    server.loop().run(() -> assertThat(server.clock().pending()).isZero());
  }

  @Test
  void aDefectIsAnAnswerAndALogLine() {
    try (LogLines log = LogLines.open()) {
      conferences.orders(order -> {
        throw new IllegalStateException("a defect that is thrown");
      });
      Reply thrown = server.post(MUTE, "");
      assertThat(thrown.status()).isEqualTo(500);
      assertThat(thrown.error()).doesNotContain("a defect that is thrown");
      log.await("of the defect", line -> line.startsWith("ERROR") && line.contains(thrown.apiId()) && line.contains("a defect that is thrown"));
      conferences.orders(order -> Future.failedFuture(new IllegalStateException("a defect that failed")));
      Reply failed = server.post(MUTE, "");
      assertThat(failed.status()).isEqualTo(500);
      log.await("of the defect", line -> line.startsWith("ERROR") && line.contains(failed.apiId()) && line.contains("a defect that failed"));
    }
  }

  @Test
  void anAnswerFromAnotherThreadIsAnAnswer() {
    conferences.orders(order -> {
      Promise<Outcome> elsewhere = Promise.promise();
      new Thread(() -> elsewhere.complete(new Outcome.Done(List.of("10")))).start();
      return elsewhere.future();
    });
    assertThat(server.post(MUTE, "").status()).isEqualTo(202);
  }

  @Test
  void whoGoesAwayLeavesNothingBehind() {
    Promise<Outcome> late = Promise.promise();
    conferences.orders(order -> late.future());
    try (Client client = server.connect()) {
      client.request("POST", RestServer.ROOT + MUTE, NOTHING, RestServer.LOGIN);
      conferences.next();
    }
    late.complete(new Outcome.Done(List.of("10")));
    assertThat(server.get("Conference/").status()).isEqualTo(200);
  }

  @Test
  void theLogSaysWhoDidWhatAndNoToken() {
    try (LogLines log = LogLines.open()) {
      Reply reply = server.post("Conference/a%0Ab/Member/10/Play/", "{\"url\":\"https://app.example/?secret=1\"}");
      String line = log.await("of the order", each -> each.contains(reply.apiId()));
      assertThat(line).contains("POST", "404", RestServer.OWNER.authId());
      server.send("POST", RestServer.ROOT + MUTE + "?secret=1", "", RestServer.LOGIN);
      assertThat(log.lines()).noneMatch(each -> each.contains("secret") || each.contains("new-token") || each.contains("\n"));
    }
  }

  @Test
  void twoRoutesForTheSameRequestsAreADefect() {
    VertxClock clock = new VertxClock(server.loop().vertx());
    Routes one = () -> List.of(Route.get("Thing/{a}/", request -> Future.succeededFuture(Answer.noContent())));
    Routes other = () -> List.of(Route.get("Thing/{b}/", request -> Future.succeededFuture(Answer.noContent())));
    assertThatThrownBy(() -> new RestRequests(server.loop().vertx(), clock, List.of(RestServer.OWNER), List.of(one, other)))
        .hasMessageContaining("Thing/{b}/");
  }

  @Test
  void membersAreNamedByOneIdOrSeveralOrAll() {
    assertThat(server.post("Conference/weekly/Member/10,%2011,10,/Mute/", "").json().get("member_id").toString()).isEqualTo("[\"10\",\"11\"]");
    assertThat(server.post("Conference/weekly/Member/all/Mute/", "").json().get("member_id").toString()).isEqualTo("[\"10\",\"11\"]");
    assertThat(conferences.asked().stream().map(FakeConferences.Asked::whom))
        .isEqualTo(List.of(new Whom.These(List.of("10", "11")), new Whom.Everybody()));
    assertThat(server.post("Conference/weekly/Member/,/Mute/", "").status()).isEqualTo(400);
  }
}
