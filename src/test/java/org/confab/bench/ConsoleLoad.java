package org.confab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.confab.callback.Outbox;
import org.confab.live.ConferenceView;
import org.confab.live.MemberView;
import org.confab.testing.Browser;
import org.confab.testing.FakeConferences;
import org.confab.testing.LocalConsole;

/**
 * What the console costs a browser's main thread: 200 conferences of 5, in which people talk in turn, come, go, and are muted, while the application is
 * asked and told. Chromium itself says how long its main thread worked (CDP Performance.getMetrics, TaskDuration),
 * second by second: first in processor time, then in time that passed, which is more while other programs want the processors, too.
 */
public final class ConsoleLoad {

  private static final int CONFERENCES = 200;
  private static final int MEMBERS = 5;
  private static final double MOST_MILLIS = 50;
  private static final int STEPS = 10;
  private static final List<String> PARTS = List.of("TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration");

  private final Random random = new Random(4711);
  private final LocalConsole console = new LocalConsole();
  private final FakeConferences conferences = console.conferences();
  private final List<Outbox.Entry> pending = new ArrayList<>();
  private int changes;

  private ConsoleLoad() {
    for (int i = 0; i < CONFERENCES; i++) {
      String[] names = new String[MEMBERS];
      for (int j = 0; j < MEMBERS; j++) {
        names[j] = "caller " + i + "-" + j;
      }
      conferences.open(name(i), names);
    }
  }

  private static String name(int number) {
    return "Conference " + number;
  }

  /** Seconds: 30 by default. */
  public static void main(String[] arguments) {
    if (!Browser.isInstalled()) {
      System.err.println(Browser.MISSING);
      System.exit(2);
    }
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
    boolean enough;
    ConsoleLoad load = new ConsoleLoad();
    try (LocalConsole ignored = load.console; Browser browser = new Browser(1440, 900)) {
      enough = load.measure(browser, seconds);
    }
    System.exit(enough ? 0 : 1);
  }

  private boolean measure(Browser browser, int seconds) {
    enable(browser, "threadTicks");
    browser.open(console.loginUrl());
    browser.until("document.querySelectorAll('.member').length === " + CONFERENCES * MEMBERS);
    System.out.printf(Locale.ROOT, "the page with %d conferences of %d: %.0f ms of the main thread until it is shown%n", CONFERENCES, MEMBERS,
        metrics(browser).get("TaskDuration"));
    run(3); // what is compiled at first
    double worked = perSecond(browser, "ms of work (processor time) of the main thread", seconds);
    enable(browser, "timeTicks");
    perSecond(browser, "ms during which the main thread had work under way, other programs' turns included", seconds);
    Map<String, Double> last = metrics(browser);
    System.out.printf(Locale.ROOT, "JavaScript's heap: %.1f MB, elements: %.0f%n", last.get("JSHeapUsedSize") / 1000 / (1 << 20), last.get("Nodes") / 1000);
    checkShown(browser);
    System.out.printf(Locale.ROOT, "%s: %.1f ms a second (required: below %.0f)%n", worked < MOST_MILLIS ? "met" : "MISSED", worked, MOST_MILLIS);
    return worked < MOST_MILLIS;
  }

  private static void enable(Browser browser, String timeDomain) {
    browser.cdp("Performance.disable", new ObjectMapper().createObjectNode());
    browser.cdp("Performance.enable", new ObjectMapper().createObjectNode().put("timeDomain", timeDomain));
  }

  /** Of TaskDuration: on the average of the seconds in which something changes. */
  private double perSecond(Browser browser, String what, int seconds) {
    Map<String, Double> idle = metrics(browser);
    long idleSince = System.nanoTime();
    pause(5);
    Map<String, Double> afterIdle = metrics(browser);
    double idled = (System.nanoTime() - idleSince) / 1e9;
    changes = 0;
    long start = System.nanoTime();
    Map<String, Double> before = afterIdle;
    List<Double> each = new ArrayList<>();
    for (int i = 0; i < seconds; i++) {
      long secondBegan = System.nanoTime();
      run(1);
      Map<String, Double> now = metrics(browser);
      each.add((now.get("TaskDuration") - before.get("TaskDuration")) / ((System.nanoTime() - secondBegan) / 1e9));
      before = now;
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "%.0f changes a second for %.0f s; in each second of it, %s:%n", changes / elapsed, elapsed, what);
    for (String part : PARTS) {
      System.out.printf(Locale.ROOT, "  %-20s %6.1f   (while nothing changes: %.1f)%n", part, (before.get(part) - afterIdle.get(part)) / elapsed,
          (afterIdle.get(part) - idle.get(part)) / idled);
    }
    each.sort(Double::compare);
    System.out.printf(Locale.ROOT, "  worst second         %6.1f%n", each.get(each.size() - 1));
    return (before.get("TaskDuration") - afterIdle.get("TaskDuration")) / elapsed;
  }

  /** A page that shows nothing would be the fastest: in the end it has to show what there is. */
  private void checkShown(Browser browser) {
    List<ConferenceView> now = conferences.all().result();
    long members = now.stream().mapToLong(conference -> conference.members().size()).sum();
    long talking = now.stream().flatMap(conference -> conference.members().stream()).filter(MemberView::talking).count();
    long muted = now.stream().flatMap(conference -> conference.members().stream()).filter(MemberView::muted).count();
    browser.until("document.querySelectorAll('.member').length === " + members);
    browser.until("document.querySelectorAll('.tag.talk:not([hidden])').length === " + talking);
    browser.until("[...document.querySelectorAll('.muting')].filter((b) => b.textContent === 'Unmute').length === " + muted);
    browser.screenshot("two-hundred-conferences");
  }

  /** In ms. */
  private static Map<String, Double> metrics(Browser browser) {
    ObjectNode none = new ObjectMapper().createObjectNode();
    Map<String, Double> found = new LinkedHashMap<>();
    for (JsonNode metric : browser.cdp("Performance.getMetrics", none).get("metrics")) {
      found.put(metric.get("name").asText(), metric.get("value").asDouble() * 1000);
    }
    return found;
  }

  private static void pause(int seconds) {
    LockSupport.parkNanos(seconds * 1_000_000_000L);
  }

  /** Each second: half of the conferences have another talker, four members go and come, six are muted or unmuted, 10 requests, 20 callbacks. */
  private void run(int seconds) {
    long start = System.nanoTime();
    for (int step = 0; step < seconds * STEPS; step++) {
      for (int i = 0; i < CONFERENCES / 2 / STEPS; i++) {
        anotherTalks(name(random.nextInt(CONFERENCES)));
      }
      if (step % 5 < 2) {
        String conference = name(random.nextInt(CONFERENCES));
        MemberView member = somebody(conference);
        conferences.leave(conference, member.callerName());
        conferences.enter(conference, member.callerName());
        told(conference);
      }
      if (step % 5 < 3) {
        String conference = name(random.nextInt(CONFERENCES));
        conferences.changeMember(conference, somebody(conference).callerName(),
            m -> FakeConferences.with(m, !m.muted(), m.deaf(), m.held(), m.talking(), m.floor()));
        changes++;
      }
      told(name(random.nextInt(CONFERENCES)));
      told(name(random.nextInt(CONFERENCES)));
      console.asked(Map.of("Event", "StartApp", "From", "49151" + random.nextInt(1_000_000)), "https://app.example/answer", 200, "application/xml",
          "<Response><Conference>" + name(random.nextInt(CONFERENCES)) + "</Conference></Response>");
      changes++;
      LockSupport.parkNanos(Math.max(0, start + (step + 1) * 1_000_000_000L / STEPS - System.nanoTime()));
    }
  }

  private MemberView somebody(String conference) {
    List<MemberView> members = conferences.find(FakeConferences.ACCOUNT, conference).result().orElseThrow().members();
    return members.get(random.nextInt(members.size()));
  }

  private void anotherTalks(String conference) {
    String talker = somebody(conference).callerName();
    conferences.change(conference, view -> FakeConferences.with(view, view.members().stream().map(member -> {
      boolean talks = member.callerName().equals(talker);
      return FakeConferences.with(member, member.muted(), member.deaf(), member.held(), talks, talks);
    }).toList()));
    changes++;
  }

  private void told(String conference) {
    pending.add(console.callback(conference, "floor", "https://app.example/conference-events"));
    if (pending.size() > 10) {
      console.delivered(pending.remove(0));
    }
    changes++;
  }
}
