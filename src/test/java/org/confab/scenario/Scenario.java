package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.confab.config.Settings;
import org.confab.plivo.Signatures;
import org.confab.testing.Caller;
import org.confab.testing.EventSocket;
import org.confab.testing.FakeApplication;
import org.confab.testing.OnEverySwitch;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What all scenarios share: a switch, an application, and Confab between them. */
@OnEverySwitch
@Timeout(300)
abstract class Scenario {

  /** Where nothing listens, and nothing ever gets a port that it did not ask for. */
  static final String NOBODY = "http://127.0.0.1:1";

  final Switch box;
  FakeApplication application;
  Service confab;

  Scenario(Switch box) {
    this.box = box;
  }

  @BeforeEach
  void start() {
    application = FakeApplication.start();
    application.on("/callback", request -> "");
    confab = startConfab();
  }

  Service startConfab() {
    return Service.start(settings());
  }

  /** What Confab runs with; the application's {@code /answer} is the answer URL. */
  Settings settings() {
    return Service.settings(box, application);
  }

  @AfterEach
  void stop() {
    try {
      box.hangUpAll();
    } finally {
      // or it would drive the calls of the tests that follow
      if (confab != null) {
        confab.close();
      }
      application.close();
    }
  }

  /** The answer URL returns this, for everybody. */
  void answers(String elements) {
    application.on("/answer", request -> response(elements));
  }

  /** The answer URL returns this for a caller's number. */
  void answers(Map<String, String> elementsByCaller) {
    application.on("/answer", request -> response(elementsByCaller.getOrDefault(request.parameter("From"), "<Hangup/>")));
  }

  static String response(String elements) {
    return "<Response>" + elements + "</Response>";
  }

  /** A conference element whose callbacks come to {@code /callback}. */
  String conference(String name, String... attributes) {
    return "<Conference callbackUrl=\"" + application.url("/callback") + "\" " + String.join(" ", attributes) + ">" + name + "</Conference>";
  }

  ReceivedRequest entered(Caller caller) {
    return application.awaitCallback("/callback", "enter", caller.callUuid());
  }

  ReceivedRequest exited(Caller caller) {
    return application.awaitCallback("/callback", "exit", caller.callUuid());
  }

  /** Calls, and waits until the application was told of the entry. */
  Caller enters(String from) {
    Caller caller = box.call(from);
    entered(caller);
    return caller;
  }

  /** The room that the caller is in now; waits until he is in one. */
  static String roomOf(Caller caller) {
    caller.awaitConference();
    List<String> rooms = caller.positions().stream().filter(at -> at.startsWith("conference ")).toList();
    return rooms.get(rooms.size() - 1).substring("conference ".length());
  }

  /** Which callbacks a call got so far, by their ConferenceAction. */
  List<String> callbacksOf(Caller caller) {
    return application.requests("/callback").stream().filter(request -> request.parameter("CallUUID").equals(caller.callUuid()))
        .map(request -> request.parameter("ConferenceAction")).toList();
  }

  /** The port on which Confab tells its operator how it stands. */
  OperatorPort operator() {
    return new OperatorPort(confab.operatorPort());
  }

  /** One API command, as somebody at the box would type it. */
  String fsCli(String command) {
    try (EventSocket socket = EventSocket.connect(box.host(), box.eventSocketPort(), box.password(), event -> { })) {
      return socket.api(command);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Every request so far bears the account's signature. */
  void assertSigned(ReceivedRequest request, String token) {
    Map<String, String> form = new LinkedHashMap<>();
    request.parameters().forEach(each -> form.put(each.getKey(), each.getValue()));
    String url = application.url(request.uri());
    Map<String, String> signed = request.method().equals("GET") ? Map.of() : form;
    assertThat(request.header("X-Plivo-Signature-V3")).as("signature of " + request)
        .isEqualTo(Signatures.signV3(token, request.method(), URI.create(url), signed, request.header("X-Plivo-Signature-V3-Nonce")));
  }

  static String describe(List<ReceivedRequest> requests) {
    return requests.stream().map(ReceivedRequest::toString).collect(Collectors.joining("\n"));
  }
}
