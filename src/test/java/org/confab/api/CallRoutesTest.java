package org.confab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.confab.api.RestServer.Reply;
import org.confab.live.CallSound;
import org.confab.live.Outcome;
import org.confab.live.OutgoingCall;
import org.confab.live.OutgoingCall.Target;
import org.confab.live.Placed;
import org.confab.plivo.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plivo's calls for calls: what each asks for, and what it is answered. */
class CallRoutesTest {

  private static final String ONE = "Call/call-1/";
  private static final String NONE = "Call/call-2/";

  private final FakeCalls calls = new FakeCalls();
  private final RestServer server = new RestServer(List.of(new CallRoutes(calls)));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void somebodyIsCalledAsItWasAskedFor() {
    Reply reply = server.post("Call/", """
        {"from": "+49301", "to": "49302", "answer_url": "http://app/a?x=1#rc=2", "answer_method": "get", "ring_url": "http://app/r", "hangup_url": "http://app/h",
         "hangup_method": "GET", "fallback_url": "http://app/f", "caller_name": "Zoë", "ring_timeout": 20, "time_limit": "60", "send_digits": "1w2",
         "machine_detection": "false"}""");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json().get("message").asText()).isEqualTo("call fired");
    assertThat(reply.json().get("request_uuid").asText()).isEqualTo("uuid-1");
    assertThat(calls.asked()).containsExactly(new OutgoingCall(RestServer.OWNER.authId(), "+49301", List.of("49302"), Optional.of("Zoë"),
        new Target("http://app/a?x=1#rc=2", HttpMethod.GET), Optional.of(new Target("http://app/f", HttpMethod.POST)),
        Optional.of(new Target("http://app/r", HttpMethod.POST)), Optional.of(new Target("http://app/h", HttpMethod.GET)),
        Optional.of(Duration.ofSeconds(20)), Optional.of(Duration.ofSeconds(60)), "1w2"));
  }

  /** Plivo's Python SDK says these with every call. */
  @Test
  void settingsOfAMachineDetectionThatIsNotAskedForAreNothing() {
    assertThat(server.post("Call/", """
        {"from": "1", "to": "2", "answer_url": "http://app/a", "answer_method": "POST", "ring_method": "POST", "hangup_method": "POST", "fallback_method": "POST",
         "machine_detection_time": 5000, "machine_detection_method": "POST", "ring_timeout": 120, "sip_headers": null}""").status()).isEqualTo(201);
    assertThat(calls.asked()).hasSize(1);
  }

  @Test
  void severalAreCalledByOneRequest() {
    calls.placed(new Placed.Fired(List.of("uuid-1", "uuid-2")));
    Reply reply = server.post("Call/", "{\"from\": \"1\", \"to\": \"49302 < sip:anna@pbx.example<49302<\", \"answer_url\": \"http://app/a\"}");
    assertThat(reply.json().get("message").asText()).isEqualTo("calls fired");
    assertThat(reply.json().get("request_uuid").toString()).isEqualTo("[\"uuid-1\",\"uuid-2\"]");
    assertThat(((OutgoingCall) calls.asked().get(0)).to()).containsExactly("49302", "sip:anna@pbx.example");
  }

  @Test
  void aRepeatedRequestCallsNobodyTwice() {
    String body = "{\"from\": \"1\", \"to\": \"2\", \"answer_url\": \"http://app/a\"}";
    Reply first = server.post("Call/", body);
    assertThat(server.post("Call/", body).body()).isEqualTo(first.body());
    assertThat(calls.asked()).hasSize(1);
    server.post("Call/", body.replace("\"2\"", "\"3\""));
    assertThat(calls.asked()).hasSize(2);
  }

  @Test
  void whatCannotBeDoneIsRefusedAndNobodyIsCalled() {
    for (String more : List.of("\"machine_detection\": \"true\"", "\"machine_detection\": \"hangup\"", "\"machine_detection_url\": \"http://app/m\"",
        "\"hangup_on_ring\": 5", "\"send_on_preanswer\": true", "\"sip_headers\": \"a=b\"", "\"ring_timeout\": 0", "\"ring_timeout\": \"x\"", "\"time_limit\": -1",
        "\"answer_method\": \"PUT\"", "\"ring_url\": \"ftp://app/\"")) {
      Reply reply = server.post("Call/", "{\"from\": \"1\", \"to\": \"2\", \"answer_url\": \"http://app/a\", " + more + "}");
      assertThat(reply.status()).as(more).isEqualTo(400);
      assertThat(reply.error()).as(more).startsWith(more.substring(1, more.indexOf('"', 1)));
    }
    for (String missing : List.of("{\"to\": \"2\", \"answer_url\": \"http://app/a\"}", "{\"from\": \"1\", \"answer_url\": \"http://app/a\"}",
        "{\"from\": \"1\", \"to\": \"2\"}")) {
      assertThat(server.post("Call/", missing).status()).as(missing).isEqualTo(400);
    }
    assertThat(calls.asked()).isEmpty();
  }

  @Test
  void whyNobodyIsCalledIsSaid() {
    String body = "{\"from\": \"1\", \"to\": \"2\", \"answer_url\": \"http://app/a\"}";
    calls.placed(new Placed.Not(new Outcome.Refused("to: no rule")));
    assertThat(server.post("Call/", body).status()).isEqualTo(400);
    calls.placed(new Placed.Not(new Outcome.Unavailable("FreeSWITCH is not connected")));
    Reply reply = server.post("Call/", body);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.error()).isEqualTo("FreeSWITCH is not connected");
  }

  @Test
  void liveCallsAreSeen() {
    assertThat(server.get("Call/?status=live").json().get("calls").toString()).isEqualTo("[\"call-1\"]");
    assertThat(server.get(ONE + "?status=live").json().toString()).contains("\"call_uuid\":\"call-1\"", "\"direction\":\"outbound\"", "\"from\":\"49301\"",
        "\"to\":\"49302\"", "\"caller_name\":\"Zoë\"", "\"call_status\":\"in-progress\"", "\"session_start\":\"2026-11-22 07:50:10.722551\"",
        "\"request_uuid\":\"call-1\"");
    assertThat(server.get(ONE).json().get("call_status").asText()).isEqualTo("in-progress");
    assertThat(server.get(NONE + "?status=live").status()).isEqualTo(404);
    assertThat(server.get(NONE).status()).isEqualTo(404);
    assertThat(server.get("Call/").status()).isEqualTo(400);
    assertThat(server.get("Call/?status=queued").status()).isEqualTo(400);
    assertThat(server.get(ONE + "?status=queued").status()).isEqualTo(400);
  }

  @Test
  void aCallIsHungUpByEitherName() {
    assertThat(server.delete(ONE).status()).isEqualTo(204);
    assertThat(server.delete("Request/call-1/").status()).isEqualTo(204);
    assertThat(server.delete(NONE).status()).isEqualTo(404);
    assertThat(calls.asked()).containsExactly("hang up", "hang up");
  }

  @Test
  void aCallIsSentToAnotherDocumentOnceAndBackAgain() {
    Reply reply = server.post(ONE, "{\"legs\": \"aleg\", \"aleg_url\": \"http://app/1\", \"aleg_method\": \"GET\"}");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("message").asText()).isEqualTo("call transferred");
    server.post(ONE, "{\"legs\": \"aleg\", \"aleg_url\": \"http://app/1\", \"aleg_method\": \"GET\"}");
    server.post(ONE, "{\"aleg_url\": \"http://app/2\"}");
    server.post(ONE, "{\"legs\": \"aleg\", \"aleg_url\": \"http://app/1\", \"aleg_method\": \"GET\"}");
    assertThat(calls.asked()).containsExactly("GET http://app/1", "POST http://app/2", "GET http://app/1");
    assertThat(server.post(NONE, "{\"aleg_url\": \"http://app/2\"}").status()).isEqualTo(404);
  }

  @Test
  void thereIsNoOtherLeg() {
    for (String body : List.of("{\"legs\": \"bleg\", \"bleg_url\": \"http://app/\"}", "{\"legs\": \"both\", \"aleg_url\": \"http://app/\"}", "{\"legs\": \"x\"}", "{}",
        "{\"aleg_url\": \"x\"}")) {
      assertThat(server.post(ONE, body).status()).as(body).isEqualTo(400);
    }
    assertThat(server.post(ONE + "Play/", "{\"urls\": \"http://app/1.wav\", \"legs\": \"both\"}").status()).isEqualTo(400);
    assertThat(server.post(ONE + "DTMF/", "{\"digits\": \"1\", \"leg\": \"bleg\"}").status()).isEqualTo(400);
    assertThat(calls.asked()).isEmpty();
  }

  @Test
  void soundsAreHeardAsPlivoHasThem() {
    Reply reply = server.post(ONE + "Play/", "{\"urls\": \"http://app/1,2.wav,http://app/3.mp3\", \"length\": 10, \"loop\": true, \"mix\": \"false\"}");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("message").asText()).isEqualTo("play started");
    reply = server.post(ONE + "Speak/", "{\"text\": \"Hello  Anna\", \"voice\": \"WOMAN\", \"language\": \"en-GB\"}");
    assertThat(reply.json().get("message").asText()).isEqualTo("speak started");
    assertThat(server.delete(ONE + "Play/").status()).isEqualTo(204);
    assertThat(server.delete(ONE + "Speak/").status()).isEqualTo(204);
    assertThat(calls.asked()).containsExactly(
        new CallSound.Audio(List.of("http://app/1,2.wav", "http://app/3.mp3"), Duration.ofSeconds(10), true, false),
        new CallSound.Speech("Hello Anna", "WOMAN", "en-GB", Duration.ZERO, false, true), "end sound", "end sound");
    for (String wrong : List.of("{}", "{\"urls\": \"file:///etc/passwd\"}", "{\"urls\": \"http://app/1.wav\", \"loop\": 2}", "{\"urls\": \"http://app/1.wav\", \"length\": 0}")) {
      assertThat(server.post(ONE + "Play/", wrong).status()).as(wrong).isEqualTo(400);
    }
    assertThat(server.post(ONE + "Speak/", "{}").status()).isEqualTo(400);
    assertThat(server.post(NONE + "Play/", "{\"urls\": \"http://app/1.wav\"}").status()).isEqualTo(404);
  }

  @Test
  void theSameKeyTwiceIsTwoKeys() {
    assertThat(server.post(ONE + "DTMF/", "{\"digits\": \"9\"}").json().get("message").asText()).isEqualTo("digits sent");
    server.post(ONE + "DTMF/", "{\"digits\": 9}");
    assertThat(calls.asked()).containsExactly("keys 9", "keys 9");
    assertThat(server.post(ONE + "DTMF/", "{}").status()).isEqualTo(400);
  }
}
