package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.config.DialRule;
import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios in which an application uses the REST API for calls, with phones that can be called. */
abstract class CallScenario extends Scenario {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir
  Path folder;

  CallScenario(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = SpokenTone.in(super.settings());
    return new Settings(plain.freeswitch(), plain.answer(), plain.conference(), plain.operator(), plain.accounts(), plain.sounds(), plain.callbacks(),
        plain.http(), new Settings.Store(Optional.of(folder.resolve("confab.db"))), plain.recordings(), Settings.Transcription.NONE, outgoing());
  }

  Settings.Outgoing outgoing() {
    return Settings.Outgoing.to(List.of(new DialRule("*", box.dialString())));
  }

  /** An answer of the REST API. */
  record Reply(int status, JsonNode body) {

    String text(String field) {
      return body.path(field).asText();
    }
  }

  Reply rest(String method, String path, Map<String, Object> parameters) {
    try {
      String login = Service.FIRST.authId() + ":" + Service.FIRST.authTokens().get(0).reveal();
      HttpRequest request = HttpRequest.newBuilder(URI.create(confab.publicUrl() + "/v1/Account/" + Service.FIRST.authId() + "/" + path))
          .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(parameters.isEmpty() ? "" : JSON.writeValueAsString(parameters))).build();
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), JSON.readTree(response.body().isEmpty() ? "{}" : response.body()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** An order that is obeyed. */
  Reply ordered(String method, String path, Map<String, Object> parameters) {
    Reply reply = rest(method, path, parameters);
    assertThat(reply.status()).as(reply.body().toString()).isBetween(200, 299);
    return reply;
  }

  /** Calls somebody; the answer URL is {@code /answer}, and every other one of its own path. */
  Reply calls(String to, Map<String, Object> more) {
    Map<String, Object> parameters = new LinkedHashMap<>(Map.of("from", "+4930900", "to", to, "answer_url", application.url("/answer"),
        "ring_url", application.url("/ring"), "hangup_url", application.url("/hangup"), "caller_name", "Köln, \"Büro\" 1"));
    parameters.putAll(more);
    return rest("POST", "Call/", parameters);
  }

  /** Calls one, and is told so; its RequestUUID. */
  String placed(String to, Map<String, Object> more) {
    Reply reply = calls(to, more);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(201);
    assertThat(reply.text("message")).isEqualTo("call fired");
    return reply.text("request_uuid");
  }

  String placed(String to) {
    return placed(to, Map.of());
  }

  ReceivedRequest hungUp(String uuid) {
    return application.awaitRequest(request -> request.path().equals("/hangup") && request.parameter("CallUUID").equals(uuid));
  }

  Reply transferred(Caller caller, String path) {
    return ordered("POST", "Call/" + caller.callUuid() + "/", Map.of("legs", "aleg", "aleg_url", application.url(path)));
  }

  /** Waits until the application has been told of the entry into that conference. */
  ReceivedRequest entered(Caller caller, String conference) {
    return application.awaitRequest(request -> request.parameter("ConferenceAction").equals("enter")
        && request.parameter("ConferenceName").equals(conference) && request.parameter("CallUUID").equals(caller.callUuid()));
  }
}
