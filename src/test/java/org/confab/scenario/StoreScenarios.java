package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives Confab, and what happens when it cannot be written. */
class StoreScenarios extends Scenario {

  @TempDir
  Path folder;

  StoreScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = super.settings();
    return new Settings(plain.freeswitch(), plain.answer(), plain.conference(), plain.operator(), plain.accounts(), plain.sounds(),
        plain.callbacks(), plain.http(), new Settings.Store(Optional.of(folder.resolve("confab.db"))));
  }

  @Test
  void callbacksThatTheApplicationDidNotTakeAreSentByTheNextConfabWithTheirIdsAndNumbers() {
    application.answer("/callback", request -> FakeApplication.Answer.status(503));
    answers(conference("kept"));
    Caller anna = enters("1");
    anna.hangUp();
    String id = application.requests("/callback").get(0).header("X-Confab-Callback-Id");
    Service.until("both stored", () -> operator().metrics().contains("confab_callbacks_pending 2.0"));
    confab.kill();
    application.forget();
    application.on("/callback", request -> "");
    confab = Service.start(settings());
    exited(anna);
    List<ReceivedRequest> callbacks = application.requests("/callback");
    assertThat(callbacks).extracting(request -> request.parameter("ConferenceAction") + request.header("X-Confab-Sequence"))
        .containsExactly("enter1", "exit2");
    assertThat(callbacks.get(0).header("X-Confab-Callback-Id")).isEqualTo(id);
    assertSigned(callbacks.get(1), "first-token");
    Service.until("nothing left", () -> operator().metrics().contains("confab_callbacks_pending 0.0"));
  }

  @Test
  void withoutAStoreThatCanBeWrittenCallsGoOnAndReadySaysDegraded() throws IOException {
    confab.close();
    // nobody can make a file where a directory is
    Files.delete(folder.resolve("confab.db-lock"));
    Files.createDirectory(folder.resolve("confab.db-lock"));
    confab = Service.start(settings());
    OperatorPort.Answer ready = operator().ready();
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.body()).contains("\"ready\":true", "\"degraded\":true", "confab.db cannot be written");
    assertThat(operator().metrics()).contains("confab_store_up 0.0");
    answers(conference("degraded"));
    Caller anna = enters("1");
    anna.hangUp();
    exited(anna);
    Files.delete(folder.resolve("confab.db-lock"));
    Service.until("whole again", () -> operator().ready().body().contains("\"degraded\":false"));
    assertThat(operator().metrics()).contains("confab_store_up 1.0");
  }
}
