package org.confab.demo;

import java.util.List;
import java.util.Optional;
import org.confab.terminal.Ink;
import org.confab.terminal.Wrapping;

/** The examples of Plivo's page on Conference, numbered from 1, and how each is played. */
final class Examples {

  private static final List<Example> ALL = List.of(
      new Example("two callers meet", List.of("basic"), Examples::basic),
      new Example("one hears and is not heard: muted", List.of("muted"), Examples::muted),
      new Example("beeps when somebody comes or leaves", List.of("beeps"), Examples::beeps),
      new Example("a sound of your own when somebody comes", List.of("enter-sound"), Examples::enterSound),
      new Example("a moderator; music until she comes, the end when she leaves",
          List.of("moderated-participant", "moderated-moderator"), Examples::moderated),
      new Example("* leaves, and the action URL says what follows", List.of("exit-action"), Examples::exitAction),
      new Example("two callers are bridged; the first waits with a sound", List.of("bridge-first", "bridge-second"), Examples::bridge),
      new Example("a PIN is asked for before the conference (not on the page)", List.of(ExampleDocuments.PIN), Examples::pin));

  private static final String NOT_YET = """
      Not yet: recordings. The page's two documents for them can be called, and
      are conferences without them: call anna record, call anna transcription.""";

  private final Stage stage;
  private final Timeline timeline;

  Examples(Stage stage, Timeline timeline) {
    this.stage = stage;
    this.timeline = timeline;
  }

  /** Each on a line, with its number. */
  static String menu() {
    StringBuilder menu = new StringBuilder();
    for (int i = 0; i < ALL.size(); i++) {
      menu.append(Wrapping.padded("  " + (i + 1), 5)).append(ALL.get(i).title()).append('\n');
    }
    return menu.toString().stripTrailing();
  }

  static int count() {
    return ALL.size();
  }

  void list() {
    timeline.say(Ink.PLAIN, "The examples of Plivo's page on <Conference>:");
    timeline.say(Ink.PLAIN, menu());
    timeline.say(Ink.PLAIN, NOT_YET);
    timeline.say(Ink.PLAIN, "example 1, or just 1, plays the first.");
  }

  /** Plays the example of that number, if there is one. */
  void play(String number) {
    Optional<Example> chosen = number.matches("[1-9][0-9]?") && Integer.parseInt(number) <= ALL.size()
        ? Optional.of(ALL.get(Integer.parseInt(number) - 1)) : Optional.empty();
    if (chosen.isEmpty()) {
      timeline.say(Ink.BAD, "The examples have the numbers 1 to " + ALL.size() + "; examples lists them.");
      return;
    }
    Example example = chosen.get();
    Scene scene = new Scene(stage, timeline);
    scene.begins("Example " + number + ": " + example.title() + ".", example.documents());
    example.story().on(scene);
    scene.ends();
  }

  private static void basic(Scene scene) {
    scene.says("Anna calls. She is the first, and so alone; without a waitSound she hears silence.");
    Actor anna = scene.calls("anna", "basic");
    scene.seen("anna is in a conference and hears nothing", () -> anna.isInConference() && anna.heard().isEmpty());
    scene.says("Ben calls, and gets the same document: the same name is the same conference. Then he talks.");
    Actor ben = scene.calls("ben", "basic");
    scene.seen("both are in the same conference", () -> ben.isWith(anna));
    ben.talks();
    scene.seen("anna hears ben", () -> anna.hears(ben));
    ben.fallsSilent();
  }

  private static void muted(Scene scene) {
    scene.says("Anna gets the document of example 1, ben the muted one. FreeSWITCH is told by the flag mute.");
    Actor anna = scene.calls("anna", "basic");
    Actor ben = scene.calls("ben", "muted");
    scene.seen("FreeSWITCH has muted ben, and not anna", () -> ben.isMuted() && !anna.isMuted());
    scene.says("Both talk. Look at who hears whom.");
    ben.talks();
    anna.talks();
    scene.seen("ben hears anna", () -> ben.hears(anna));
    scene.seen("anna does not hear ben", () -> !anna.heard().contains(ben.voice()));
    anna.fallsSilent();
    ben.fallsSilent();
  }

  private static void beeps(Scene scene) {
    scene.says("Anna calls. Nobody is there to be told that she comes: no beep.");
    Actor anna = scene.calls("anna", "beeps");
    scene.seen("no beep in an empty room", () -> anna.heard().isEmpty());
    scene.says("Ben calls: one beep, beep:1, for who is there.");
    Actor ben = scene.calls("ben", "beeps");
    scene.seen("anna hears one beep", () -> anna.heard().equals(List.of(Ears.BEEP)));
    scene.says("Ben hangs up: two beeps, beep:2.");
    ben.hangsUp();
    scene.seen("anna hears two beeps", () -> anna.heard().equals(List.of(Ears.BEEP, Ears.TWO_BEEPS)));
  }

  private static void enterSound(Scene scene) {
    scene.says("Anna calls. The enterSound is a URL: what it returns says what is to be played. Nobody is there to hear it.");
    Actor anna = scene.calls("anna", "enter-sound");
    scene.seen("no sound in an empty room", () -> anna.heard().isEmpty());
    scene.says("Ben calls. Confab asks for the document, and FreeSWITCH plays its sound to the room.");
    scene.calls("ben", "enter-sound");
    scene.seen("anna hears a sound", () -> anna.heard().equals(List.of(Ears.SOUND)));
    scene.seen("the sample application was asked for /join-sound.xml", () -> scene.wasAsked("/join-sound.xml"));
  }

  private static void moderated(Scene scene) {
    scene.says("Anna and ben call, and have to wait for their moderator. Both hear the waitSound, from the first moment on.");
    Actor anna = scene.calls("anna", "moderated-participant");
    Actor ben = scene.calls("ben", "moderated-participant");
    scene.seen("FreeSWITCH lets them wait", () -> scene.someoneWaits());
    scene.seen("both hear music on hold", () -> anna.hears(Ears.MUSIC) && ben.hears(Ears.MUSIC));
    scene.says("Mia, the moderator, comes: the music stops, and the conference starts. She talks.");
    Actor mia = scene.calls("mia", "moderated-moderator");
    scene.seen("the music has stopped", () -> !anna.hears(Ears.MUSIC) && !ben.hears(Ears.MUSIC));
    scene.seen("nobody waits any more", () -> !scene.someoneWaits());
    mia.talks();
    scene.seen("anna and ben hear mia", () -> anna.hears(mia) && ben.hears(mia));
    scene.says("Mia leaves: endConferenceOnExit ends the conference for all. Nothing follows in their documents, so they are hung up.");
    mia.hangsUp();
    scene.seen("anna and ben are disconnected", () -> !anna.isUp() && !ben.isUp());
  }

  private static void exitAction(Scene scene) {
    scene.says("Anna and ben call.");
    Actor anna = scene.calls("anna", "exit-action");
    Actor ben = scene.calls("ben", "exit-action");
    scene.says("Anna presses *. She leaves the conference, not the line: the action URL is asked, and its document goes on with her call.");
    anna.presses("*");
    scene.seen("the action URL was asked", () -> scene.wasAsked("/conference-ended/"));
    scene.seen("its document hung anna up", () -> !anna.isUp());
    scene.seen("ben is still in the conference", ben::isInConference);
  }

  private static void bridge(Scene scene) {
    scene.says("Anna calls. She is alone, and hears her waitSound: a phone that rings.");
    Actor anna = scene.calls("anna", "bridge-first");
    scene.seen("anna hears music on hold", () -> anna.hears(Ears.MUSIC));
    scene.says("Ben calls: the waitSound stops. Both talk.");
    Actor ben = scene.calls("ben", "bridge-second");
    scene.seen("it has stopped", () -> !anna.hears(Ears.MUSIC));
    anna.talks();
    ben.talks();
    scene.seen("they hear each other", () -> anna.hears(ben) && ben.hears(anna));
    anna.fallsSilent();
    ben.fallsSilent();
  }

  private static void pin(Scene scene) {
    scene.says("Anna calls, hears a prompt and a beep, and has 15 seconds for four keys. Look at GetDigits: it names the URL that judges them.");
    Actor anna = scene.dials("anna", ExampleDocuments.PIN);
    scene.seen("anna heard the prompt, and is in no conference", () -> !anna.heard().isEmpty() && !anna.isInConference());
    scene.says("She presses 0000, which is wrong: the action URL answers with the question again.");
    anna.presses("0000");
    scene.seen("the action URL was told of it", () -> scene.wasAsked("/pin/", "Digits", "0000"));
    scene.says("She presses " + SampleDocuments.PIN + ", which is right: the action URL answers with a conference.");
    anna.presses(SampleDocuments.PIN);
    scene.seen("anna is in the conference", anna::isInConference);
  }
}
