package org.confab.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.confab.api.RestServer.Reply;
import org.confab.callback.Callback;
import org.confab.callback.Lane;
import org.confab.callback.Outbox.Entry;
import org.confab.config.Account;
import org.confab.store.Store;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An account's own callbacks, those that wait and those that are dead. */
class CallbackRoutesTest {

  private static final String URL = "https://app.example/events?token=secret";

  private final Loop loop = new Loop();
  private final ManualClock clock = new ManualClock();
  private Store store;
  private RestServer server;

  @BeforeEach
  void begin() {
    store = loop.await(() -> Store.open(loop.context(), clock, Optional.empty(), new Store.Options(1000, 1 << 20, Duration.ofDays(7))));
    server = new RestServer(List.of(new CallbackRoutes(store.callbacks())));
  }

  @AfterEach
  void stop() {
    server.close();
    Loop.result(store.close());
    loop.close();
  }

  private Entry add(Account account, String conference, String action) {
    Lane lane = new Lane(account.authId() + " " + conference, URL);
    Callback callback = new Callback(UUID.randomUUID(), lane, "POST", URL, false, Map.of("ConferenceName", conference, "ConferenceAction", action),
        account.authId(), clock.now());
    return loop.await(() -> store.outbox().add(callback));
  }

  private Entry dies(Account account, String conference) {
    Entry entry = add(account, conference, "exit");
    loop.await(() -> store.outbox().dead(entry, "replied 404", 2));
    return entry;
  }

  private static String id(Entry entry) {
    return entry.callback().id().toString();
  }

  private static List<String> ids(Reply reply) {
    return StreamSupport.stream(reply.json().get("objects").spliterator(), false).map(each -> each.get("callback_id").asText()).toList();
  }

  private Reply others(String method, String path) {
    return server.send(method, "/v1/Account/" + RestServer.OTHER.authId() + "/" + path, "", RestServer.basic(RestServer.OTHER.authId(), "other-token"));
  }

  @Test
  void callbacksThatWaitAreListedForTheirAccountAlone() {
    Entry mine = add(RestServer.OWNER, "<weekly>", "enter");
    Entry theirs = add(RestServer.OTHER, "theirs", "enter");
    Reply reply = server.get("Callback/?state=pending");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(ids(reply)).containsExactly(id(mine));
    JsonNode callback = reply.json().get("objects").get(0);
    assertThat(callback.get("conference_name").asText()).isEqualTo("<weekly>");
    assertThat(callback.get("action").asText()).isEqualTo("enter");
    assertThat(callback.get("url").asText()).isEqualTo(URL);
    assertThat(callback.get("sequence").toString()).isEqualTo("\"1\"");
    assertThat(ids(others("GET", "Callback/?state=pending"))).containsExactly(id(theirs));
    assertThat(others("GET", "Callback/?state=pending").body()).doesNotContain("weekly");
    loop.await(() -> store.outbox().delivered(mine));
    assertThat(ids(server.get("Callback/?state=pending"))).isEmpty();
  }

  @Test
  void deadLettersAreListedForTheirAccountAlone() {
    Entry mine = dies(RestServer.OWNER, "weekly");
    dies(RestServer.OTHER, "theirs");
    Reply reply = server.get("Callback/?state=DEAD");
    assertThat(ids(reply)).containsExactly(id(mine));
    JsonNode letter = reply.json().get("objects").get(0);
    assertThat(letter.get("reason").asText()).isEqualTo("replied 404");
    assertThat(letter.get("attempts").toString()).isEqualTo("\"2\"");
    assertThat(letter.get("replay").asBoolean()).isFalse();
    assertThat(letter.get("died_at").asText()).isEqualTo("2026-11-22T08:00:00Z");
  }

  @Test
  void listsHavePages() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(id(add(RestServer.OWNER, "weekly", "enter")));
    }
    add(RestServer.OTHER, "theirs", "enter");
    Reply first = server.get("Callback/?state=pending&limit=2");
    assertThat(ids(first)).isEqualTo(all.subList(0, 2));
    assertThat(first.json().get("meta").toString()).isEqualTo("{\"limit\":2,\"next\":\"" + RestServer.ROOT
        + "Callback/?state=pending&limit=2&offset=2\",\"offset\":0,\"previous\":null,\"total_count\":5}");
    Reply second = server.send("GET", first.json().at("/meta/next").asText(), "", RestServer.LOGIN);
    assertThat(ids(second)).isEqualTo(all.subList(2, 4));
    Reply third = server.send("GET", second.json().at("/meta/next").asText(), "", RestServer.LOGIN);
    assertThat(ids(third)).isEqualTo(all.subList(4, 5));
    assertThat(third.json().at("/meta/next").isNull()).isTrue();
    assertThat(ids(server.send("GET", third.json().at("/meta/previous").asText(), "", RestServer.LOGIN))).isEqualTo(all.subList(2, 4));
    assertThat(ids(server.get("Callback/?state=pending&offset=7"))).isEmpty();
    assertThat(ids(server.get("Callback/?state=pending"))).isEqualTo(all);
  }

  @Test
  void whatCannotBeAskedForIsRefused() {
    for (String query : List.of("", "?state=", "?state=alive", "?state=dead&limit=0", "?state=dead&limit=101", "?state=dead&limit=x", "?state=dead&offset=-1",
        "?state=dead&offset=99999999999999999999", "?state=dead&limit=%00")) {
      Reply reply = server.get("Callback/" + query);
      assertThat(reply.status()).as(query).isEqualTo(400);
      assertThat(reply.error()).isNotEmpty();
    }
  }

  @Test
  void aDeadLetterIsSentOnceMore() {
    Entry dead = dies(RestServer.OWNER, "weekly");
    Reply reply = server.post("Callback/" + id(dead) + "/Replay/", "");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("callback_id").asText()).isEqualTo(id(dead));
    assertThat(server.get("Callback/?state=dead").json().at("/objects/0/replay").asBoolean()).isTrue();
    // the store looks every few seconds
    for (int i = 0; i < 5; i++) {
      loop.advance(clock, Duration.ofSeconds(1));
      loop.await(() -> store.callbacks().pending(RestServer.OWNER.authId(), 1, 0));
    }
    assertThat(ids(server.get("Callback/?state=pending"))).containsExactly(id(dead));
    assertThat(ids(server.get("Callback/?state=dead"))).isEmpty();
    assertThat(server.post("Callback/" + id(dead) + "/Replay/", "").body()).as("repeated").isEqualTo(reply.body());
    server.clock().advance(Repetitions.WITHIN);
    assertThat(server.post("Callback/" + id(dead) + "/Replay/", "").status()).isEqualTo(404);
  }

  @Test
  void nobodyReplaysAnothersDeadLetter() {
    Entry dead = dies(RestServer.OWNER, "weekly");
    assertThat(others("POST", "Callback/" + id(dead) + "/Replay/").status()).isEqualTo(404);
    for (String id : List.of("x", "%27%20OR%201=1", UUID.randomUUID().toString())) {
      assertThat(server.post("Callback/" + id + "/Replay/", "").status()).isEqualTo(404);
    }
    assertThat(server.get("Callback/?state=dead").json().at("/objects/0/replay").asBoolean()).isFalse();
  }

  @Test
  void aStoreThatCannotBeReadIsNoDefect() {
    Loop.result(store.close());
    assertThat(server.get("Callback/?state=dead").status()).isEqualTo(503);
  }
}
