package org.confab.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.confab.api.FakeConferences.Asked;
import org.confab.api.RestServer.Reply;
import org.confab.live.LiveConferences.Recorded;
import org.confab.live.Order;
import org.confab.live.Outcome;
import org.confab.live.RecordOrder;
import org.confab.live.Whom;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.RecordFileFormat;
import org.confab.plivo.TranscriptionType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plivo's calls for conferences and members: what each asks for, and what it is answered. */
class ConferenceRoutesTest {

  private static final String ME = RestServer.OWNER.authId();
  private static final String ONE = "Conference/My%20Conf%20Room/Member/10/";
  private static final String NOBODY = "Conference/My%20Conf%20Room/Member/99/";
  private static final String NO_ROOM = "Conference/other/Member/10/";
  private static final Whom TEN = new Whom.These(List.of("10"));

  private final RestServer server = new RestServer();
  private final FakeConferences conferences = server.conferences();

  @BeforeEach
  void begin() {
    conferences.conference(ME, "My Conf Room", "uuid-1", "10", "11");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Asked asked(Whom whom, Object what) {
    return new Asked(ME, "My Conf Room", whom, what);
  }

  @Test
  void conferencesAreListedByTheirNames() {
    conferences.conference(ME, "<script>", "uuid-2", "12");
    conferences.conference(RestServer.OTHER.authId(), "theirs", "uuid-3", "13");
    Reply reply = server.get("Conference/");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("conferences").toString()).isEqualTo("[\"<script>\",\"My Conf Room\"]");
    assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
  }

  @Test
  void aConferenceIsShownAsPlivoShowsIt() {
    server.clock().advance(Duration.between(server.clock().now(), FakeConferences.BEGAN.plusSeconds(590).plusMillis(900)));
    JsonNode body = server.get("Conference/My%20Conf%20Room/").json();
    assertThat(body.get("conference_name").asText()).isEqualTo("My Conf Room");
    assertThat(body.get("conference_run_time").toString()).isEqualTo("\"590\"");
    assertThat(body.get("conference_member_count").toString()).isEqualTo("\"2\"");
    assertThat(body.get("members")).hasSize(2);
    assertThat(body.get("members").get(0).toString()).isEqualTo("{\"muted\":false,\"member_id\":\"10\",\"deaf\":true,\"from\":\"493010\",\"to\":\"49301\","
        + "\"caller_name\":\"Zoë\",\"direction\":\"inbound\",\"call_uuid\":\"call-10\",\"join_time\":\"560\"}");
  }

  @Test
  void aConferenceThatIsNotThereIsNotFound() {
    Reply reply = server.get("Conference/other/");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).isEqualTo("conference not found");
  }

  @Test
  void conferencesAreHungUp() {
    assertThat(server.delete("Conference/").status()).isEqualTo(204);
    assertThat(server.delete("Conference/My%20Conf%20Room/").status()).isEqualTo(204);
    assertThat(server.delete("Conference/other/").status()).isEqualTo(404);
    assertThat(conferences.orders()).isEqualTo(List.of("hang up all", "hang up", "hang up"));
  }

  /** The Ruby SDK fails where an empty body is not said to be JSON. */
  @Test
  void answerWithoutBodyIsSaidToBeJson() {
    Reply reply = server.delete("Conference/My%20Conf%20Room/");
    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void membersAreHungUpKickedMutedAndDeafened() {
    List<String> posts = List.of("Kick/", "Mute/", "Deaf/");
    List<String> messages = List.of("kicked", "muted", "deaf");
    for (int i = 0; i < posts.size(); i++) {
      Reply reply = server.post(ONE + posts.get(i), "{}");
      assertThat(reply.status()).isEqualTo(202);
      assertThat(reply.json().get("message").asText()).isEqualTo(messages.get(i));
      assertThat(reply.json().get("member_id").toString()).isEqualTo("[\"10\"]");
    }
    for (String path : List.of("Mute/", "Deaf/", "")) {
      assertThat(server.delete(ONE + path).status()).isEqualTo(204);
    }
    assertThat(conferences.asked()).isEqualTo(List.of(asked(TEN, new Order.Kick()), asked(TEN, new Order.Mute(true)), asked(TEN, new Order.Deaf(true)),
        asked(TEN, new Order.Mute(false)), asked(TEN, new Order.Deaf(false)), asked(TEN, new Order.HangUp())));
  }

  @Test
  void soundsAreHeardAndStopped() {
    Reply play = server.post("Conference/My%20Conf%20Room/Member/all/Play/", "{\"url\":\"http://app.example/ä b.mp3#rc=1\"}");
    assertThat(play.json().get("message").asText()).isEqualTo("play queued into conference");
    Reply speak = server.post(ONE + "Speak/", "{\"text\":\" Hello\\n you \",\"voice\":\"Polly.Léa\",\"language\":\"fr-FR\"}");
    assertThat(speak.json().get("message").asText()).isEqualTo("speak queued into conference");
    server.post(ONE + "Speak/", "{\"text\":\"Hello\",\"voice\":\"\"}");
    assertThat(server.delete(ONE + "Speak/").status()).isEqualTo(204);
    assertThat(server.delete("Conference/My%20Conf%20Room/Member/all/Play/").status()).isEqualTo(204);
    assertThat(conferences.asked()).isEqualTo(List.of(
        asked(new Whom.Everybody(), new Order.Play("http://app.example/%C3%A4%20b.mp3#rc=1")), asked(TEN, new Order.Speak("Hello you", "Polly.Léa", "fr-FR")),
        asked(TEN, new Order.Speak("Hello", "", "")), asked(TEN, new Order.StopSound()), asked(new Whom.Everybody(), new Order.StopSound())));
  }

  @Test
  void whatIsNotThereIsNotFoundByAnyOrder() {
    for (String call : List.of("Kick/", "Mute/", "Deaf/", "Play/", "Speak/")) {
      String body = "{\"url\":\"http://app.example/a.mp3\",\"text\":\"a\"}";
      assertThat(server.post(NOBODY + call, body).status()).isEqualTo(404);
      assertThat(server.post(NOBODY + call, body).error()).isEqualTo("member not found: 99");
      assertThat(server.post(NO_ROOM + call, body).status()).isEqualTo(404);
      assertThat(server.post(NO_ROOM + call, body).error()).isEqualTo("conference not found");
      if (!call.equals("Kick/")) {
        assertThat(server.delete(NOBODY + call).status()).isEqualTo(404);
        assertThat(server.delete(NO_ROOM + call).status()).isEqualTo(404);
      }
    }
    assertThat(server.delete(NOBODY).status()).isEqualTo(404);
    assertThat(server.delete(NO_ROOM).status()).isEqualTo(404);
  }

  @Test
  void whyAnOrderWasNotDoneIsSaid() {
    conferences.orders(order -> Future.succeededFuture(new Outcome.Refused("only 100 sounds at once")));
    Reply refused = server.post(ONE + "Mute/", "");
    assertThat(List.of(refused.status(), refused.error())).isEqualTo(List.of(400, "only 100 sounds at once"));
    conferences.orders(order -> Future.succeededFuture(new Outcome.Unavailable("FreeSWITCH is not connected")));
    Reply unavailable = server.delete(ONE);
    assertThat(List.of(unavailable.status(), unavailable.error())).isEqualTo(List.of(503, "FreeSWITCH is not connected"));
    conferences.orders(order -> Future.succeededFuture(new Outcome.NoMember(List.of())));
    assertThat(server.post("Conference/My%20Conf%20Room/Member/all/Kick/", "").error()).isEqualTo("nobody is in the conference");
  }

  @Test
  void soundsThatCannotBeAreRefused() {
    for (String body : List.of("{}", "{\"url\":\"\"}", "{\"url\":\"/a.mp3\"}", "{\"url\":\"ftp://app.example/a.mp3\"}", "{\"url\":\"file:///etc/passwd\"}",
        "{\"url\":\"http://\"}", "{\"url\":\"http://app.example/a.mp3,http://app.example/b.mp3\"}", "{\"url\":\"http://app.example:99999/\"}",
        "{\"url\":\"http://app.example/\\u0000\"}", "{\"url\":true}")) {
      Reply reply = server.post(ONE + "Play/", body);
      assertThat(reply.status()).as(body).isEqualTo(400);
      assertThat(reply.error()).startsWith("url");
    }
    for (String[] each : new String[][] {{"{}", "text"}, {"{\"text\":\" \\n\"}", "text"}, {"{\"text\":\"a\\u0007\"}", "text"},
        {"{\"text\":\"a\\ud800\"}", "text"}, {"{\"text\":\"a\",\"voice\":\"${x}\"}", "voice"}, {"{\"text\":\"a\",\"voice\":\"-o\"}", "voice"},
        {"{\"text\":\"a\",\"language\":\"en-US;rm\"}", "language"}, {"{\"text\":\"a\",\"language\":\"1\"}", "language"}}) {
      Reply reply = server.post(ONE + "Speak/", each[0]);
      assertThat(reply.status()).as(each[0]).isEqualTo(400);
      assertThat(reply.error()).startsWith(each[1]);
    }
    assertThat(conferences.asked()).isEmpty();
  }

  @Test
  void aConferenceIsRecorded() {
    Reply reply = server.post("Conference/My%20Conf%20Room/Record/", "{\"file_format\":\"wav\",\"transcription_type\":\"hybrid\","
        + "\"transcription_url\":\"https://app.example/text\",\"transcription_method\":\"get\",\"callback_url\":\"https://app.example/rec#rc=2\","
        + "\"callback_method\":\"GET\",\"time_limit\":60}");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("recording_id").asText()).isEqualTo("93bc7c6a-3b2b-41e3-8000-000000000000");
    assertThat(reply.json().get("url").asText()).isEqualTo("http://127.0.0.1/recordings/93bc7c6a.mp3");
    assertThat(server.send("POST", RestServer.ROOT + "Conference/My%20Conf%20Room/Record", "", RestServer.LOGIN).status()).isEqualTo(202);
    assertThat(server.delete("Conference/My%20Conf%20Room/Record/").status()).isEqualTo(204);
    List<Object> orders = conferences.orders();
    assertThat(orders.get(0)).isEqualTo(new RecordOrder(reply.apiId(), RecordFileFormat.WAV,
        Optional.of(new RecordOrder.Target("https://app.example/rec#rc=2", HttpMethod.GET)),
        Optional.of(new RecordOrder.Transcript(TranscriptionType.HYBRID, new RecordOrder.Target("https://app.example/text", HttpMethod.GET)))));
    RecordOrder plain = (RecordOrder) orders.get(1);
    assertThat(List.of(plain.format(), plain.callback(), plain.transcript())).isEqualTo(List.of(RecordFileFormat.MP3, Optional.empty(), Optional.empty()));
    assertThat(orders.get(2)).isEqualTo("stop recording");
  }

  @Test
  void aRecordingThatCannotBeIsRefused() {
    for (String[] each : new String[][] {{"file_format", "ogg"}, {"transcription_type", "psychic"}, {"transcription_url", "/text"},
        {"transcription_method", "PUT"}, {"callback_url", "javascript:alert(1)"}, {"callback_method", "DELETE"}}) {
      Reply reply = server.post("Conference/My%20Conf%20Room/Record/", "{\"" + each[0] + "\":\"" + each[1] + "\"}");
      assertThat(reply.status()).as(each[0]).isEqualTo(400);
      assertThat(reply.error()).startsWith(each[0]);
    }
    assertThat(conferences.asked()).isEmpty();
    conferences.records(order -> Future.succeededFuture(new Recorded.Not(new Outcome.NoConference())));
    assertThat(server.post("Conference/other/Record/", "{}").status()).isEqualTo(404);
    conferences.records(order -> Future.succeededFuture(new Recorded.Not(new Outcome.Unavailable("the disk is full"))));
    assertThat(server.post("Conference/My%20Conf%20Room/Record/", "{}").error()).isEqualTo("the disk is full");
  }
}
