package org.confab.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.testing.Browser;
import org.confab.testing.LocalConsole;
import org.confab.trace.Found;
import org.confab.trace.TraceEntry;
import org.confab.trace.TraceEntry.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The timeline, in a browser. */
class TracePageTest {

  private static final Instant BEGAN = Instant.parse("2026-11-22T08:00:00Z");
  private static final String CALL = "2f6c1c5e-0000-4000-8000-00000000000a";
  private static final Found.Searched SEARCHED = new Found.Searched(3, Optional.of(BEGAN), Optional.of(BEGAN.plusSeconds(90)), 0);

  private LocalConsole console;
  private Browser browser;

  @BeforeEach
  void open() {
    assumeTrue(Browser.isInstalled(), Browser.MISSING);
    browser = new Browser(1280, 800);
    console = new LocalConsole();
  }

  @AfterEach
  void close() {
    if (console != null) {
      browser.close();
      console.close();
    }
  }

  private static TraceEntry entry(long millis, Kind kind, String level, String text, String detail) {
    return new TraceEntry(BEGAN.plusMillis(millis), kind, level.isEmpty() ? Map.of("call", CALL) : Map.of("call", CALL, "level", level), text, detail);
  }

  private static Found.TracedCall call(String id, String from) {
    return new Found.TracedCall(id, BEGAN, from, "266322", List.of("Weekly call"), Optional.of(BEGAN.plusSeconds(90)), "hung up, NORMAL_CLEARING");
  }

  private static Found found(String name) {
    if (name.equals("4915100001")) {
      return new Found.Several(name, List.of(call(CALL, name), call("another", name)), SEARCHED);
    } else if (!name.equals(CALL)) {
      return new Found.Nothing(name, SEARCHED);
    }
    List<TraceEntry> entries = new ArrayList<>(List.of(entry(0, Kind.SWITCH, "", "parked, from 4915100001 to 266322", ""),
        entry(1, Kind.DECIDED, "", "taken, from 4915100001 to 266322.", ""),
        entry(20, Kind.ASKED, "", "POST https://app.example/answer", "CallUUID=" + CALL + "\nFrom=4915100001\nTo=266322"),
        entry(48, Kind.ANSWERED, "", "status 200 after 28 ms, 120 bytes", "<Response>\n  <Conference callbackUrl=\"https://app.example/events…\">Weekly call</Conference>\n</Response>"),
        entry(55, Kind.COMMAND, "", "execute_extension verbose_events, conference confab-weeklycall-0123456789abcdef-1@confab+flags{moderator}: +OK after 3 ms", ""),
        entry(80, Kind.SWITCH, "", "entered confab-weeklycall-0123456789abcdef-1 as member 7", ""),
        entry(95, Kind.CALLBACK, "WARN", "enter: POST https://app.example/events: status 500 after 9 ms", "ConferenceAction=enter"),
        entry(97, Kind.DECIDED, "WARN", "<img src=x onerror=\"window.ran=true\"> " + "x".repeat(300), ""),
        entry(75_000, Kind.DECIDED, "ERROR", "Callback is a dead letter", "")));
    return new Found.Story(Found.What.CALL, name, List.of(call(name, "4915100001")), entries, 12, SEARCHED);
  }

  private void look(String name) {
    browser.script("document.getElementById('name').value = arguments[0]; document.getElementById('ask').requestSubmit()", name);
  }

  @Test
  void aStoryIsFoundByNumberAndReadAndAnUnknownOneSaysWhatWasSearched() {
    console.traces(name -> Future.succeededFuture(found(name)));
    browser.open(console.loginUrl());
    browser.untilText("#link", "Live");
    browser.complaints();
    browser.script("location.href = '/console/trace#4915100001'");
    browser.untilText("#said", "2 calls from 4915100001");
    browser.click("#calls a");
    browser.untilText("#said", "A call, 9 entries; 12 earlier ones are left out.");
    assertThat(browser.script("return [...document.querySelectorAll('.step .kind')].map((e) => e.textContent).join(' ')").asText())
        .isEqualTo("FreeSWITCH decided asked answered command FreeSWITCH callback warning error");
    assertThat(browser.script("return [...document.querySelectorAll('.step .when')].map((e) => e.textContent).join(' ')").asText())
        .startsWith("0.000 0.001 0.020 ").endsWith(" 1:15.000");
    assertThat(browser.text(".step.answered pre")).contains("<Conference callbackUrl=\"https://app.example/events…\">Weekly call</Conference>");
    assertThat(browser.script("return document.querySelectorAll('img').length === 0 && window.ran === undefined").asBoolean()).isTrue();
    browser.screenshot("trace-light");
    browser.dark(true);
    browser.viewport(390, 844, true);
    browser.screenshot("trace-phone-dark");
    assertThat(browser.script("return document.documentElement.scrollWidth <= 390").asBoolean()).as("nothing is wider than the phone").isTrue();
    look("<b>nobody</b>");
    browser.untilText("#said", "Nothing is known of “<b>nobody</b>”: searched 3 segments from ");
    assertThat(browser.script("return document.querySelectorAll('.step, #said b').length").asInt()).isZero();
    assertThat(browser.complaints()).isEmpty();
  }
}
