package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.confab.config.LastResort;
import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.Hearing;
import org.confab.testing.ReceivedRequest;
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

  /** What a call says of its URLs: one where the application breaks over the call, and one where neither its answer nor its fallback URL is up. */
  private static List<Map<String, String>> ways() {
    return List.of(Map.of(), Map.of("confab_answer_url", NOBODY + "/answer", "confab_fallback_url", NOBODY + "/fallback"));
  }

  @Test
  void theEndWithoutAnAnswer() {
    startsWith(new LastResort.HangUp());
    for (Map<String, String> way : ways()) {
      Caller anna = box.call("1", way);
      assertThat(anna.awaitHangUp()).isEqualTo("NORMAL_TEMPORARY_FAILURE");
      assertThat(anna.isAnswered()).isFalse();
    }
  }

  @Test
  void theFallbackUrlIsAskedBefore() {
    startsWith(new LastResort.HangUp());
    application.answer("/fallback", request -> FakeApplication.Answer.status(500));
    Caller anna = box.call("1", Map.of("confab_fallback_url", application.url("/fallback")));
    assertThat(anna.awaitHangUp()).isEqualTo("NORMAL_TEMPORARY_FAILURE");
    assertThat(application.requests()).extracting(ReceivedRequest::path).containsExactly("/answer", "/fallback");
  }

  @Test
  void theDialplansFallback() {
    startsWith(new LastResort.Fallback());
    for (Map<String, String> way : ways()) {
      box.call("1", way).awaitFallback(Caller.PATIENCE);
    }
  }

  @Test
  void aSoundAndThenTheEnd() {
    startsWith(new LastResort.Play(Tone.PROMPT.stream(Duration.ofSeconds(2))));
    for (Map<String, String> way : ways()) {
      Caller anna = box.call("1", way);
      Hearing heard = anna.listens();
      heard.await(Tone.PROMPT);
      assertThat(anna.awaitHangUp()).isEqualTo("NORMAL_TEMPORARY_FAILURE");
    }
  }

  @Test
  void aSoundThatCannotBeHadAndThenTheEnd() {
    startsWith(new LastResort.Play("missing.wav"));
    assertThat(box.call("1").awaitHangUp()).isEqualTo("NORMAL_TEMPORARY_FAILURE");
  }
}
