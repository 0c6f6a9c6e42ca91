package org.confab.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.confab.callback.Outbox;
import org.confab.http.HttpFailure;
import org.confab.live.Outcome;
import org.confab.testing.EventReader;
import org.confab.testing.FakeConferences;
import org.confab.testing.LocalConsole;
import org.confab.trace.Found;
import org.confab.trace.TraceEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private static final String LOGIN = LocalConsole.login("operator", LocalConsole.PASSWORD);
  private static final String MUTE = "{\"account\":\"" + FakeConferences.ACCOUNT + "\",\"conference\":\"Weekly call\",\"members\":[\"2\"],\"order\":\"mute\"}";
  private static final String APPLICATION = "https://app.example/answer";

  private final LocalConsole console = new LocalConsole();

  @AfterEach
  void close() {
    console.close();
  }

  private HttpRequest.Builder post(String path, String body) {
    return HttpRequest.newBuilder(URI.create(console.url(path))).POST(HttpRequest.BodyPublishers.ofString(body));
  }

  @Test
  void nobodyWithoutThePasswordGetsAnything() {
    for (String path : new String[] {"/console", "/console/", "/console/console.js", "/console/events", "/console/nothing", "/console/../metrics"}) {
      assertThat(console.get(path).statusCode()).as(path).isEqualTo(401);
      assertThat(console.get(path).headers().firstValue("www-authenticate").orElse("")).startsWith("Basic realm=");
      for (String login : new String[] {LocalConsole.login("operator", "A-password"), LocalConsole.login("operator", ""), LocalConsole.login("", LocalConsole.PASSWORD),
          LocalConsole.login("admin", LocalConsole.PASSWORD), "Bearer " + LocalConsole.PASSWORD, "Basic ====", "Basic"}) {
        assertThat(console.get(path, "Authorization", login).statusCode()).as(path + " " + login).isEqualTo(401);
      }
    }
    assertThat(console.send(post("/console/order", MUTE), "X-Confab-Console", "1", "Content-Type", "application/json").statusCode()).isEqualTo(401);
    assertThat(console.conferences().orders()).isEmpty();
  }

  @Test
  void healthAndMetricsAreOpenAsBefore() {
    assertThat(console.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(console.get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(console.get("/metrics").body()).isEqualTo("confab_calls_total 1\n");
    assertThat(console.get("/consoles").statusCode()).isEqualTo(404);
  }

  @Test
  void thePageMayRunNothingButItsOwnFilesAndBeInNobodysFrame() {
    for (String path : new String[] {"/console", "/console/console.js", "/console/console.css", "/console/icon.svg", "/console/missing"}) {
      HttpResponse<String> reply = console.get(path, "Authorization", LOGIN);
      String policy = reply.headers().firstValue("content-security-policy").orElse("");
      assertThat(policy).as(path).startsWith("default-src 'none'; script-src 'self'; style-src 'self'").contains("frame-ancestors 'none'", "base-uri 'none'",
          "form-action 'none'").doesNotContain("unsafe", "*", "http");
      assertThat(reply.headers().firstValue("x-frame-options")).contains("DENY");
      assertThat(reply.headers().firstValue("x-content-type-options")).contains("nosniff");
      assertThat(reply.headers().firstValue("cache-control")).contains("no-store");
    }
    assertThat(console.get("/console", "Authorization", LOGIN).headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    assertThat(console.get("/console/console.js", "Authorization", LOGIN).headers().firstValue("content-type")).contains("text/javascript; charset=utf-8");
  }

  @Test
  void thePagesFilesFetchNothingFromElsewhereAndHaveNothingInline() {
    String html = console.get("/console", "Authorization", LOGIN).body();
    assertThat(html).contains("<script type=\"module\" src=\"/console/console.js\"></script>").doesNotContain("//", "style=", "<style", "onclick", "onload",
        "javascript:");
    for (String script : new String[] {"console.js", "conferences.js", "feed.js", "phones.js", "parts.js", "dom.js", "trace.js"}) {
      String text = console.get("/console/" + script, "Authorization", LOGIN).body();
      assertThat(text).as(script).doesNotContain("http:", "https:", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function");
    }
    assertThat(console.get("/console/console.css", "Authorization", LOGIN).body()).doesNotContain("url(", "@import", "http");
  }

  @Test
  void anOrderOfAnotherSitesPageIsRefused() {
    console.conferences().open("Weekly call", "anna");
    String[] ours = {"Authorization", LOGIN, "Content-Type", "application/json"};
    List<String[]> others = List.of(new String[] {}, new String[] {"X-Confab-Console", "1", "Origin", "https://evil.example"},
        new String[] {"X-Confab-Console", "1", "Origin", "null"}, new String[] {"X-Confab-Console", "1", "Sec-Fetch-Site", "cross-site"},
        new String[] {"X-Confab-Console", "1", "Sec-Fetch-Site", "same-site"}, new String[] {"X-Confab-Console", "1", "Sec-Fetch-Site", "none"},
        new String[] {"X-Confab-Console", "1", "Origin", "http://127.0.0.1:1"}, new String[] {"X-Confab-Console", "1", "Origin", "http://127.0.0.1:" + console.port() + "@evil.example"},
        new String[] {"Sec-Fetch-Site", "same-origin"});
    for (String[] other : others) {
      List<String> headers = new ArrayList<>(List.of(ours));
      headers.addAll(List.of(other));
      HttpResponse<String> reply = console.send(post("/console/order", MUTE), headers.toArray(String[]::new));
      assertThat(reply.statusCode()).as(String.join(" ", other)).isEqualTo(403);
    }
    assertThat(console.get("/console/events", "Authorization", LOGIN, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(console.conferences().orders()).isEmpty();
    HttpResponse<String> own = console.send(post("/console/order", MUTE), "Authorization", LOGIN, "Content-Type", "application/json", "X-Confab-Console", "1",
        "Origin", "http://127.0.0.1:" + console.port());
    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(console.conferences().orders()).hasSize(1);
  }

  @Test
  void whatIsNoOrderIsRefusedWithAReason() throws IOException {
    console.conferences().open("Weekly call", "anna");
    assertThat(console.send(post("/console/order", MUTE), "Authorization", LOGIN, "X-Confab-Console", "1", "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(raw("Content-Length: 70000")).startsWith("HTTP/1.1 413 ");
    assertThat(raw("Transfer-Encoding: chunked")).startsWith("HTTP/1.1 413 ");
    assertThat(console.order("nothing", "{}").statusCode()).isEqualTo(404);
    assertThat(console.order("phones", "{\"do\":\"call\",\"phone\":\"anna\",\"number\":\"1000\"}").statusCode()).isEqualTo(404);
    for (String body : new String[] {"", "[]", "nonsense", "{", "{}", MUTE + MUTE, MUTE.replace("mute", "explode"), MUTE.replace("[\"2\"]", "[]"),
        MUTE.replace("[\"2\"]", "\"everybody\""), MUTE.replace("[\"2\"]", "[2]"), MUTE.replace("\"2\"", "\"2 all\""), MUTE.replace("Weekly call", ""),
        MUTE.replace("mute\"", "play\",\"url\":\"file:///etc/passwd\""), MUTE.replace("mute\"", "play\""), MUTE.replace("mute\"", "speak\",\"text\":\"  \"")}) {
      HttpResponse<String> reply = console.order("order", body);
      assertThat(reply.statusCode()).as(body).isEqualTo(400);
      assertThat(reply.body()).contains("\"error\":\"");
    }
    assertThat(console.order("record", "{\"account\":\"a\",\"conference\":\"b\",\"on\":\"yes\"}").statusCode()).isEqualTo(400);
    assertThat(console.order("replay", "{\"ids\":[]}").statusCode()).isEqualTo(400);
    assertThat(console.conferences().orders()).isEmpty();
    assertThat(console.send(HttpRequest.newBuilder(URI.create(console.url("/console"))).DELETE(), "Authorization", LOGIN).statusCode()).isEqualTo(405);
  }

  /** The first line of what is replied to an order with that header, and no body yet. */
  private String raw(String header) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", console.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(("POST /console/order HTTP/1.1\r\nHost: x\r\nAuthorization: " + LOGIN
          + "\r\nX-Confab-Console: 1\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void ordersReachTheConference() {
    console.conferences().open("Weekly call", "anna");
    for (String order : new String[] {"mute", "unmute", "deaf", "undeaf", "kick", "hangup", "stop-sound", "speak\",\"text\":\"Hello"}) {
      assertThat(console.order("order", MUTE.replace("\"mute", "\"" + order)).statusCode()).as(order).isEqualTo(200);
    }
    console.order("order", MUTE.replace("[\"2\"]", "\"all\"").replace("mute\"", "play\",\"url\":\"https://app.example/a.mp3?token=1\""));
    console.order("record", MUTE.replace("}", ",\"on\":true}"));
    console.order("record", MUTE.replace("}", ",\"on\":false}"));
    console.order("hangup", MUTE);
    assertThat(console.conferences().orders()).containsExactly("Mute[muted=true] of [2] in Weekly call", "Mute[muted=false] of [2] in Weekly call",
        "Deaf[deaf=true] of [2] in Weekly call", "Deaf[deaf=false] of [2] in Weekly call", "Kick[] of [2] in Weekly call", "HangUp[] of [2] in Weekly call",
        "StopSound[] of [2] in Weekly call", "Speak[text=Hello, voice=, language=] of [2] in Weekly call",
        "Play[url=https://app.example/a.mp3?token=1] of all in Weekly call", "Record MP3 Weekly call", "StopRecording Weekly call",
        "HangUp of the whole Weekly call");
  }

  @Test
  void whatBecameOfAnOrderIsSaid() {
    console.conferences().open("Weekly call", "anna");
    Map<Outcome, Integer> outcomes = Map.of(new Outcome.NoConference(), 404, new Outcome.NoMember(List.of("2")), 404,
        new Outcome.Refused("this sound is <too> \"long\""), 400, new Outcome.Unavailable("FreeSWITCH does not answer"), 503);
    outcomes.forEach((outcome, status) -> {
      console.conferences().answer(outcome);
      assertThat(console.order("order", MUTE).statusCode()).isEqualTo(status);
      assertThat(console.order("record", MUTE.replace("}", ",\"on\":true}")).statusCode()).isEqualTo(status);
    });
    console.conferences().answer(new Outcome.Refused("this sound is <too> \"long\""));
    assertThat(console.order("order", MUTE).body()).isEqualTo("{\"error\":\"this sound is <too> \\\"long\\\"\"}\n");
  }

  @Test
  void aPageHasASnapshotAndThenWhatHappens() {
    console.conferences().open("Weekly call", "anna");
    try (EventReader page = new EventReader(console, "")) {
      JsonNode snapshot = page.await("snapshot").data();
      assertThat(snapshot.get("conferences")).hasSize(1);
      assertThat(snapshot.has("phones")).isFalse();
      console.conferences().enter("Weekly call", "ben");
      JsonNode change = page.awaitChange("conferences").data();
      assertThat(change.get("conferences").get(0).get("members").get(0).get("name").asText()).isEqualTo("ben");
      console.conferences().end("Weekly call");
      assertThat(page.awaitChange("ended").data().get("ended")).hasSize(1);
    }
  }

  @Test
  void namesAreDataHoweverTheyAreWritten() {
    String hostile = "<script>alert(1)</script>\r\n\r\nevent: snapshot\ndata: {}\u2028\u0000\"'\\</title>\ud83d\ude00";
    console.conferences().open(hostile, hostile);
    try (EventReader page = new EventReader(console, "")) {
      JsonNode conference = page.await("snapshot").data().get("conferences").get(0);
      assertThat(conference.get("name").asText()).isEqualTo(hostile);
      assertThat(conference.get("members").get(0).get("name").asText()).isEqualTo(hostile);
    }
    assertThat(console.order("hangup", "{\"account\":\"" + FakeConferences.ACCOUNT + "\",\"conference\":\"<script>alert(1)</script>\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void aPageThatLostItsConnectionGoesOnWhereItWas() {
    console.conferences().open("Weekly call", "anna");
    String last;
    try (EventReader page = new EventReader(console, "")) {
      last = page.await("snapshot").id();
    }
    console.conferences().enter("Weekly call", "ben");
    try (EventReader page = new EventReader(console, last)) {
      EventReader.Event first = page.await("something", event -> true);
      assertThat(first.name()).isEqualTo("change");
      while (!first.data().has("conferences")) {
        first = page.await("change");
      }
      assertThat(first.data().get("conferences").get(0).get("members")).hasSize(1);
    }
    try (EventReader page = new EventReader(console, "00000000-1")) {
      assertThat(page.await("something", event -> true).name()).isEqualTo("snapshot");
    }
  }

  @Test
  void soManyPagesAndNoMore() {
    List<EventReader> pages = new ArrayList<>();
    try {
      for (int i = 0; i < Streams.MOST; i++) {
        pages.add(new EventReader(console, ""));
        pages.get(i).await("snapshot");
      }
      try (EventReader surplus = new EventReader(console, "")) {
        assertThat(surplus.status()).isEqualTo(503);
      }
      pages.get(0).close();
      long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      boolean taken = false;
      while (!taken && System.nanoTime() < until) {
        EventReader next = new EventReader(console, "");
        taken = next.status() == 200;
        pages.add(next);
      }
      assertThat(taken).as("a page is let in when another has gone").isTrue();
    } finally {
      pages.forEach(EventReader::close);
    }
  }

  @Test
  void whoDoesNotReadIsLetGoAndTheOthersAreServed() throws IOException {
    String[] members = new String[400];
    for (int i = 0; i < members.length; i++) {
      members[i] = "member " + i + "x".repeat(1000);
    }
    try (Socket lazy = new Socket(); EventReader page = new EventReader(console, "")) {
      lazy.setReceiveBufferSize(4096);
      lazy.setSoTimeout(60_000);
      lazy.connect(new InetSocketAddress("127.0.0.1", console.port()));
      OutputStream out = lazy.getOutputStream();
      out.write(("GET /console/events HTTP/1.1\r\nHost: x\r\nAuthorization: " + LOGIN + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      assertThat(lazy.getInputStream().read()).isEqualTo('H');
      page.await("snapshot");
      // more than the kernel's buffers hold for him
      for (int i = 0; i < 16; i++) {
        console.conferences().open("Large", members);
        page.awaitChange("conferences");
        console.conferences().end("Large");
        page.awaitChange("ended");
      }
      // its time without reading passes; the other reads what comes meanwhile
      for (int i = 0; i < 8; i++) {
        console.clock().leap(Duration.ofSeconds(10));
        console.conferences().open("Round " + i, "anna");
        page.awaitChange("conferences");
      }
      // what was on its way to him is still there, and then the end
      byte[] part = new byte[64 * 1024];
      long read = 0;
      for (int more = 0; more >= 0; more = lazy.getInputStream().read(part)) {
        read += more;
      }
      assertThat(read).isPositive();
    }
  }

  @Test
  void whatTheApplicationWasAskedAndSaidIsShownWithoutItsSecrets() {
    try (EventReader page = new EventReader(console, "")) {
      page.await("snapshot");
      console.asked(Map.of("Event", "StartApp", "From", "4915100001", "CallUUID", "u1"), "https://user:secret1@app.example/answer?token=secret2#secret3", 200,
          "application/xml", "<Response><Speak>secret4</Speak><Conference callbackUrl='/c?x=secret5'>Weekly call</Conference><Wait/></Response>");
      JsonNode request = answered(page);
      assertThat(request.get("what").asText()).isEqualTo("document");
      assertThat(request.get("url").asText()).isEqualTo(APPLICATION);
      assertThat(request.get("status").asInt()).isEqualTo(200);
      assertThat(request.get("said").asText()).isEqualTo("Speak, Conference “Weekly call”, Wait");
      console.asked(Map.of("Digits", "4711", "From", "4915100001", "CallUUID", "u1"), "https://app.example/pin", 200, "application/xml",
          "<Response><DTMF>4712</DTMF></Response>");
      JsonNode keys = answered(page);
      assertThat(keys.get("what").asText()).isEqualTo("action");
      assertThat(keys.get("said").asText()).isEqualTo("DTMF");
      assertThat(request.toString() + keys).doesNotContain("secret", "4711", "4712");
    }
  }

  @Test
  void whatIsWrongWithAnAnswerIsShown() {
    try (EventReader page = new EventReader(console, "")) {
      page.await("snapshot");
      console.asked(Map.of("Event", "StartApp"), APPLICATION, 500, "text/html", "<h1>oops</h1>");
      assertThat(answered(page).toString()).contains("\"state\":\"wrong\"", "\"said\":\"status 500\"");
      console.asked(Map.of("Event", "StartApp"), APPLICATION, 200, "text/html", "<html><body>");
      assertThat(answered(page).get("said").asText()).startsWith("refused: ");
      console.askedInVain(Map.of("Event", "StartApp"), APPLICATION, new HttpFailure(HttpFailure.Kind.CONNECT_REFUSED, "no connection to\napp.example"));
      JsonNode vain = answered(page);
      assertThat(vain.get("state").asText()).isEqualTo("wrong");
      assertThat(vain.get("status").asInt()).isZero();
      assertThat(vain.get("said").asText()).isEqualTo("no connection to\\u000Aapp.example");
      console.asked(Map.of(), "https://app.example/music.mp3", 200, "audio/mpeg", "x".repeat(2500));
      assertThat(answered(page).toString()).contains("\"what\":\"sound\"", "3 kB of audio/mpeg");
    }
  }

  private static JsonNode answered(EventReader page) {
    EventReader.Event event = page.await("an answered request", each -> each.name().equals("change") && each.data().has("requests")
        && !each.data().get("requests").get(each.data().get("requests").size() - 1).get("state").asText().equals("asked"));
    return event.data().get("requests").get(event.data().get("requests").size() - 1);
  }

  @Test
  void callbacksAreShownFromTheirDecisionToTheirEnd() {
    try (EventReader page = new EventReader(console, "")) {
      page.await("snapshot");
      Outbox.Entry entry = console.callback("Weekly call", "enter", "https://app.example/events?key=secret");
      assertThat(state(page, "pending").get("what").asText()).isEqualTo("enter");
      assertThat(page.awaitPart("pending", list -> list.size() == 1).toString()).contains("Weekly call").doesNotContain("secret");
      console.retried(entry, 1, "replied 503");
      assertThat(state(page, "retried").get("said").asText()).isEqualTo("replied 503");
      console.delivered(entry);
      assertThat(state(page, "delivered").toString()).doesNotContain("secret");
      page.awaitPart("pending", JsonNode::isEmpty);
    }
  }

  private static JsonNode state(EventReader page, String state) {
    return page.awaitPart("callbacks", list -> !list.isEmpty() && list.get(0).get("state").asText().equals(state)).get(0);
  }

  @Test
  void deadLettersAreListedAndReplayed() {
    Outbox.Entry entry = console.callback("Weekly call", "exit", "https://app.example/events?key=secret");
    console.dead(entry, 3, "replied 500");
    String id = entry.callback().id().toString();
    try (EventReader page = new EventReader(console, "")) {
      JsonNode letter = page.awaitPart("dead", list -> list.size() == 1).get(0);
      assertThat(letter.get("key").asText()).isEqualTo(id);
      assertThat(letter.get("said").asText()).isEqualTo("replied 500");
      assertThat(letter.get("attempts").asInt()).isEqualTo(3);
      assertThat(letter.toString()).doesNotContain("secret");
      assertThat(console.order("replay", "{\"ids\":[\"00000000-0000-0000-0000-000000000000\"]}").statusCode()).isEqualTo(404);
      assertThat(console.order("replay", "{\"ids\":[\"" + id + "\"]}").statusCode()).isEqualTo(200);
      page.awaitPart("dead", JsonNode::isEmpty);
      page.awaitPart("pending", list -> list.size() == 1);
    }
  }

  @Test
  void whatIsWrongIsShownAndWhatCannotBeAskedToo() {
    console.conferences().open("Weekly call", "anna");
    try (EventReader page = new EventReader(console, "")) {
      page.await("snapshot");
      console.freeswitch(false, "password refused by 127.0.0.1:8021");
      JsonNode health = page.awaitPart("health", checks -> !checks.get(0).get("met").asBoolean()).get(0);
      assertThat(health.get("reason").asText()).isEqualTo("password refused by 127.0.0.1:8021");
      console.conferences().silent(true);
      assertThat(page.awaitPart("health", checks -> checks.size() == 2).get(1).get("name").asText()).isEqualTo("conferences");
      console.conferences().silent(false);
      page.awaitPart("health", checks -> checks.size() == 1);
    }
    try (EventReader page = new EventReader(console, "")) {
      assertThat(page.await("snapshot").data().get("conferences")).hasSize(1);
    }
  }

  @Test
  void ofVeryManyHappeningsTheLastAreShown() {
    for (int i = 0; i < 2000; i++) {
      console.asked(Map.of("Event", "StartApp", "From", Integer.toString(i)), APPLICATION, 200, "application/xml", "<Response/>");
    }
    try (EventReader page = new EventReader(console, "")) {
      JsonNode requests = page.await("snapshot").data().get("requests");
      assertThat(requests).hasSize(Board.HAPPENINGS);
    }
  }

  @Test
  void phonesAreThereOnlyWhereThereAreSome() {
    List<String> done = new ArrayList<>();
    Phones phones = new Phones() {
      @Override
      public List<Phone> all() {
        return List.of(new Phone("1", "anna", "4915100001", "1000", "rings", false));
      }

      @Override
      public List<Number> numbers() {
        return List.of(new Number("1000", "takes part"));
      }

      @Override
      public Optional<String> call(String name, String number) {
        done.add(name + " calls " + number);
        return Optional.empty();
      }

      @Override
      public Optional<String> press(String key, String keys) {
        return Optional.of("keys are 0-9");
      }

      @Override
      public Optional<String> talk(String key, boolean talking) {
        return Optional.empty();
      }

      @Override
      public Optional<String> hangUp(String key) {
        return Optional.empty();
      }
    };
    try (LocalConsole demo = new LocalConsole(Optional.of(phones)); EventReader page = new EventReader(demo, "")) {
      assertThat(page.await("snapshot").data().get("phones").get("list").get(0).get("where").asText()).isEqualTo("rings");
      assertThat(demo.order("phones", "{\"do\":\"call\",\"phone\":\"anna\",\"number\":\"2000\"}").statusCode()).isEqualTo(200);
      assertThat(demo.order("phones", "{\"do\":\"press\",\"phone\":\"1\",\"keys\":\"x\"}").body()).contains("keys are 0-9");
      assertThat(demo.order("phones", "{\"do\":\"dance\"}").statusCode()).isEqualTo(400);
      assertThat(done).containsExactly("anna calls 2000");
    }
  }

  @Test
  void whatHappenedToACallIsTold() throws IOException {
    Instant at = Instant.parse("2026-11-22T08:00:00Z");
    Found.Searched searched = new Found.Searched(3, Optional.of(at), Optional.of(at.plusSeconds(60)), 0);
    console.traces(name -> Future.succeededFuture(name.equals("a-call") ? new Found.Story(Found.What.CALL, name,
        List.of(new Found.TracedCall(name, at, "1001", "2000", List.of("weekly"), Optional.of(at.plusSeconds(2)), "hung up, NORMAL_CLEARING")),
        List.of(new TraceEntry(at, TraceEntry.Kind.DECIDED, Map.of("call", name, "level", "WARN"), "line\nbreak\u202e<b>", "one\ntwo")), 5, searched)
        : new Found.Nothing(name, searched)));
    HttpResponse<String> reply = console.order("trace", "{\"name\":\" a-call \"}");
    assertThat(reply.statusCode()).isEqualTo(200);
    JsonNode told = new ObjectMapper().readTree(reply.body());
    assertThat(told.path("what").asText()).isEqualTo("call");
    assertThat(told.path("leftOut").asInt()).isEqualTo(5);
    assertThat(told.path("calls").get(0).path("from").asText()).isEqualTo("1001");
    assertThat(told.path("calls").get(0).path("lasted").asLong()).isEqualTo(2000);
    JsonNode entry = told.path("entries").get(0);
    assertThat(entry.path("at").asLong()).isEqualTo(at.toEpochMilli());
    assertThat(entry.path("text").asText()).isEqualTo("line break\\u202E<b>");
    assertThat(entry.path("detail").asText()).isEqualTo("one\ntwo");
    JsonNode nothing = new ObjectMapper().readTree(console.order("trace", "{\"name\":\"nobody\"}").body());
    assertThat(nothing.path("what").asText()).isEqualTo("nothing");
    assertThat(nothing.path("segments").asInt()).isEqualTo(3);
    for (String body : List.of("{}", "{\"name\":\" \"}", "{\"name\":7}", "{\"name\":\"" + "x".repeat(301) + "\"}")) {
      assertThat(console.order("trace", body).statusCode()).as(body).isEqualTo(400);
    }
  }

  @Test
  void oneStoryIsLookedUpAtATimeAndAFailureIsSaid() {
    Promise<Found> slow = Promise.promise();
    console.traces(name -> name.equals("slow") ? slow.future() : Future.failedFuture("the disk\nis gone"));
    CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> console.order("trace", "{\"name\":\"slow\"}"));
    Instant until = Instant.now().plusSeconds(60);
    while (console.order("trace", "{\"name\":\"other\"}").body().contains("is gone") && Instant.now().isBefore(until)) {
      Thread.onSpinWait();
    }
    assertThat(console.order("trace", "{\"name\":\"other\"}").body()).contains("try again");
    slow.complete(new Found.Nothing("slow", new Found.Searched(0, Optional.empty(), Optional.empty(), 0)));
    assertThat(first.join().statusCode()).isEqualTo(200);
    HttpResponse<String> failed = console.order("trace", "{\"name\":\"other\"}");
    assertThat(failed.statusCode()).isEqualTo(503);
    assertThat(failed.body()).contains("the disk is gone");
  }
}
