package org.confab.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.confab.demo.SampleApplication.Received;
import org.confab.terminal.Ink;

/**
 * A moderated conference from beginning to end. What the application has to be told is said here, lane by lane, and compared with what it
 * was told: every request, in its order, with its number in the lane, signed, and nothing besides.
 */
final class Script {

  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final String CALLBACKS = "callbacks of \"Weekly call\"";

  /** A request that was expected did not come; there is no point in going on. */
  private static final class Missing extends Exception {
    private static final long serialVersionUID = 1;
  }

  private final Stage stage;
  private final Timeline timeline;
  private final SampleApplication application;
  private final Map<String, List<String>> expected = new LinkedHashMap<>();
  private final Marks marks = new Marks();
  private int wrong;

  Script(Stage stage, Timeline timeline) {
    this.stage = stage;
    this.timeline = timeline;
    this.application = stage.sample().orElseThrow();
  }

  /** True if everything was as it has to be. */
  boolean play() throws InterruptedException, TimeoutException {
    timeline.say(Ink.BOLD, "A moderated conference, on a simulated FreeSWITCH, with a sample application.");
    try {
      scenes();
    } catch (Missing stop) {
      timeline.say(Ink.BAD, "This does not go on: something that was expected did not come.");
    }
    summary();
    stage.people().up().forEach(person -> person.call().hangUp());
    stage.quiet(2000);
    return verdict();
  }

  private void scenes() throws InterruptedException, TimeoutException, Missing {
    scene("Two participants call, and wait for their moderator.");
    People.Person anna = stage.call("anna", "4915100001", "3000");
    expect(documents("anna"), "answer URL, ringing");
    expect(CALLBACKS, "enter anna, first member, no. 1");
    People.Person ben = stage.call("ben", "4915100002", "4000");
    expect(documents("ben"), "answer URL, ringing");
    expect(CALLBACKS, "enter ben, not the first, no. 2");
    check("FreeSWITCH lets both wait", rooms().contains("\"wait_mod\":true"));
    check("FreeSWITCH has muted one, ben", rooms().split("\"can_speak\":false", -1).length == 2);

    scene("The moderator comes: it begins.");
    People.Person mia = stage.call("mia", "4915100003", "2000");
    expect(documents("mia"), "answer URL, ringing");
    expect(CALLBACKS, "enter mia, not the first, no. 3");
    check("nobody waits any more", !rooms().contains("\"wait_mod\":true"));
    check("all three are in one room", anna.call().position().equals(ben.call().position())
        && ben.call().position().equals(mia.call().position()));

    scene("One leaves by pressing *, and her action URL says how her call goes on.");
    stage.press(anna, "*");
    expect(CALLBACKS, "exit anna, star, not the last, no. 4");
    expect(documents("anna"), "action URL, star, in-progress");
    expect(end("anna"), "hangup URL, Normal Hangup, no. 1");

    scene("The moderator hangs up: that ends it for all, and the other one's document goes on.");
    stage.hangUp(mia);
    expect(CALLBACKS, "exit mia, hangup, not the last, no. 5");
    expect(CALLBACKS, "exit ben, moderator-left, the last, no. 6");
    expect(documents("mia"), "action URL, hangup, completed, no. 1");
    expect(end("mia"), "hangup URL, Normal Hangup, no. 1");
    expect(documents("ben"), "redirected, in-progress");
    expect(end("ben"), "hangup URL, Normal Hangup, no. 1");
    check("no room is left on FreeSWITCH", !rooms().contains("confab-"));
  }

  private void scene(String text) {
    summary();
    timeline.say(Ink.PLAIN, "");
    timeline.say(Ink.BOLD, text);
  }

  /** What was found in a scene, below what was seen of it. */
  private void summary() {
    stage.quiet(1000);
    marks.show(timeline);
  }

  private static String documents(String who) {
    return "documents of " + who;
  }

  private static String end(String who) {
    return "end of " + who + "'s call";
  }

  private String rooms() throws TimeoutException {
    return stage.freeSwitch("conference json_list compact");
  }

  /** The next request of that lane is this one; waits until it has come. */
  private void expect(String lane, String request) throws InterruptedException, Missing {
    List<String> soFar = expected.computeIfAbsent(lane, ignored -> new ArrayList<>());
    soFar.add(request);
    application.await(all -> lane(lane, all).size() >= soFar.size(), PATIENCE);
    List<String> received = lane(lane, application.received());
    boolean came = received.size() >= soFar.size() && received.get(soFar.size() - 1).equals(request);
    marks.add(came, lane + ": " + request);
    if (!came) {
      throw new Missing();
    }
  }

  private void check(String what, boolean holds) {
    marks.add(holds, what);
    wrong += holds ? 0 : 1;
  }

  private List<String> lane(String lane, List<Received> all) {
    return all.stream().filter(request -> laneOf(request).equals(lane)).map(this::describe).toList();
  }

  private String who(Received request) {
    return stage.people().name(request.parameter("CallUUID"));
  }

  /** What is in order among itself: the callbacks of a conference, the documents of a call, and each call's end. */
  private String laneOf(Received request) {
    return switch (request.path()) {
      case "/callback" -> "callbacks of \"" + request.parameter("ConferenceName") + "\"";
      case "/hangup" -> end(who(request));
      default -> documents(who(request));
    };
  }

  /** A request in words that say everything that is compared. */
  private String describe(Received request) {
    List<String> words = new ArrayList<>();
    String action = request.parameter("ConferenceAction");
    switch (request.path()) {
      case "/callback" -> {
        words.add(action + " " + who(request));
        if (action.equals("enter")) {
          words.add(request.parameter("ConferenceFirstMember").equals("true") ? "first member" : "not the first");
        } else {
          words.add(request.parameter("ConferenceExitReason"));
          words.add(request.parameter("ConferenceLastMember").equals("true") ? "the last" : "not the last");
        }
      }
      case "/answer" -> words.addAll(List.of("answer URL", request.parameter("CallStatus")));
      case "/after" -> words.addAll(List.of("action URL", request.parameter("ConferenceExitReason"), request.parameter("CallStatus")));
      case "/goodbye" -> words.addAll(List.of("redirected", request.parameter("CallStatus")));
      case "/hangup" -> words.addAll(List.of("hangup URL", request.parameter("HangupCauseName")));
      default -> words.add(request.method() + " " + request.path());
    }
    if (!request.sequence().isEmpty()) {
      words.add("no. " + request.sequence());
    }
    if (!request.attempt().isEmpty() && !request.attempt().equals("1")) {
      words.add("attempt " + request.attempt());
    }
    if (!request.signed()) {
      words.add("NOT SIGNED");
    }
    return String.join(", ", words);
  }

  private boolean verdict() {
    List<Received> received = application.received();
    Set<String> lanes = new LinkedHashSet<>(expected.keySet());
    received.forEach(request -> lanes.add(laneOf(request)));
    List<String> differing = lanes.stream().filter(lane -> !lane(lane, received).equals(expected.getOrDefault(lane, List.of()))).toList();
    timeline.say(Ink.PLAIN, "");
    if (differing.isEmpty() && wrong == 0) {
      timeline.say(Ink.GOOD, "✓ All " + received.size() + " requests came, each once, signed, in the order of its lane.");
      return true;
    }
    timeline.say(Ink.BAD, "✗ The application was not told what it has to be told."
        + (wrong > 0 ? " " + wrong + " other checks failed." : ""));
    differing.forEach(lane -> difference(lane, expected.getOrDefault(lane, List.of()), lane(lane, received)));
    return false;
  }

  private void difference(String lane, List<String> wanted, List<String> received) {
    timeline.say(Ink.BOLD, lane.isBlank() ? "requests of nobody" : lane);
    for (int i = 0; i < Math.max(wanted.size(), received.size()); i++) {
      String want = i < wanted.size() ? wanted.get(i) : "";
      String came = i < received.size() ? received.get(i) : "";
      if (want.equals(came)) {
        timeline.say(Ink.PLAIN, "    " + want);
      } else {
        List.of("  - expected  " + want, "  + received  " + came).stream().filter(line -> line.length() > "  - expected  ".length())
            .forEach(line -> timeline.say(line.startsWith("  -") ? Ink.BAD : Ink.WARNING, line));
      }
    }
  }
}
