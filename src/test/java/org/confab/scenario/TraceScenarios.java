package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.confab.cli.ConfabCommand;
import org.confab.config.Settings;
import org.confab.terminal.Terminal;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.LogLines;
import org.confab.testing.Switch;
import org.confab.trace.Found;
import org.confab.trace.TraceEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be read afterwards of calls that came and went. */
class TraceScenarios extends Scenario {

  /** Of so many that nothing else holds them by chance. */
  private static final String KEYS = "864297513012";
  private static final String PATTERN = KEYS.substring(0, 10);

  @TempDir
  Path folder;

  /** As an operator's: the lines of the log that are decisions are in the trace. */
  private final LogLines log = LogLines.open();
  private String out = "";
  private String err = "";

  TraceScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = super.settings();
    return new Settings(plain.freeswitch(), plain.answer(), plain.conference(), plain.operator(), plain.accounts(), plain.sounds(), plain.callbacks(),
        plain.http(), new Settings.Store(Optional.of(folder.resolve("confab.db"))), plain.recordings());
  }

  @AfterEach
  void closeLog() {
    log.close();
  }

  private Found find(String name) {
    return Service.await(confab.tracing().of(name, Optional.empty()));
  }

  /** Once that is in it. */
  private Found.Story story(String name, String last) {
    Service.until(last + " is told of " + name, () -> find(name) instanceof Found.Story story && texts(story).stream().anyMatch(text -> text.contains(last)));
    return (Found.Story) find(name);
  }

  private static List<String> texts(Found.Story story) {
    return story.entries().stream().map(entry -> entry.kind() + " " + entry.text() + " " + entry.detail()).toList();
  }

  private int trace(String... arguments) {
    try {
      Path file = Files.writeString(folder.resolve("confab.yaml"), "store: { path: " + folder.resolve("confab.db") + " }\n");
      ByteArrayOutputStream printed = new ByteArrayOutputStream();
      ByteArrayOutputStream complained = new ByteArrayOutputStream();
      int code = ConfabCommand.execute(new Terminal(stream(printed), stream(complained), false, false, 120),
          Stream.concat(Stream.of("trace", "--config", file.toString()), Stream.of(arguments)).toArray(String[]::new));
      out = printed.toString(StandardCharsets.UTF_8);
      err = complained.toString(StandardCharsets.UTF_8);
      return code;
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** Each pattern is found, the later ones after the earlier ones. */
  private static void assertInOrder(List<String> lines, String... patterns) {
    Iterator<String> rest = lines.iterator();
    for (String pattern : patterns) {
      boolean found = false;
      while (rest.hasNext() && !found) {
        found = rest.next().matches("(?s)" + pattern);
      }
      assertThat(found).as("after what was before it, '%s' in:\n%s", pattern, String.join("\n", lines)).isTrue();
    }
  }

  @Test
  void aModeratedConferenceIsToldInOrder() throws IOException {
    String members = " digitsMatch=\"" + PATTERN + "\" hangupOnStar=\"true\"";
    answers(Map.of("4915100001", "<GetDigits action=\"/keys?token=geheim\" numDigits=\"10\"/>",
        "4915100002", conference("moderated", "endConferenceOnExit=\"true\"" + members)));
    application.on("/keys", request -> response(conference("moderated", "startConferenceOnEnter=\"false\"" + members) + "<DTMF>" + KEYS + "</DTMF>"));
    application.answer("/callback", request -> FakeApplication.Answer.status(request.parameter("ConferenceAction").equals("exit") ? 404 : 200));
    Caller anna = box.call("4915100001");
    Service.until("asked", () -> anna.position().startsWith("playback silence"));
    anna.press(PATTERN);
    entered(anna);
    Caller ben = enters("4915100002");
    anna.press("12" + PATTERN);
    // what cannot be a pattern is relayed at once
    story("moderated", " dtmf ");
    application.awaitCallback("/callback", "digits", anna.callUuid());
    ben.hangUp();
    exited(anna);
    anna.awaitHangUp();

    Found.Story story = story(anna.callUuid(), "hung up, NORMAL_CLEARING");
    assertInOrder(texts(story), "SWITCH parked, from 4915100001 to .*", "DECIDED taken, from 4915100001 to .*",
        "ASKED POST http://[^?]*/answer .*From=4915100001.*", "ANSWERED status 200 after .* <Response><GetDigits action=\"/keys…\" numDigits=\"10\"/></Response>",
        "DECIDED .*/answer answered with a document of 1 elements.*", "COMMAND execute_extension verbose_events, .*: \\+OK after .*",
        "SWITCH answered.*", "SWITCH pressed a key: \\*\\*\\* ", "ASKED POST http://[^?]*/keys .*Digits=\\*\\*\\*.*",
        "ANSWERED status 200 .*digitsMatch=\"\\*\\*\\*\".*<DTMF>\\*\\*\\*</DTMF>.*", "COMMAND execute_extension .*conference confab-moderated-.*",
        "SWITCH entered confab-moderated-.* as member .*", "DECIDED entered the conference 'moderated'.*", "CALLBACK enter: POST .*/callback: status 200 after .*",
        "SWITCH pressed a key: .*", "CALLBACK digits: POST .*ConferenceDigitsMatch=\\*\\*\\*.*", "SWITCH left confab-moderated-.*",
        "DECIDED left the conference 'moderated' \\(moderator-left\\).*", "COMMAND execute_extension .*send_dtmf \\*\\*\\*.*",
        "SWITCH hung up, NORMAL_CLEARING ");
    // the event comes by another connection than the reply, and may be there before it
    assertInOrder(texts(story), "COMMAND execute_extension .*send_dtmf \\*\\*\\*.*", "COMMAND uuid_kill NORMAL_CLEARING: \\+OK.*");
    assertInOrder(texts(story(anna.callUuid(), "is a dead letter")), "CALLBACK exit: to be told to .*/callback ", "CALLBACK exit: POST .*: status 404 after .*",
        "DECIDED Callback .* is a dead letter.*");
    assertThat(story.entries()).allSatisfy(entry -> assertThat(entry.about().getOrDefault("call", anna.callUuid())).isEqualTo(anna.callUuid()));

    Found.Story conference = story("moderated", "is over");
    assertThat(conference.calls()).extracting(Found.TracedCall::call).containsExactly(anna.callUuid(), ben.callUuid());
    assertInOrder(texts(conference), "SWITCH entered .*", "SWITCH entered .*", "COMMAND conference confab-moderated-\\S+ dtmf .* \\*\\*\\*: .*", "SWITCH left .*",
        "SWITCH left .*", "SWITCH confab-moderated-\\S+ is over ");

    confab.close();
    confab = null;
    assertThat(trace("+4915100001")).as(err).isZero();
    assertThat(out).startsWith("Call " + anna.callUuid()).contains("conference 'moderated'", "FreeSWITCH  entered confab-moderated", "error ", "dead letter");
    assertThat(trace("moderated")).as(err).isZero();
    assertThat(out).startsWith("Conference moderated").contains("#1  " + anna.callUuid(), "#2  " + ben.callUuid());
    try (Stream<Path> files = Files.list(folder.resolve("confab.db-trace"))) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file)).contains("moderated").doesNotContain(PATTERN, "geheim");
      }
    }
  }

  @Test
  void severalCallsOfANumberAreListedAndAnUnknownOneSaysWhatWasSearched() {
    answers(conference("weekly"));
    List<Caller> callers = List.of(enters("4915100003"), enters("4915100003"));
    callers.forEach(Caller::hangUp);
    callers.forEach(this::exited);
    Found.Several several = (Found.Several) find("+49 151 00003");
    assertThat(several.calls()).extracting(Found.TracedCall::call).containsExactlyElementsOf(callers.stream().map(Caller::callUuid).toList());
    assertThat(several.calls()).allSatisfy(call -> assertThat(call.conferences()).containsExactly("weekly"));
    assertThat(trace("4915100003")).as(err).isZero();
    assertThat(out).startsWith("2 calls from 4915100003").contains(callers.get(0).callUuid(), callers.get(1).callUuid());

    assertThat(trace("unknown\u001b[2J")).isEqualTo(1);
    assertThat(out).isEmpty();
    assertThat(err).contains("nothing is known of 'unknown\\u001B[2J'", "searched 1 segment in " + folder.resolve("confab.db-trace") + " from ", " to ",
        "a call of that id, a caller of that number and a conference of that name").doesNotContain("\u001b");
    assertThat(find("nobody")).isInstanceOf(Found.Nothing.class);
  }

  @Test
  void aStoryGoesOnAfterConfabWasKilled() {
    answers(conference("survivors"));
    Caller anna = enters("4915100004");
    Service.await(confab.tracing().of("x", Optional.empty()));
    confab.kill();
    confab = startConfab();
    Caller ben = enters("4915100005");
    anna.hangUp();
    exited(anna);
    Found.Story story = story(anna.callUuid(), "exit: POST");
    assertInOrder(texts(story), "SWITCH parked.*", "CALLBACK enter: POST .*", "SWITCH connected.*", "SWITCH left .*",
        "CALLBACK exit: POST .*");
    assertThat(story.entries().stream().filter(entry -> entry.kind() == TraceEntry.Kind.CALLBACK && entry.text().startsWith("enter: POST"))).hasSize(1);
    assertThat(((Found.Story) find(ben.callUuid())).calls()).singleElement().satisfies(call -> assertThat(call.from()).isEqualTo("4915100005"));
  }
}
