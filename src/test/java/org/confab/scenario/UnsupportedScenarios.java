package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.confab.testing.Caller;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;

class UnsupportedScenarios extends Scenario {

  UnsupportedScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = Service.settings(box, application);
    Settings.Answer answer = plain.answer();
    return Service.with(plain, new Settings.Answer(answer.url(), answer.method(), answer.fallbackUrl(), answer.fallbackMethod(), answer.hangupUrl(),
        answer.hangupMethod(), answer.actionOnHangup(), new Unsupported.Dialplan("confab_fallback")));
  }

  @Test
  void anElementThatConfabDoesNotRunGivesTheCallBackToTheDialplan() {
    answers("<Dial><Number>123</Number></Dial>" + conference("never"));
    Caller anna = box.call("1");
    anna.awaitFallback(Caller.PATIENCE);
    assertThat(callbacksOf(anna)).isEmpty();
  }

  @Test
  void soItDoesAfterAConference() {
    answers(conference("first", "hangupOnStar=\"true\"") + "<Record/>");
    Caller anna = enters("1");
    anna.press("*");
    anna.awaitFallback(Caller.PATIENCE);
    exited(anna);
    assertThat(callbacksOf(anna)).containsExactly("enter", "exit");
  }
}
