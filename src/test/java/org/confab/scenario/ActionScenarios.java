package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a conference's action is requested: at once while the call is live, and then whatever else waits; else behind the exit, until it arrives. */
class ActionScenarios extends Scenario {

  @TempDir
  Path folder;

  ActionScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = super.settings();
    return new Settings(plain.freeswitch(), plain.answer(), plain.conference(), plain.operator(), plain.accounts(), plain.sounds(),
        plain.callbacks(), plain.http(), new Settings.Store(Optional.of(folder.resolve("confab.db"))));
  }

  private String leaving(String name, String attributes) {
    return conference(name, "hangupOnStar=\"true\"", attributes);
  }

  @Test
  void ofALiveCallItWaitsForNoCallbackHoweverManyHang() {
    CountDownLatch end = new CountDownLatch(1);
    application.answer("/callback", request -> {
      try {
        end.await();
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
      return FakeApplication.Answer.status(200);
    });
    application.on("/action", request -> response("<Redirect>/next</Redirect>"));
    application.on("/next", request -> response("<Hangup/>"));
    application.on("/answer", request -> response(leaving("of " + request.parameter("From"),
        "action=\"/action\" redirect=\"" + request.parameter("From").endsWith("1") + "\"") + "<Redirect>/next</Redirect>"));
    try {
      // as many conferences, and so lanes, as may have a request under way to one application, and more
      List<Caller> callers = IntStream.range(0, 20).mapToObj(i -> box.call("4915100" + (100 + i))).toList();
      callers.forEach(Caller::awaitConference);
      application.awaitRequests(16, request -> request.path().equals("/callback"));
      callers.get(0).press("*");
      callers.get(1).press("*");
      for (Caller caller : callers.subList(0, 2)) {
        application.awaitRequest(request -> request.path().equals("/action") && request.parameter("CallUUID").equals(caller.callUuid()));
        caller.awaitHangUp();
      }
      assertThat(application.requests("/callback")).hasSize(16);
    } finally {
      end.countDown();
    }
  }

  @Test
  void ofACallerWhoHungUpItGoesThroughTheOutboxUntilItArrives() {
    application.answer("/action", request -> FakeApplication.Answer.status(503));
    answers(leaving("kept", "action=\"/action\""));
    Caller anna = enters("1");
    anna.hangUp();
    exited(anna);
    ReceivedRequest first = application.awaitRequest("/action");
    confab.kill();
    application.forget();
    application.on("/action", request -> "");
    confab = Service.start(settings());
    ReceivedRequest again = application.awaitRequest("/action");
    assertThat(again.header("X-Confab-Callback-Id")).isEqualTo(first.header("X-Confab-Callback-Id")).isNotEmpty();
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.parameter("CallStatus")).isEqualTo("completed");
  }

  @Test
  void theExitIsQueuedBeforeIt() {
    application.answer("/callback", request -> FakeApplication.Answer.status(503));
    application.answer("/action", request -> FakeApplication.Answer.status(503));
    answers(leaving("queued", "action=\"/action\" redirect=\"false\"") + "<Wait length=\"60\"/>");
    Caller anna = box.call("1");
    Caller ben = box.call("2");
    application.awaitRequest("/callback");
    Service.until("both in", () -> operator().metric("confab_members_current") == 2);
    anna.press("*");
    Service.until("anna's exit and action are queued", () -> queued(anna).size() == 3);
    ben.hangUp();
    Service.until("ben's exit and action are queued", () -> queued(ben).size() == 3);
    for (Caller caller : List.of(anna, ben)) {
      assertThat(queued(caller)).containsExactly("/callback enter", "/callback exit", "/action ");
    }
  }

  @Test
  void toOneUrlTheyArriveInThatOrder() {
    answers(leaving("one url", "action=\"" + application.url("/callback") + "\""));
    Caller anna = enters("1");
    anna.hangUp();
    application.awaitRequests(3, request -> request.path().equals("/callback"));
    assertThat(application.requests("/callback")).extracting(request -> request.parameter("ConferenceAction") + request.header("X-Confab-Sequence"))
        .containsExactly("enter1", "exit2", "3");
  }

  /** What waits in the file for the application of that call, in the order in which it was put there. */
  private List<String> queued(Caller caller) {
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("confab.db"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT url, json_extract(parameters, '$.ConferenceAction') FROM callback "
            + "WHERE json_extract(parameters, '$.CallUUID') = '" + caller.callUuid() + "' ORDER BY position")) {
      while (row.next()) {
        found.add(row.getString(1).replaceFirst("http://[^/]*", "") + " " + Optional.ofNullable(row.getString(2)).orElse(""));
      }
      return found;
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }
}
