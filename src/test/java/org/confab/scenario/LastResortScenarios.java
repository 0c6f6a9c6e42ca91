package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.confab.config.LastResort;
import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.Hearing;
import org.confab.testing.Switch;
import org.confab.testing.Tone;
import org.junit.jupiter.api.Test;

/** No document can be had: what a caller gets then is the operator's to say. */
class LastResortScenarios extends Scenario {

  LastResortScenarios(Switch box) {
    super(box);
  }

  private void startsWith(LastResort resort) {
    confab.close();
    Settings plain = settings();
    Settings.Answer answer = plain.answer();
    confab = Service.start(Service.with(plain, new Settings.Answer(answer.url(), answer.method(), answer.fallbackUrl(), answer.fallbackMethod(),
        answer.hangupUrl(), answer.hangupMethod(), answer.actionOnHangup(), answer.unsupported(), resort)));
    application.answer("/answer", request -> FakeApplication.Answer.status(500));
  }

  @Test
  void theDialplansFallback() {
    startsWith(new LastResort.Fallback());
    box.call("1").awaitFallback(Caller.PATIENCE);
  }

  @Test
  void aSoundAndThenTheEnd() {
    startsWith(new LastResort.Play(Tone.PROMPT.stream(java.time.Duration.ofSeconds(2))));
    Caller anna = box.call("1");
    Hearing heard = anna.listens();
    heard.await(Tone.PROMPT);
    assertThat(anna.awaitHangUp()).isEqualTo("NORMAL_TEMPORARY_FAILURE");
  }

  @Test
  void aSoundThatCannotBeHadAndThenTheEnd() {
    startsWith(new LastResort.Play("missing.wav"));
    assertThat(box.call("1").awaitHangUp()).isEqualTo("NORMAL_TEMPORARY_FAILURE");
  }
}
