package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.confab.config.Settings;
import org.confab.network.Network;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.LogLines;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;

/** Where requests may go: to the application that the operator named, and not to its neighbours on the same machine. */
class GuardScenarios extends Scenario {

  GuardScenarios(Switch box) {
    super(box);
  }

  @Test
  void relativeCallbackUrlReachesTheOperatorsOwnApplication() {
    answers("<Conference callbackUrl=\"/callback\">guarded</Conference>");
    Caller caller = enters("1");
    caller.hangUp();
    exited(caller);
  }

  @Test
  void neighbourOfTheApplicationIsNeitherToldNorAskedAndTheLogSaysWhatWouldAllowIt() {
    try (FakeApplication neighbour = FakeApplication.start(); LogLines log = LogLines.open()) {
      answers("<Conference callbackUrl=\"" + neighbour.url("/callback") + "\" action=\"/after\">guarded</Conference>");
      application.on("/after", request -> response("<Redirect>" + neighbour.url("/document") + "</Redirect>"));
      Caller caller = box.call("1");
      caller.awaitConference();
      String callback = log.await("about the callback", line -> line.startsWith("ERROR") && line.contains("dead letter"));
      assertThat(callback).contains(neighbour.url("/callback"), "127.0.0.1 is a loopback address, and is not requested: "
          + "if it may be, add 127.0.0.1/32 to http.allow in confab.yaml");
      fsCli("conference " + roomOf(caller) + " hup all");
      String redirect = log.await("about the redirect", line -> line.contains(caller.callUuid()) && line.contains("no document to run"));
      assertThat(redirect).contains(neighbour.url("/document"), "add 127.0.0.1/32 to http.allow in confab.yaml");
      assertThat(neighbour.requests()).isEmpty();
    }
  }

  @Test
  void allowedNeighbourIsTold() {
    confab.close();
    Settings plain = settings();
    confab = Service.start(new Settings(plain.freeswitch(), plain.answer(), plain.conference(), plain.operator(), plain.accounts(), plain.sounds(),
        plain.callbacks(), new Settings.Http(List.of(Network.parse("127.0.0.1/32")))));
    try (FakeApplication neighbour = FakeApplication.start()) {
      neighbour.on("/callback", request -> "");
      answers("<Conference callbackUrl=\"" + neighbour.url("/callback") + "\">guarded</Conference>");
      Caller caller = box.call("1");
      neighbour.awaitCallback("/callback", "enter", caller.callUuid());
      caller.hangUp();
      neighbour.awaitCallback("/callback", "exit", caller.callUuid());
    }
  }
}
