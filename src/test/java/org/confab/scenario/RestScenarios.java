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
import org.confab.config.Account;
import org.confab.testing.Caller;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.confab.testing.Tone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plivo's REST API over HTTP, as an application uses it, on live conferences. */
class RestScenarios extends Scenario {

  private static final String NAME = "My Room";
  private static final String PATH = "Conference/My%20Room/";

  private record Reply(int status, JsonNode body) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private Caller anna;
  private Caller ben;

  RestScenarios(Switch box) {
    super(box);
  }

  @BeforeEach
  void twoAreIn() {
    application.on("/after", request -> response("<Wait length=\"60\"/>"));
    answers(conference(NAME, "action=\"/after\""));
    anna = enters("4915100001");
    ben = enters("4915100002");
  }

  private Reply send(Account account, String method, String path, String body) {
    String login = account.authId() + ":" + account.authTokens().get(0).reveal();
    try {
      HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(confab.publicUrl() + "/v1/Account/" + account.authId() + "/" + path))
          .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
          .header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
          HttpResponse.BodyHandlers.ofString());
      return new Reply(answer.statusCode(), answer.body().isEmpty() ? json.nullNode() : json.readTree(answer.body()));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private Reply send(String method, String path, String body) {
    return send(Service.FIRST, method, path, body);
  }

  private String memberOf(Caller caller) {
    for (JsonNode member : send("GET", PATH, "").body().path("members")) {
      if (member.path("call_uuid").asText().equals(caller.callUuid())) {
        return member.path("member_id").asText();
      }
    }
    throw new AssertionError("not a member: " + caller.from());
  }

  @Test
  void aConferenceIsListedAndShownToItsOwnAccountAlone() {
    assertThat(send("GET", "Conference/", "").body().path("conferences").get(0).asText()).isEqualTo(NAME);
    JsonNode shown = send("GET", PATH, "").body();
    assertThat(shown.path("conference_name").asText()).isEqualTo(NAME);
    assertThat(shown.path("conference_member_count").isTextual()).isTrue();
    assertThat(shown.path("conference_member_count").asText()).isEqualTo("2");
    assertThat(shown.path("members").get(0).path("from").asText()).isEqualTo("4915100001");
    assertThat(memberOf(anna)).isEqualTo(entered(anna).parameter("ConferenceMemberID"));
    assertThat(send(Service.SECOND, "GET", "Conference/", "").body().path("conferences")).isEmpty();
    assertThat(send(Service.SECOND, "DELETE", PATH, "").status()).isEqualTo(404);
    assertThat(send("GET", "Conference/My%20Room%202/", "").status()).isEqualTo(404);
  }

  @Test
  void aMemberIsMutedAndHeardAgain() {
    anna.talks(Tone.VOICE);
    ben.awaitHears(Tone.VOICE);
    String id = memberOf(anna);
    Reply muted = send("POST", PATH + "Member/" + id + "/Mute/", "{}");
    assertThat(muted.status()).isEqualTo(202);
    assertThat(muted.body().path("message").asText()).isEqualTo("muted");
    ben.awaitSilence();
    assertThat(send("GET", PATH, "").body().path("members").get(0).path("muted").asBoolean()).isTrue();
    assertThat(send("DELETE", PATH + "Member/" + id + "/Mute/", "").status()).isEqualTo(204);
    ben.awaitHears(Tone.VOICE);
  }

  @Test
  void aMemberIsKickedAndAnotherHungUp() {
    assertThat(send("POST", PATH + "Member/" + memberOf(anna) + "/Kick/", "{}").status()).isEqualTo(202);
    ReceivedRequest action = application.awaitRequest("/after");
    assertThat(action.parameter("CallUUID")).isEqualTo(anna.callUuid());
    assertThat(send("DELETE", PATH + "Member/" + memberOf(ben) + "/", "").status()).isEqualTo(204);
    ben.awaitHangUp();
    assertThat(exited(ben).parameter("ConferenceExitReason")).isEqualTo("api");
    assertThat(send("GET", PATH, "").status()).isEqualTo(404);
    assertThat(anna.isUp()).isTrue();
  }

  @Test
  void aTextIsSpokenAndASoundPlayedToAllUntilItIsStopped() {
    application.on("/tone.wav", "audio/wav", Tone.MUSIC.wav(Duration.ofSeconds(20)));
    assertThat(send("POST", PATH + "Member/all/Play/", "{\"url\":\"" + application.url("/tone.wav") + "\"}").status()).isEqualTo(202);
    anna.awaitHears(Tone.MUSIC);
    ben.awaitHears(Tone.MUSIC);
    assertThat(send("DELETE", PATH + "Member/all/Play/", "").status()).isEqualTo(204);
    anna.awaitSilence();
    assertThat(send("POST", PATH + "Member/all/Play/", "{\"url\":\"" + application.url("/missing.wav") + "\"}").status()).isEqualTo(400);
  }

  @Test
  void aRecordingIsStartedAndStopped() {
    application.on("/recorded", request -> "");
    Reply started = send("POST", PATH + "Record/", "{\"file_format\":\"wav\",\"callback_url\":\"" + application.url("/recorded") + "\"}");
    assertThat(started.status()).isEqualTo(202);
    Service.until("recorded", () -> fsCli("conference " + roomOf(anna) + " recording check").contains("+OK"));
    assertThat(send("DELETE", PATH + "Record/", "").status()).isEqualTo(204);
    ReceivedRequest told = application.awaitRequest("/recorded");
    assertThat(told.parameter("recording_id")).isEqualTo(started.body().path("recording_id").asText());
    assertThat(told.parameter("api_id")).isEqualTo(started.body().path("api_id").asText());
    assertSigned(told, "first-token");
  }

  @Test
  void everybodyIsHungUp() {
    assertThat(send("DELETE", "Conference/", "").status()).isEqualTo(204);
    // of both, since the phones notice before Confab has heard of it
    assertThat(exited(anna).parameter("ConferenceExitReason")).isEqualTo("api");
    assertThat(exited(ben).parameter("ConferenceExitReason")).isEqualTo("api");
    assertThat(send("GET", "Conference/", "").body().path("conferences")).isEmpty();
  }
}
