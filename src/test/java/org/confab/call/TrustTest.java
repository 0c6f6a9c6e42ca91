package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.testing.FakeEventSocket.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which requests of a call go to URLs that count as the operator's own. The answer URL is {@code http://app/answer}, by the settings. */
class TrustTest {

  private final TestedBox box = new TestedBox();

  @AfterEach
  void close() {
    box.close();
  }

  private void documents(Map<String, String> byUrl) {
    box.application = request -> TestedBox.replies(request,
        "<Response>" + Optional.ofNullable(byUrl.get(request.url().toString())).orElse("<Hangup/>") + "</Response>");
  }

  private boolean trusted(String url) {
    List<Boolean> said = box.requests.stream().filter(request -> request.url().toString().startsWith(url)).map(HttpRequest::trusted).distinct().toList();
    assertThat(said).as(url).hasSize(1);
    return said.get(0);
  }

  @Test
  void urlsOfTheSettingsAreTrusted() {
    documents(Map.of());
    box.parks("a", "5");
    box.hangsUp("a");
    assertThat(trusted("http://app/answer")).isTrue();
    assertThat(trusted("http://app/hangup")).isTrue();
  }

  @Test
  void urlsOfTheDialplanAreTrusted() {
    box.parks("a", Map.of("variable_confab_hangup_url", "http://10.0.0.9/over"));
    box.hangsUp("a");
    assertThat(trusted("http://10.0.0.9/over")).isTrue();
  }

  @Test
  void relativeUrlsOfATrustedDocumentAreTrustedAndOtherHostsAreNot() {
    documents(Map.of("http://app/answer", "<Redirect>/second</Redirect>", "http://app/second", "<Redirect>http://APP:80/third</Redirect>",
        "http://APP:80/third", "<Redirect>http://app:81/port</Redirect>"));
    box.parks("a", "5");
    box.settle();
    assertThat(trusted("http://app/second")).isTrue();
    assertThat(trusted("http://APP:80/third")).isTrue();
    assertThat(trusted("http://app:81/port")).isFalse();
  }

  @Test
  void documentThatIsNotTrustedMakesNothingTrusted() {
    documents(Map.of("http://app/answer", "<Redirect>https://elsewhere.example/x</Redirect>",
        "https://elsewhere.example/x", "<Redirect>/own</Redirect>", "https://elsewhere.example/own", "<Redirect>http://app/back</Redirect>"));
    box.parks("a", "5");
    box.settle();
    assertThat(trusted("https://elsewhere.example/x")).isFalse();
    assertThat(trusted("https://elsewhere.example/own")).isFalse();
    assertThat(trusted("http://app/back")).isFalse();
  }

  @Test
  void documentThatARedirectBroughtFromElsewhereIsNotTrusted() {
    box.application = request -> {
      boolean first = request.url().getPath().equals("/answer");
      String body = first ? "<Response><Redirect>/next</Redirect></Response>" : "<Response><Hangup/></Response>";
      return Future.succeededFuture(new HttpReply(200, Map.of(), body.getBytes(StandardCharsets.UTF_8),
          first ? URI.create("http://elsewhere.example/moved") : request.url(), false));
    };
    box.parks("a", "5");
    box.settle();
    assertThat(trusted("http://elsewhere.example/next")).isFalse();
  }

  @Test
  void callbacksAndActionsKeepTheTrustOfTheirDocument() {
    documents(Map.of("http://app/answer", "<Conference callbackUrl=\"/callback\" action=\"http://10.0.0.1/action\">x</Conference>"));
    conference();
    assertThat(trusted("http://app/callback")).isTrue();
    assertThat(trusted("http://10.0.0.1/action")).isFalse();
  }

  @Test
  void callbacksToAnotherHostAreNotTrusted() {
    documents(Map.of("http://app/answer", "<Conference callbackUrl=\"http://10.0.0.1/callback\" action=\"/action\">x</Conference>"));
    conference();
    assertThat(trusted("http://10.0.0.1/callback")).isFalse();
    assertThat(trusted("http://app/action")).isTrue();
  }

  private void conference() {
    box.parks("a", "5");
    Received chain = box.awaitChain("a", 1);
    box.maintenance("a", "add-member", TestedBox.room(chain), Map.of());
    box.maintenance("a", "del-member", TestedBox.room(chain), Map.of("Answer-State", "hangup"));
    box.hangsUp("a");
    assertThat(box.conferenceActions()).contains("enter", "exit");
  }
}
