package org.confab.demo;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.confab.terminal.Ink;

/** One example on the stage: what is about to happen is said before it happens, and what was seen at the end. Its methods block. */
final class Scene {

  private static final long PATIENCE = 5_000;
  private static final Map<String, String> NUMBERS = Map.of("anna", "4915100001", "ben", "4915100002", "mia", "4915100003");

  private final Stage stage;
  private final Timeline timeline;
  private final Marks marks = new Marks();
  private final int requestsBefore;

  Scene(Stage stage, Timeline timeline) {
    this.stage = stage;
    this.timeline = timeline;
    this.requestsBefore = requests().size();
  }

  /** Clears the stage, and shows the documents. */
  void begins(String title, List<String> documents) {
    if (!stage.people().up().isEmpty()) {
      timeline.say(Ink.BOLD, "First, everybody who is on the phone hangs up.");
      stage.people().up().forEach(stage::hangUp);
      stage.quiet(PATIENCE);
    }
    timeline.say(Ink.PLAIN, "");
    timeline.say(Ink.BOLD, title);
    for (String name : documents) {
      timeline.say(Ink.PLAIN, "The document " + name + ":");
      timeline.say(Ink.APPLICATION, ExampleDocuments.of(name).orElseThrow().indent(2).stripTrailing());
    }
  }

  /** A step: what happens now, and what to look at. */
  void says(String what, String lookAt) {
    stage.quiet(PATIENCE);
    timeline.say(Ink.PLAIN, "");
    timeline.say(Ink.BOLD, what);
    timeline.say(Ink.PLAIN, "  → " + lookAt);
  }

  /** Somebody dials the name of a document; returns when nothing goes on any more. */
  Actor dials(String who, String document) {
    Actor actor = new Actor(stage, stage.call(who, NUMBERS.get(who), document));
    stage.quiet(PATIENCE);
    return actor;
  }

  /** As the other, and waits until the call is in its conference. */
  Actor calls(String who, String document) {
    Actor actor = dials(who, document);
    Stage.settled(() -> actor.isInConference() || !actor.isUp(), PATIENCE);
    stage.quiet(PATIENCE);
    return actor;
  }

  /** Looks until it is so, but not for ever; told at the end. */
  void seen(String what, BooleanSupplier holds) {
    marks.add(Stage.settled(holds, PATIENCE), what);
  }

  /** Whether the sample application was asked for that path in this example. */
  boolean wasAsked(String path) {
    return asked().anyMatch(request -> request.path().equals(path));
  }

  boolean wasAsked(String path, String parameter, String value) {
    return asked().anyMatch(request -> request.path().equals(path) && request.parameter(parameter).equals(value));
  }

  private Stream<SampleApplication.Received> asked() {
    return requests().stream().skip(requestsBefore);
  }

  private List<SampleApplication.Received> requests() {
    return stage.sample().map(SampleApplication::received).orElse(List.of());
  }

  /** Whether a room waits for its moderator, as FreeSWITCH says. */
  boolean someoneWaits() {
    return stage.rooms().stream().anyMatch(room -> room.getBoolean("wait_mod"));
  }

  void ends() {
    stage.quiet(PATIENCE);
    timeline.say(Ink.PLAIN, "");
    timeline.say(Ink.BOLD, "What was seen:");
    marks.show(timeline);
    List<String> up = stage.people().up().stream().map(People.Person::name).toList();
    if (!up.isEmpty()) {
      timeline.say(Ink.PLAIN, "Still on the phone: " + String.join(" and ", up) + ". Go on as you like; hangup all ends it.");
    }
    timeline.say(Ink.PLAIN, "");
  }
}
