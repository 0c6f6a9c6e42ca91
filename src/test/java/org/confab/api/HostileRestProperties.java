package org.confab.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.confab.api.FakeConferences.Asked;
import org.confab.api.RestServer.Reply;
import org.confab.live.Order;
import org.confab.live.Whom;
import org.confab.testing.HostileText;

/** Whatever is sent, there is one answer, it is one that is described, and nothing is understood that was not meant. */
class HostileRestProperties {

  private static final AtomicReference<RestServer> SERVER = new AtomicReference<>();

  @BeforeContainer
  static void start() {
    SERVER.set(new RestServer());
  }

  @AfterContainer
  static void stop() {
    SERVER.get().close();
  }

  private static RestServer server() {
    return SERVER.get();
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  private static String normalised(String text) {
    return text.replaceAll("[ \t\r\n]+", " ").replaceAll("^ | $", "");
  }

  @Provide
  static Arbitrary<String> hostile() {
    return HostileText.any();
  }

  @Provide
  static Arbitrary<String> paths() {
    Arbitrary<String> piece = Arbitraries.of("Conference", "Member", "Mute", "Play", "Record", "Callback", "Replay", "all", "10", "..", ".", "/", "//", "%2f", "%2F",
        "%00", "%0d%0a", "%c0%ae", "%u002e", "%", "%zz", "?", "&", "=", "+", ",", ";", "\\", "ä", "ÿ", "\"", "<", ">", "|", "{auth_id}", "{", "}", "$", "~", "*", "@",
        ":", "'");
    return Arbitraries.oneOf(piece.list().ofMinSize(1).ofMaxSize(12).map(pieces -> String.join("", pieces)),
        piece.list().ofMinSize(1).ofMaxSize(8).map(pieces -> String.join("/", pieces)), Arbitraries.strings().withCharRange('!', 'ÿ').ofMaxLength(60));
  }

  @Property(tries = 500)
  void everyPathHasAnAnswer(@ForAll("paths") String path, @ForAll boolean known) {
    for (String method : List.of("GET", "POST", "DELETE")) {
      Reply reply = server().send(method, RestServer.ROOT + path, "", known ? RestServer.LOGIN : RestServer.basic("MA", "x"));
      // without a body: what is no HTTP
      if (reply.status() != 400 || !reply.body().isEmpty()) {
        assertThat(reply.status()).as("%s %s: %s", method, path, reply.body()).isIn(known ? new Object[] {200, 202, 204, 400, 404, 405} : new Object[] {401});
        assertThat(reply.status() == 204 || !reply.apiId().isEmpty()).isTrue();
      }
    }
  }

  @Property(tries = 500)
  void aConferenceIsFoundByExactlyItsName(@ForAll("hostile") String name) {
    Assume.that(!name.isEmpty() && isUnicode(name));
    int before = server().conferences().asked().size();
    Reply reply = server().delete("Conference/" + segment(name) + "/");
    List<Asked> asked = server().conferences().asked();
    assertThat(reply.status()).isEqualTo(404);
    assertThat(asked.subList(before, asked.size())).containsExactly(new Asked(RestServer.OWNER.authId(), normalised(name), new Whom.Everybody(), "hang up"));
  }

  @Property(tries = 500)
  void aTextIsSpokenAsItIsOrNotAtAll(@ForAll("hostile") String text) throws JsonProcessingException {
    RestServer server = server();
    server.conferences().conference(RestServer.OWNER.authId(), "weekly", "uuid-1", "10");
    server.clock().advance(Repetitions.WITHIN);
    int before = server.conferences().asked().size();
    Reply reply = server.post("Conference/weekly/Member/10/Speak/", new ObjectMapper().writeValueAsString(Map.of("text", text)).chars()
        .mapToObj(c -> c < 0x80 ? Character.toString(c) : "\\u%04x".formatted(c)).collect(Collectors.joining()));
    List<Asked> asked = server.conferences().asked();
    List<Object> orders = asked.subList(before, asked.size()).stream().map(Asked::what).toList();
    if (reply.status() == 202) {
      assertThat(isUnicode(text)).isTrue();
      assertThat(orders).hasSize(1);
      assertThat(((Order.Speak) orders.get(0)).text().replaceAll("\\s", "")).isEqualTo(text.strip().replaceAll("\\s", ""));
    } else {
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.error()).startsWith("text");
      assertThat(orders).isEmpty();
    }
  }

  @Property(tries = 500)
  void whateverTheBodyNothingButAUrlIsPlayed(@ForAll byte[] body, @ForAll boolean json, @ForAll boolean absolute, @ForAll("hostile") String end) {
    String url = (absolute ? "http://app.example/" : "") + end;
    RestServer server = server();
    server.conferences().conference(RestServer.OWNER.authId(), "weekly", "uuid-1", "10");
    server.clock().advance(Repetitions.WITHIN);
    for (byte[] each : List.of(body, ((json ? "{\"url\":\"" : "url=") + url + (json ? "\"}" : "")).getBytes(StandardCharsets.UTF_8))) {
      int before = server.conferences().asked().size();
      Reply reply = server.send("POST", RestServer.ROOT + "Conference/weekly/Member/10/Play/", each, RestServer.LOGIN, json ? RestServer.JSON : RestServer.FORM);
      assertThat(reply.status()).as(reply.body()).isIn(202, 400);
      List<Asked> asked = server.conferences().asked();
      asked.subList(before, asked.size()).forEach(order -> assertThat(((Order.Play) order.what()).url()).matches("https?://[!-~]+"));
    }
  }

  @Property(tries = 300)
  void aParameterCannotBeMadeFromAnotherOne(@ForAll("hostile") String value, @ForAll("hostile") String other) {
    String one = new ApiParameters(Map.of("a", value, "b", other)).canonical();
    assertThat(new ApiParameters(Map.of("a", other, "b", value)).canonical().equals(one)).isEqualTo(value.equals(other));
    assertThat(new ApiParameters(Map.of("a", value + other)).canonical()).isNotEqualTo(one);
  }
}
