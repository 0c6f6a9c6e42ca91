package org.confab.demo;

import java.util.List;
import java.util.Optional;
import org.confab.terminal.Ink;
import org.confab.terminal.Wrapping;

/** The examples of Plivo's page on Conference, numbered from 1, and how each is played. */
final class Examples {

  private static final List<Example> ALL = List.of(
      new Example("two callers meet", List.of("basic"), Examples::basic),
      new Example("one is muted: hears, and is not heard", List.of("muted"), Examples::muted),
      new Example("beeps when somebody comes or leaves", List.of("beeps"), Examples::beeps),
      new Example("a sound of your own when somebody comes", List.of("enter-sound"), Examples::enterSound),
      new Example("a moderator: music until she comes, the end when she leaves",
          List.of("moderated-participant", "moderated-moderator"), Examples::moderated),
      new Example("* leaves, and the action URL says what follows", List.of("exit-action"), Examples::exitAction),
      new Example("two callers are bridged: the first waits with a sound", List.of("bridge-first", "bridge-second"), Examples::bridge),
      new Example("a recording: one file, and a callback when it is there", List.of("record"), Examples::recorded),
      new Example("a PIN is asked for before the conference (ours, not the page's)", List.of(ExampleDocuments.PIN), Examples::pin));

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
    timeline.say(Ink.PLAIN, "example 1, or just 1, plays the first. Any document can be dialled by its name, too: call anna basic.");
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
    scene.says("Anna calls, as the first.", "she is in a room of her own, and hears nothing: there is no waitSound");
    Actor anna = scene.calls("anna", "basic");
    scene.seen("anna is in a conference and hears nothing", () -> anna.isInConference() && anna.heard().isEmpty());
    scene.says("Ben calls, gets the same document, and talks.", "the same name is the same room; anna hears ben");
    Actor ben = scene.calls("ben", "basic");
    scene.seen("both are in the same conference", () -> ben.isWith(anna));
    ben.talks();
    scene.seen("anna hears ben", () -> anna.hears(ben));
    ben.fallsSilent();
  }

  private static void muted(Scene scene) {
    scene.says("Anna calls and gets the document of example 1; ben gets the muted one.", "ben's flags: mute; FreeSWITCH does the rest");
    Actor anna = scene.calls("anna", "basic");
    Actor ben = scene.calls("ben", "muted");
    scene.seen("FreeSWITCH has muted ben, and not anna", () -> ben.isMuted() && !anna.isMuted());
    scene.says("Both talk.", "ben hears anna; anna hears nothing");
    ben.talks();
    anna.talks();
    scene.seen("ben hears anna", () -> ben.hears(anna));
    scene.seen("anna has not heard ben", () -> anna.heard().isEmpty());
    anna.fallsSilent();
    ben.fallsSilent();
  }

  private static void beeps(Scene scene) {
    scene.says("Anna calls.", "no beep: nobody is there to be told");
    Actor anna = scene.calls("anna", "beeps");
    scene.seen("no beep in an empty room", () -> anna.heard().isEmpty());
    scene.says("Ben calls.", "beep:1, one beep, which FreeSWITCH is told to play to the room");
    Actor ben = scene.calls("ben", "beeps");
    scene.seen("anna heard one beep when ben came", () -> anna.heard().equals(List.of(Ears.BEEP)));
    scene.says("Ben hangs up.", "beep:2, two beeps");
    ben.hangsUp();
    scene.seen("anna heard two beeps when he left", () -> anna.heard().equals(List.of(Ears.BEEP, Ears.TWO_BEEPS)));
  }

  private static void enterSound(Scene scene) {
    scene.says("Anna calls.", "the enterSound's URL is asked for its sound; nobody is there to hear it");
    Actor anna = scene.calls("anna", "enter-sound");
    scene.seen("no sound in an empty room", () -> anna.heard().isEmpty());
    scene.says("Ben calls.", "the sound is a local file by now; FreeSWITCH is told to play it to the room");
    scene.calls("ben", "enter-sound");
    scene.seen("the application was asked for /join-sound.xml", () -> scene.wasAsked("/join-sound.xml"));
    scene.seen("anna heard its sound when ben came", () -> anna.heard().equals(List.of(Ears.SOUND)));
  }

  private static void moderated(Scene scene) {
    scene.says("Anna and ben call, who are to wait for their moderator.",
        "flag wait-mod; both hear the waitSound, from the first moment on");
    Actor anna = scene.calls("anna", "moderated-participant");
    Actor ben = scene.calls("ben", "moderated-participant");
    scene.seen("FreeSWITCH lets anna and ben wait", scene::someoneWaits);
    scene.seen("both hear music on hold", () -> anna.hears(Ears.MUSIC) && ben.hears(Ears.MUSIC));
    scene.says("Mia, the moderator, comes, and talks.", "the music stops; mia is heard");
    Actor mia = scene.calls("mia", "moderated-moderator");
    scene.seen("when mia came, the music stopped", () -> !anna.hears(Ears.MUSIC) && !ben.hears(Ears.MUSIC));
    scene.seen("nobody waits any more", () -> !scene.someoneWaits());
    mia.talks();
    scene.seen("anna and ben hear mia", () -> anna.hears(mia) && ben.hears(mia));
    scene.says("Mia hangs up.", "endConferenceOnExit: all leave; their documents end there: they are hung up");
    mia.hangsUp();
    scene.seen("when mia left, anna and ben were disconnected", () -> !anna.isUp() && !ben.isUp());
  }

  private static void exitAction(Scene scene) {
    scene.says("Anna and ben call.", "FreeSWITCH reports which keys are pressed; what * means is Confab's business");
    Actor anna = scene.calls("anna", "exit-action");
    Actor ben = scene.calls("ben", "exit-action");
    scene.says("Anna presses *.", "she leaves the room, not the line; the action URL says how her call goes on");
    anna.presses("*");
    scene.seen("the action URL was told that anna left", () -> scene.wasAsked("/conference-ended/", "ConferenceName", "my-conference"));
    scene.seen("its document was run, and hung her up", () -> !anna.isUp());
    scene.seen("ben is still in the conference", ben::isInConference);
  }

  private static void bridge(Scene scene) {
    scene.says("Anna calls.", "she is alone, and hears her waitSound: a phone that rings somewhere else");
    Actor anna = scene.calls("anna", "bridge-first");
    scene.seen("anna, alone, hears music on hold", () -> anna.hears(Ears.MUSIC));
    scene.says("Ben calls, and both talk.", "the waitSound stops as soon as she is not alone");
    Actor ben = scene.calls("ben", "bridge-second");
    scene.seen("when ben came, it stopped", () -> !anna.hears(Ears.MUSIC));
    anna.talks();
    ben.talks();
    scene.seen("anna and ben hear each other", () -> anna.hears(ben) && ben.hears(anna));
    anna.fallsSilent();
    ben.fallsSilent();
  }

  private static void recorded(Scene scene) {
    scene.says("Anna calls.", "nothing is recorded while she is alone");
    Actor anna = scene.calls("anna", "record");
    scene.says("Ben calls, and talks.", "two are there: FreeSWITCH is told to record the room");
    Actor ben = scene.calls("ben", "record");
    ben.talks();
    scene.seen("anna hears ben", () -> anna.hears(ben));
    scene.says("Both hang up.", "the room ends, FreeSWITCH closes the file, and the application is told where it is");
    ben.hangsUp();
    anna.hangsUp();
    scene.seen("the application was told of the recording", () -> scene.wasAsked("/recording-ready/", "ConferenceAction", "record"));
  }

  private static void pin(Scene scene) {
    scene.says("Anna calls.", "GetDigits: she hears a prompt and a beep, and has 15 seconds for four keys");
    Actor anna = scene.dials("anna", ExampleDocuments.PIN);
    scene.seen("anna heard the prompt, and is in no conference", () -> !anna.heard().isEmpty() && !anna.isInConference());
    scene.says("She presses 0000, which is wrong.", "the action URL is told the digits, and answers with the question again");
    anna.presses("0000");
    scene.seen("the action URL was told 0000", () -> scene.wasAsked("/pin/", "Digits", "0000"));
    scene.says("She presses " + SampleDocuments.PIN + ", which is right.", "it answers with a conference");
    anna.presses(SampleDocuments.PIN);
    scene.seen("with " + SampleDocuments.PIN + " anna got into the conference", anna::isInConference);
  }
}
