package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FakeApplicationTest {

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void recordsEveryRequestInOrderWithItsParametersAndHeaders() throws Exception {
    try (FakeApplication application = FakeApplication.start()) {
      application.on("/answer", request -> "<Response>" + request.parameter("From") + "</Response>");
      HttpResponse<String> answer = post(application.url("/answer?a=1"), "From=491&To=a+b%26c&From=2");
      assertThat(answer.body()).isEqualTo("<Response>491</Response>");
      assertThat(post(application.url("/other"), "x=").statusCode()).isEqualTo(200);

      ReceivedRequest first = application.awaitRequest("/answer");
      assertThat(first.parameters()).containsExactly(Map.entry("a", "1"), Map.entry("From", "491"), Map.entry("To", "a b&c"), Map.entry("From", "2"));
      assertThat(first.header("X-Plivo-Test")).isEqualTo("yes");
      assertThat(application.requests()).extracting(ReceivedRequest::number).containsExactly(1, 2);
      assertThat(application.requests("/other")).singleElement().extracting(ReceivedRequest::method).isEqualTo("POST");
    }
  }

  @Test
  void answersWithTheStatusAndHeadersThatATestSays() throws Exception {
    try (FakeApplication application = FakeApplication.start()) {
      application.answer("/moved", request -> FakeApplication.Answer.redirect(302, application.url("/x")));
      application.answer("/broken", request -> {
        throw new IllegalStateException("on purpose");
      });
      HttpResponse<String> moved = post(application.url("/moved"), "");
      assertThat(moved.statusCode()).isEqualTo(302);
      assertThat(moved.headers().firstValue("location")).contains(application.url("/x"));
      assertThat(post(application.url("/broken"), "").statusCode()).isEqualTo(500);
    }
  }

  private HttpResponse<String> post(String url, String form) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(URI.create(url)).header("content-type", "application/x-www-form-urlencoded")
        .header("X-Plivo-Test", "yes").POST(BodyPublishers.ofString(form)).build(), BodyHandlers.ofString());
  }
}
