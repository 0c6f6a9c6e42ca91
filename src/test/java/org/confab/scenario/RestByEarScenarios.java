package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.confab.config.Account;
import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.Hearing;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.confab.testing.Tone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the REST API does to some members and not to others, by ear, in a conference whose name has to be percent-encoded. */
class RestByEarScenarios extends Scenario {

  private static final String ANNA = "4915100001";
  private static final String BEN = "4915100002";
  /** A name that has to be percent-encoded. */
  private static final String NAME = "Zoë/weekly 100%";
  private static final String PATH = "Conference/Zo%C3%AB%2Fweekly%20100%25/";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HttpClient http = HttpClient.newHttpClient();
  private Caller anna;
  private Caller ben;
  private String annaId;
  private String benId;

  RestByEarScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    return SpokenTone.in(super.settings());
  }

  @BeforeEach
  void twoAreIn() {
    application.on("/tone.wav", "audio/wav", Tone.MUSIC.wav(SECOND.multipliedBy(20)));
    application.on("/after", request -> response("<Wait length=\"60\"/>"));
    application.on("/recorded", request -> "");
    answers(conference(NAME, "action=\"/after\"") + "<Hangup/>");
    anna = box.call(ANNA);
    annaId = entered(anna).parameter("ConferenceMemberID");
    ben = box.call(BEN);
    benId = entered(ben).parameter("ConferenceMemberID");
  }

  private record Reply(int status, JsonNode body) {}

  private Reply ask(Account account, String method, String path, Map<String, String> body) {
    String login = account.authId() + ":" + account.authTokens().get(0).reveal();
    try {
      HttpResponse<String> reply = http.send(HttpRequest.newBuilder(URI.create(confab.publicUrl() + "/v1/Account/" + account.authId() + "/" + path))
          .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
          .header("Content-Type", "application/json")
          .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(new ObjectMapper().writeValueAsString(body)))
          .build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(reply.statusCode(), new ObjectMapper().readTree(reply.body()));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private JsonNode get(String path) {
    Reply reply = ask(Service.FIRST, "GET", path, Map.of());
    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
    return reply.body();
  }

  private JsonNode post(String path, Map<String, String> body) {
    Reply reply = ask(Service.FIRST, "POST", PATH + path, body);
    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(202);
    assertThat(reply.body().path("api_id").asText()).isNotEmpty();
    return reply.body();
  }

  private void delete(String path) {
    Reply reply = ask(Service.FIRST, "DELETE", PATH + path, Map.of());
    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(204);
  }

  private static String member(String id, String what) {
    return "Member/" + id + "/" + what;
  }

  @Test
  void conferencesAreListedAndShownToTheirAccountAlone() {
    assertThat(get("Conference/").path("conferences").toString()).isEqualTo("[\"" + NAME + "\"]");
    JsonNode shown = get(PATH);
    assertThat(shown.path("conference_name").asText()).isEqualTo(NAME);
    assertThat(shown.path("conference_member_count").textValue()).isEqualTo("2");
    assertThat(shown.path("members")).extracting(member -> member.path("member_id").textValue()).containsExactly(annaId, benId);
    assertThat(shown.path("members")).extracting(member -> member.path("call_uuid").textValue()).containsExactly(anna.callUuid(), ben.callUuid());
    assertThat(shown.path("members")).extracting(member -> member.path("from").textValue()).containsExactly(ANNA, BEN);
    assertThat(ask(Service.SECOND, "GET", "Conference/", Map.of()).body().path("conferences")).isEmpty();
    assertThat(ask(Service.SECOND, "GET", PATH, Map.of()).status()).isEqualTo(404);
    assertThat(ask(Service.SECOND, "DELETE", PATH, Map.of()).status()).isEqualTo(404);
    assertThat(ask(Service.FIRST, "GET", "Conference/another/", Map.of()).status()).isEqualTo(404);
  }

  @Test
  void whoIsDeafHearsNothingUntilHeIsNot() {
    anna.talks(Tone.VOICE);
    ben.awaitHears(Tone.VOICE);
    post(member(benId, "Deaf/"), Map.of());
    ben.awaitSilence();
    delete(member(benId, "Deaf/"));
    ben.awaitHears(Tone.VOICE);
  }

  @Test
  void aSoundIsHeardByTheMembersItIsForUntilItIsStopped() {
    Hearing other = anna.listens();
    post(member(benId, "Play/"), Map.of("url", application.url("/tone.wav")));
    ben.awaitHears(Tone.MUSIC);
    delete(member(benId, "Play/"));
    ben.awaitSilence();
    assertThat(other.heard(Tone.MUSIC)).as(other::toString).isEmpty();
    post(member("all", "Play/"), Map.of("url", application.url("/tone.wav")));
    anna.awaitHears(Tone.MUSIC);
    ben.awaitHears(Tone.MUSIC);
    delete(member("all", "Play/"));
    anna.awaitSilence();
    ben.awaitSilence();
  }

  @Test
  void aTextIsSpokenToTheMembersItIsFor() {
    Hearing heard = ben.listens();
    Hearing other = anna.listens();
    post(member(benId, "Speak/"), Map.of("text", "You are on air", "voice", "MAN", "language", "en-GB"));
    heard.awaitEnd(SpokenTone.VOICE, Duration.ZERO);
    assertThat(other.heard(SpokenTone.VOICE)).as(other::toString).isEmpty();
    post(member(annaId + "," + benId, "Speak/"), Map.of("text", "Both of you"));
    other.await(SpokenTone.VOICE);
  }

  @Test
  void aConferenceIsRecordedUntilThatIsStoppedAndTheCallbackTellsOfIt() {
    JsonNode started = post("Record/", Map.of("file_format", "wav", "callback_url", application.url("/recorded")));
    JsonNode repeated = post("Record/", Map.of("file_format", "wav", "callback_url", application.url("/recorded")));
    assertThat(repeated).as("the same again within seconds").isEqualTo(started);
    String room = roomOf(anna);
    Service.until("recorded", () -> fsCli("conference " + room + " recording check").contains(started.path("recording_id").textValue()));
    delete("Record/");
    ReceivedRequest told = application.awaitRequest("/recorded");
    for (String same : new String[] {"api_id", "recording_id"}) {
      assertThat(told.parameter(same)).as(same).isEqualTo(started.path(same).textValue());
    }
    assertThat(told.parameter("record_url")).isEqualTo(started.path("url").textValue());
    assertSigned(told, "first-token");
  }
}
