package org.confab.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.callback.Outbox;
import org.confab.http.HttpFailure;
import org.confab.live.ConferenceView;
import org.confab.live.MemberView;
import org.confab.live.Outcome;
import org.confab.testing.Browser;
import org.confab.testing.FakeConferences;
import org.confab.testing.LocalConsole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page as a person uses it, in a browser. */
class ConsolePageTest {

  private static Optional<Browser> started = Optional.empty();

  private LocalConsole console;
  private Browser browser;

  @BeforeAll
  static void start() {
    assumeTrue(Browser.isInstalled(), Browser.MISSING);
    started = Optional.of(new Browser(1440, 900));
  }

  @AfterAll
  static void stop() {
    started.ifPresent(Browser::close);
  }

  @BeforeEach
  void open() {
    browser = started.orElseThrow();
    console = new LocalConsole();
    browser.viewport(1440, 900, false);
    browser.dark(false);
    // those of the test before
    browser.complaints();
  }

  @AfterEach
  void close() {
    // else it would go on asking for a console that is gone
    browser.open("about:blank");
    console.close();
  }

  private void show() {
    // those of the test before
    browser.complaints();
    browser.open(console.loginUrl());
    browser.untilText("#link", "Live");
  }

  private FakeConferences conferences() {
    return console.conferences();
  }

  private void untilOrdered(String order) {
    browser.until("ordered: " + order + ", of " + conferences().orders(), () -> Optional.of(true).filter(yes -> conferences().orders().contains(order)));
  }

  @Test
  void namesAreNothingButTextAndThePageRunsNothingElse() {
    String hostile = "<script>alert(1)</script>";
    String image = "<img src=x onerror=\"document.title='owned'\">";
    conferences().open(hostile, image, "\"><svg onload=alert(1)>", "\u202ereversed\u202c", "a".repeat(250));
    console.asked(Map.of("Event", "StartApp", "From", image, "ConferenceName", hostile), "https://app.example/%3Cb%3E", 200, "application/xml",
        "<Response><Conference>&lt;script&gt;alert(2)&lt;/script&gt;</Conference></Response>");
    console.dead(console.callback(hostile, image, "https://app.example/" + "x".repeat(500)), 1, image);
    show();
    browser.untilText(".head h3", hostile);
    assertThat(browser.text(".head h3")).isEqualTo(hostile);
    assertThat(browser.script("return [...document.querySelectorAll('.name')].map((e) => e.textContent).join('|')").asText()).startsWith(image + "|\"><svg");
    assertThat(browser.script("return document.querySelectorAll('script, img, svg, b:not(.phone-name)').length - document.querySelectorAll('.first b, #wrong b').length").asInt())
        .as("the page's own script is the only one, and nobody's name became an element").isEqualTo(1);
    browser.click("#conferences-list", "More for " + hostile);
    browser.untilText("#menu", hostile);
    browser.click("#menu", "Kick all…");
    browser.untilText("#dialog", hostile);
    browser.screenshot("hostile-names");
    browser.click("#dialog", "Cancel");
    browser.click("#callbacks", "Dead 1");
    browser.untilText("#callbacks-list", image);
    assertThat(browser.script("return document.title").asText()).isEqualTo("(1) Confab");
    assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth").asBoolean()).as("nothing is wider than the window").isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theBrowserItselfKeepsScriptsOut() {
    show();
    browser.script("""
        window.ran = false;
        const inline = document.createElement('div');
        document.body.append(inline);
        try { inline.innerHTML = '<img src=x onerror="window.ran = true">'; } catch (refused) { window.refused = true; }""");
    assertThat(browser.script("return window.refused === true && window.ran === false").asBoolean()).isTrue();
    browser.complaints();
  }

  @Test
  void membersAreMutedKickedAndHungUpWithTheMouse() {
    conferences().open("Weekly call", "anna", "ben", "cleo");
    show();
    browser.click("#conferences-list", "Mute anna");
    browser.until("document.querySelector('[aria-label=\"Unmute anna\"]')");
    assertThat(browser.text("[aria-label='Member anna'] .state")).contains("muted");
    browser.click("#conferences-list", "Unmute anna");
    browser.until("document.querySelector('[aria-label=\"Mute anna\"]')");

    browser.click("#conferences-list", "More for ben");
    browser.click("#menu", "Kick…");
    browser.untilText("#dialog", "Kick ben?");
    browser.click("#dialog", "Cancel");
    browser.until("!document.getElementById('dialog').open");
    assertThat(conferences().orders()).hasSize(2);
    browser.click("#conferences-list", "More for ben");
    browser.click("#menu", "Kick…");
    browser.click("#dialog", "Kick");
    browser.until("!document.querySelector('[aria-label=\"Member ben\"]')");
    browser.untilText("#notes", "ben was kicked.");

    browser.click("#conferences-list", "More for cleo");
    browser.click("#menu", "Hang up…");
    browser.click("#dialog", "Hang up");
    browser.until("!document.querySelector('[aria-label=\"Member cleo\"]')");
    browser.click("#conferences-list", "More for Weekly call");
    browser.click("#menu", "Hang up all…");
    browser.click("#dialog", "Hang up 1 member");
    browser.untilText("#conferences-empty", "No conference is on.");
    untilOrdered("HangUp of the whole Weekly call");
  }

  @Test
  void aConferenceIsRecordedAndSoundsArePlayed() {
    conferences().open("Weekly call", "anna");
    show();
    browser.click("#conferences-list", "Record Weekly call");
    browser.untilText(".head .state", "recording");
    browser.click(".head .record");
    browser.untilText("#dialog", "Stop recording “Weekly call”?");
    browser.click("#dialog", "Stop recording");
    untilOrdered("StopRecording Weekly call");

    browser.click("#conferences-list", "More for anna");
    browser.click("#menu", "Play a sound…");
    browser.type("https://app.example/a.mp3");
    browser.keys("Enter");
    browser.untilText("#notes", "The sound is on its way to anna.");
    assertThat(conferences().orders()).anyMatch(order -> order.startsWith("Play[url=https://app.example/a.mp3] of ["));
    browser.click("#conferences-list", "More for Weekly call");
    browser.click("#menu", "Speak a text…");
    browser.type("Five minutes left");
    browser.click("#dialog", "Speak");
    untilOrdered("Speak[text=Five minutes left, voice=, language=] of all in Weekly call");
  }

  @Test
  void whatCouldNotBeDoneIsSaid() {
    conferences().open("Weekly call", "anna");
    conferences().answer(new Outcome.Unavailable("FreeSWITCH does not answer for this room"));
    show();
    browser.click("#conferences-list", "Mute anna");
    browser.untilText("#notes", "FreeSWITCH does not answer for this room");
    browser.screenshot("order-failed");
  }

  @Test
  void everythingCanBeDoneWithTheKeyboardAlone() {
    conferences().open("Another", "dora");
    conferences().open("Weekly call", "anna", "ben");
    show();
    browser.until("document.querySelectorAll('.member').length === 3");
    browser.keys("/");
    browser.type("ben");
    browser.until("document.querySelectorAll('.conference:not([hidden])').length === 1");
    browser.until("document.querySelector('.found')");
    browser.keys("Enter");
    assertThat(focused()).isEqualTo("Conference Weekly call");
    browser.keys("ArrowDown", "ArrowDown");
    assertThat(focused()).isEqualTo("Member ben");
    assertThat(browser.script("return getComputedStyle(document.activeElement).outlineStyle").asText()).as("it shows where it is").isEqualTo("solid");
    browser.keys("m");
    browser.until("document.querySelector('[aria-label=\"Unmute ben\"]')");
    browser.keys("Tab");
    assertThat(focused()).isEqualTo("Unmute ben");
    browser.keys("Space");
    browser.until("document.querySelector('[aria-label=\"Mute ben\"]')");
    browser.keys("Shift+Tab", "Enter");
    browser.until("document.getElementById('menu').matches(':popover-open')");
    assertThat(browser.script("return document.activeElement.innerText").asText()).isEqualTo("Mute");
    browser.screenshot("keyboard-menu");
    browser.keys("Escape");
    browser.until("!document.getElementById('menu').matches(':popover-open')");
    assertThat(focused()).isEqualTo("Member ben");
    browser.keys("/", "Escape");
    browser.until("document.querySelectorAll('.conference:not([hidden])').length === 2");
    browser.keys("ArrowDown", "End");
    assertThat(focused()).isEqualTo("Member ben");
    browser.keys("Enter", "End", "Enter");
    browser.untilText("#dialog", "Hang up ben?");
    assertThat(browser.script("return document.activeElement.innerText").asText()).as("what does no harm comes first").isEqualTo("Cancel");
    browser.keys("Tab", "Enter");
    browser.until("!document.querySelector('[aria-label=\"Member ben\"]')");
    assertThat(focused()).isEqualTo("Member anna");
    browser.keys("Home");
    assertThat(focused()).isEqualTo("Conference Another");
    browser.keys("ArrowDown", "ArrowLeft", "ArrowLeft");
    browser.until("document.querySelector('.folded')");
    assertThat(browser.script("return document.querySelector('.folded .head').getAttribute('aria-expanded')").asText()).isEqualTo("false");
    browser.keys("ArrowRight");
    browser.until("!document.querySelector('.folded')");
  }

  private String focused() {
    return browser.script("return document.activeElement.getAttribute('aria-label')").asText();
  }

  @Test
  void whoIsFocusedKeepsTheFocusWhileOthersComeAndGo() {
    conferences().open("Weekly call", "anna", "ben", "cleo");
    show();
    browser.until("document.querySelectorAll('.member').length === 3");
    browser.script("document.querySelector('[aria-label=\"Member ben\"]').focus()");
    conferences().open("A new one", "zoe");
    conferences().leave("Weekly call", "anna");
    conferences().changeMember("Weekly call", "ben", member -> FakeConferences.with(member, true, true, true, true, true));
    browser.untilText("[aria-label='Member ben'] .state", "deaf");
    browser.until("document.querySelectorAll('.conference').length === 2");
    assertThat(focused()).isEqualTo("Member ben");
    conferences().leave("Weekly call", "ben");
    browser.until("!document.querySelector('[aria-label=\"Member ben\"]')");
    assertThat(focused()).isEqualTo("Member cleo");
  }

  @Test
  void aLostConnectionIsShownAndMended() {
    conferences().open("Weekly call", "anna");
    show();
    browser.untilText("#conferences-list", "anna");
    console.stop();
    browser.untilText("#link", "Disconnected");
    browser.untilText("#wrong", "Confab has not been heard since");
    assertThat(browser.script("return document.title").asText()).startsWith("(1) ");
    browser.screenshot("disconnected");
    conferences().enter("Weekly call", "ben");
    conferences().leave("Weekly call", "anna");
    console.startAgain();
    browser.untilText("#link", "Live");
    browser.untilText("#conferences-list", "ben");
    assertThat(browser.text("#conferences-list")).doesNotContain("anna");
    assertThat(browser.script("return document.body.classList.contains('stale')").asBoolean()).isFalse();
  }

  @Test
  void callbacksThatAreDeadAreSeenAndReplayed() {
    Outbox.Entry first = console.callback("Weekly call", "enter", "https://app.example/events");
    console.dead(first, 3, "replied 500");
    console.delivered(console.callback("Weekly call", "exit", "https://app.example/events"));
    show();
    browser.untilText("#wrong", "1 dead letter");
    browser.click("#callbacks", "Dead 1");
    browser.untilText("#callbacks-list", "replied 500");
    browser.click("#callbacks-list", "Replay enter of Weekly call");
    browser.untilText("#part-dead", "0");
    browser.untilText("#wrong", "All is well.");
    browser.untilText("#callbacks-empty", "No dead letter");
    browser.click("#callbacks", "Pending 1");
    browser.untilText("#callbacks-list", "enter");
  }

  @Test
  void whatIsOutOfSightIsRightWhenItComesIntoSight() {
    for (int i = 0; i < 60; i++) {
      conferences().open("Conference " + i, "anna", "ben", "cleo");
    }
    for (int i = 0; i < 70; i++) {
      console.delivered(console.callback("Conference " + i, "enter", "https://app.example/events"));
    }
    show();
    browser.untilText("#callbacks-list", "“Conference 69”");
    assertThat(browser.text("#callbacks-list")).as("is made when it is scrolled to").doesNotContain("“Conference 0”");
    browser.script("document.getElementById('callbacks-list').scrollTop = 1e6");
    browser.untilText("#callbacks-list", "“Conference 0”");
    console.delivered(console.callback("The last", "enter", "https://app.example/events"));
    browser.untilText("#callbacks-list", "“The last”");
    browser.script("document.getElementById('callbacks-list').scrollTop = 0");
    browser.until("document.querySelectorAll('#callbacks-list .entry').length < 50");
    assertThat(browser.text("#callbacks-list")).contains("“The last”");

    conferences().changeMember("Conference 59", "ben", member -> FakeConferences.with(member, true, false, false, false, false));
    conferences().leave("Conference 59", "anna");
    conferences().enter("Conference 0", "dora");
    browser.untilText("#conferences-list", "dora");
    browser.until("document.querySelectorAll('.member').length === 180");
    browser.script("document.querySelector('#conferences-list .conference:last-child .member').scrollIntoView()");
    browser.untilText(".conference:last-child .member .state", "muted");
    assertThat(browser.text(".conference:last-child .size")).isEqualTo("2 members");
  }

  /** A day's picture: everything that the page can say, seen in light, in dark, and on a phone. */
  @Test
  void aDayInPictures() {
    show();
    browser.untilText("#conferences-empty", "No conference is on.");
    browser.screenshot("empty-light");
    aDay();
    browser.untilText("#conferences-list", "Weekly call");
    browser.untilText("#callbacks-list", "delivered");
    browser.until("document.querySelectorAll('.is-talking').length > 3");
    browser.untilText("#wrong", "dead letter");
    browser.screenshot("desktop-light");
    browser.dark(true);
    browser.screenshot("desktop-dark");
    browser.dark(false);
    browser.viewport(390, 844, true);
    browser.screenshot("phone-light");
    assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth").asBoolean()).as("nothing is wider than the phone").isTrue();
    browser.click(".views", "Requests");
    browser.screenshot("phone-requests");
    browser.click(".views button[data-view=callbacks]");
    browser.click("#callbacks", "Dead 2");
    browser.untilText("#callbacks-list", "Replay");
    browser.dark(true);
    browser.screenshot("phone-callbacks-dark");
    browser.click(".views", "Conferences");
    browser.click(".member .more");
    browser.until("document.getElementById('menu').matches(':popover-open')");
    browser.screenshot("phone-menu-dark");
    assertThat(browser.script("""
        return [...document.querySelectorAll('.views button, .acts button')].filter((e) => e.checkVisibility())
          .every((e) => e.getBoundingClientRect().height >= 36)""").asBoolean()).as("fingers hit what they mean").isTrue();
    browser.keys("Escape");
    browser.viewport(820, 1100, true);
    browser.screenshot("tablet-dark");
    browser.dark(false);
    for (int width : new int[] {320, 700, 810, 811, 1024, 1180, 1181, 1920}) {
      browser.viewport(width, 800, false);
      assertThat(browser.script("""
          const list = document.getElementById('conferences-list');
          return document.documentElement.scrollWidth <= innerWidth && list.scrollWidth <= list.clientWidth""").asBoolean())
          .as("nothing is cut off at a width of " + width).isTrue();
    }
    browser.viewport(1181, 800, false);
    browser.screenshot("small-desktop-light");
    assertThat(browser.complaints()).isEmpty();
  }

  private void aDay() {
    String[] names = {"Anna Berg", "Ben Okafor", "Cleo Martín", "Dora Nowak", "Emil Hansen", "Fynn O’Brien", "Gina Rossi", "Hugo Lefèvre", "Ida Sato", "Jan Novák"};
    String[] calls = {"Weekly call", "Board meeting", "Support 4711", "Interview Ms Tanaka", "On-call handover", "Pair"};
    for (int i = 0; i < calls.length; i++) {
      String[] members = new String[2 + (i * 3) % 4];
      for (int j = 0; j < members.length; j++) {
        members[j] = names[(i * 3 + j) % names.length];
      }
      conferences().open(calls[i], members);
      int minutes = 3 + i * 17;
      conferences().change(calls[i], view -> earlier(view, minutes));
    }
    conferences().change("Pair", view -> FakeConferences.started(view, false));
    conferences().change("Board meeting", view -> FakeConferences.recorded(view, Optional.of(new ConferenceView.RecordingView("r", "u", false))));
    conferences().change("Support 4711", view -> FakeConferences.recorded(view, Optional.of(new ConferenceView.RecordingView("r", "u", true))));
    for (int i = 0; i < 5; i++) {
      String call = calls[i];
      conferences().change(call, view -> FakeConferences.with(view, List.copyOf(view.members().stream().map(member ->
          member.equals(view.members().get(0)) ? FakeConferences.with(member, false, false, false, true, true) : member).toList())));
    }
    conferences().changeMember("Board meeting", "Fynn O’Brien", member -> FakeConferences.with(member, true, false, false, false, false));
    conferences().changeMember("Board meeting", "Gina Rossi", member -> FakeConferences.with(member, false, false, true, false, false));
    conferences().changeMember("Interview Ms Tanaka", "Ben Okafor", member -> FakeConferences.with(member, true, true, false, false, false));
    String events = "https://app.example/conference-events";
    for (int i = 0; i < 14; i++) {
      console.delivered(console.callback(calls[i % calls.length], i % 3 == 0 ? "enter" : i % 3 == 1 ? "floor" : "exit", events));
    }
    console.dead(console.callback("Weekly call", "exit", events), 1, "replied 404");
    console.dead(console.callback("Board meeting", "digits", "https://billing.example/keys"), 3, "replied 500");
    console.retried(console.callback("Support 4711", "enter", events), 2, "replied 503");
    for (int i = 0; i < 12; i++) {
      String from = "4915110000" + i;
      if (i == 5) {
        console.askedInVain(Map.of("Event", "StartApp", "From", from), "https://app.example/answer", new HttpFailure(HttpFailure.Kind.READ_TIMEOUT,
            "no answer from app.example within 15000 ms"));
      } else if (i == 9) {
        console.asked(Map.of("Event", "StartApp", "From", from), "https://app.example/answer", 200, "text/html", "<html><body>Sign in<br>");
      } else if (i % 4 == 3) {
        console.asked(Map.of("ConferenceAction", "exit", "ConferenceName", calls[i % calls.length], "From", from), "https://app.example/after", 200,
            "application/xml", "<Response><Speak>Goodbye</Speak><Hangup/></Response>");
      } else {
        console.asked(Map.of("Event", "StartApp", "From", from), "https://app.example/answer", 200, "application/xml",
            "<Response><Conference>" + calls[i % calls.length] + "</Conference></Response>");
      }
    }
  }

  private static ConferenceView earlier(ConferenceView view, int minutes) {
    Instant since = view.since().minus(Duration.ofMinutes(minutes));
    List<MemberView> members = view.members().stream().map(m -> new MemberView(m.id(), m.callUuid(), m.from(), m.to(), m.callerName(), m.direction(), m.muted(),
        m.deaf(), m.held(), m.talking(), m.floor(), m.since().minus(Duration.ofMinutes(minutes - 2L)))).toList();
    return new ConferenceView(view.account(), view.name(), view.uuid(), view.room(), since, view.started(), view.recording(), members);
  }
}
