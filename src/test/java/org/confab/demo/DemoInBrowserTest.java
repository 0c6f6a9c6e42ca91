package org.confab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.plivo.HttpMethod;
import org.confab.terminal.Terminal;
import org.confab.testing.Browser;
import org.junit.jupiter.api.Test;

/** The demo's moderated conference, played on the console's page with the mouse. */
class DemoInBrowserTest {

  private static final Account ACCOUNT = new Account("MADEMODEMODEMODEMO00", List.of(new Secret("demo-token")));
  private static final Pattern ADDRESS = Pattern.compile("mouse:\\s+http://(127\\.0\\.0\\.1:\\d+/console)\\s+user operator, password (\\w+)");
  private static final Pattern APPLICATION = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void call(Browser browser, String who, String number) {
    browser.until("document.querySelector('select[aria-label=\"Number that " + who + " calls\"] option')");
    browser.choose("select[aria-label='Number that " + who + " calls']", number);
    browser.click("#phones", "Call as " + who);
  }

  @Test
  void aModeratedConferenceIsPlayedThroughThePage() throws Exception {
    assumeTrue(Browser.isInstalled(), Browser.MISSING);
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Demo demo = new Demo(Terminal.plain(stream, stream), new DemoOptions(Optional.empty(), HttpMethod.POST, Optional.empty(), ACCOUNT, 0));
    try (PipedWriter commands = new PipedWriter(); BufferedReader typed = new BufferedReader(new PipedReader(commands));
        Browser browser = new Browser(1440, 900)) {
      CompletableFuture<Integer> played = CompletableFuture.supplyAsync(() -> demo.interactive(typed));
      Matcher address = browser.until("the demo says where its console is", () ->
          Optional.of(ADDRESS.matcher(shown())).filter(Matcher::find));
      browser.open("http://operator:" + address.group(2) + "@" + address.group(1));
      browser.untilText("#link", "Live");
      play(browser);
      assertThat(browser.complaints()).isEmpty();
      commands.write("quit\n");
      commands.flush();
      assertThat(played.get(60, TimeUnit.SECONDS)).as(this::shown).isZero();
    } catch (IOException failed) {
      throw new AssertionError(shown(), failed);
    }
    assertThat(shown()).contains("presses *").doesNotContain("CRASH");
  }

  private static void play(Browser browser) {
    call(browser, "anna", "3000");
    browser.untilText("[aria-label='Member anna'] .state", "waiting");
    call(browser, "ben", "1000");
    browser.untilText("[aria-label='Member ben'] .state", "waiting");
    assertThat(browser.text(".head .state")).isEqualTo("waiting for the start");
    browser.untilText("#phones", "in “Weekly call”");
    call(browser, "cleo", "2000");
    browser.untilText("#conferences-list", "cleo");
    browser.until("!document.querySelector('.wait:not([hidden])')");
    browser.click("#phones", "Talk as cleo");
    browser.untilText("[aria-label='Member cleo'] .state", "talking");
    browser.untilText("#callbacks-list", "delivered");
    browser.screenshot("demo-started");

    browser.click("#conferences-list", "Mute ben");
    browser.untilText("[aria-label='Member ben'] .state", "muted");
    browser.click("#conferences-list", "Record Weekly call");
    browser.untilText(".head .state", "recording");

    String application = browser.until("the application's address is among the requests", () ->
        Optional.of(APPLICATION.matcher(browser.text("#requests-list .url"))).filter(Matcher::find).map(Matcher::group));
    browser.click("#conferences-list", "More for Weekly call");
    browser.click("#menu", "Play a sound…");
    browser.type(application + SampleSounds.CHIME);
    browser.keys("Enter");
    browser.untilText("#notes", "The sound is on its way");
    browser.screenshot("demo-recorded");

    browser.click("#phones", "Keys of anna");
    browser.click("#keypad", "*");
    browser.until("!document.querySelector('[aria-label=\"Member anna\"]')");
    browser.untilText("#requests-list", "action");

    browser.click("#conferences-list", "More for ben");
    browser.click("#menu", "Kick…");
    browser.screenshot("demo-kick");
    browser.click("#dialog", "Kick");
    browser.until("!document.querySelector('[aria-label=\"Member ben\"]')");

    browser.keys("Escape");
    browser.click("#phones", "Hang up as cleo");
    browser.untilText("#conferences-empty", "No conference is on.");
    browser.until("[...document.querySelectorAll('#callbacks-list .mark')].every((e) => e.textContent === 'delivered')");
    browser.screenshot("demo-ended");

    browser.viewport(390, 844, true);
    browser.click(".views", "Phones");
    call(browser, "dora", "2000");
    browser.untilText("#phones", "in “Weekly call”");
    browser.screenshot("demo-phone-width");
    browser.click("#phones", "Keys of dora");
    browser.screenshot("demo-phone-width-keys");
    browser.click("#keypad", "5");
    browser.keys("Escape");
    browser.click("#phones", "Hang up as dora");
    browser.click(".views", "Conferences");
    browser.untilText("#conferences-empty", "No conference is on.");
  }
}
