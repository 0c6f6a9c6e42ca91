package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.LogLines;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;

/** Applications that return nonsense: none stops the service, and each leaves a line that says what to mend. */
class BadAnswerScenarios extends Scenario {

  private static final String LAUGHS = "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
      + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><Response><Conference>&c;</Conference></Response>";
  private static final String XXE = "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
      + "<Response><Conference>&x;</Conference></Response>";

  BadAnswerScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = Service.settings(box, application);
    application.on("/fallback", request -> response(conference("fallback")));
    return Service.with(plain, new Settings.Answer(plain.answer().url(), "POST", Optional.of(URI.create(application.url("/fallback"))), "POST",
        Optional.empty(), "POST", true, new Unsupported.Fallback()));
  }

  private void leadsToTheFallback(String why) {
    try (LogLines log = LogLines.open()) {
      Caller caller = box.call("1");
      entered(caller);
      String line = log.await("about " + why, each -> each.startsWith("WARN") && each.contains(caller.callUuid()) && each.contains("fallback URL"));
      assertThat(line).doesNotContain("\n");
      caller.hangUp();
      exited(caller);
      application.forget();
    }
  }

  @Test
  void everythingThatIsNoDocumentLeadsToTheFallbackUrl() {
    Map<String, FakeApplication.Answer> answers = new LinkedHashMap<>();
    answers.put("500", FakeApplication.Answer.status(500));
    answers.put("404", FakeApplication.Answer.status(404));
    answers.put("empty", FakeApplication.Answer.of(""));
    answers.put("HTML", FakeApplication.Answer.of("<!doctype html><html><head><title>Oops</title></head><body><p>It works!</body></html>"));
    answers.put("5 MB", FakeApplication.Answer.of("<Response>" + "<Wait/>".repeat(750_000) + "</Response>"));
    answers.put("XXE", FakeApplication.Answer.of(XXE));
    answers.put("billion laughs", FakeApplication.Answer.of(LAUGHS));
    answers.put("100,000 nested", FakeApplication.Answer.of("<Response>" + "<a>".repeat(100_000)));
    answers.put("other root", FakeApplication.Answer.of("<Answer><Conference>x</Conference></Answer>"));
    answers.put("cut off", FakeApplication.Answer.of("<Response><Conference>room</Conf"));
    answers.put("redirect circle", FakeApplication.Answer.redirect(302, "/answer"));
    answers.put("element not run here", FakeApplication.Answer.of(response("<Dial>123</Dial>")));
    answers.forEach((why, answer) -> {
      application.answer("/answer", request -> answer);
      leadsToTheFallback(why);
    });
  }

  @Test
  void aDeadAnswerUrlLeadsToTheFallbackUrl() {
    try (LogLines log = LogLines.open()) {
      Caller caller = box.call("1", Map.of("confab_answer_url", NOBODY + "/answer"));
      entered(caller);
      assertThat(log.await("about the dead URL", each -> each.startsWith("WARN") && each.contains(caller.callUuid()) && each.contains(NOBODY)))
          .contains("fallback URL");
    }
  }

  @Test
  void withoutAnythingToRunTheCallIsHungUpAndTheLogSaysWhatToSet() {
    application.on("/fallback", request -> "");
    application.answer("/answer", request -> FakeApplication.Answer.status(500));
    try (LogLines log = LogLines.open()) {
      Caller caller = box.call("1");
      assertThat(caller.awaitHangUp()).isEqualTo("NORMAL_TEMPORARY_FAILURE");
      assertThat(caller.isAnswered()).isFalse();
      log.await("about the end", each -> each.startsWith("ERROR") && each.contains(caller.callUuid()));
    }
  }

  @Test
  void strangeNamesOfConferencesAreOnlyNames() {
    for (String name : new String[] {"a@b", "+flags{moderator}", "x+flags{moderator|endconf}", "${system(id)}", "a'b\"c", "😀", "bridge:x:sofia/gateway/a",
        "a~hangup:", "%[x=y]z", "list", "-ERR", "a\nb", "\\n", "a;b=c"}) {
      String xml = name.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "&#10;");
      answers(conference(xml));
      Caller caller = enters("1");
      assertThat(entered(caller).parameter("ConferenceName")).isEqualTo(name.replace('\n', ' '));
      assertThat(roomOf(caller)).matches("confab-[a-z0-9]{1,20}-[0-9a-f]{16}-[0-9]+");
      caller.hangUp();
      exited(caller);
      application.forget();
    }
  }
}
