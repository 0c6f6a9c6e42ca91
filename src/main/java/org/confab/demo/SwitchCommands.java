package org.confab.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confab.demo.Timeline.Kind;
import org.confab.http.PlainUrl;
import org.confab.simulator.ReceivedCommand;
import org.confab.terminal.Ink;

/** Shows what FreeSWITCH was told; what only asks it something is left out. */
final class SwitchCommands {

  private static final Set<String> CHANGES =
      Set.of("uuid_setvar_multi", "uuid_kill", "uuid_transfer", "sched_hangup", "sched_del", "conference");
  private static final Pattern MUSIC = Pattern.compile("(?:\\bconference_moh_sound=|^(?:bg)?api conference \\S+ moh )([^; ]+)");
  private static final String INLINE = "'m:~:";

  private final Timeline timeline;
  private final People people;
  private final Ears ears;
  private String variables = "";

  SwitchCommands(Timeline timeline, People people, Ears ears) {
    this.timeline = timeline;
    this.people = people;
    this.ears = ears;
  }

  /** To be called on one thread only. */
  void received(ReceivedCommand command) {
    Matcher music = MUSIC.matcher(command.line());
    if (music.find()) {
      ears.isMusic(music.group(1));
    }
    if (command.application().equals("execute_extension") && command.argument().startsWith(INLINE)) {
      timeline.tell(Kind.SWITCH, people.mentioned(command.line()), Ink.PLAIN, chain(command.argument()));
      return;
    }
    String[] words = command.line().split(" ", 3);
    boolean api = words.length == 3 && (words[0].equals("api") || words[0].equals("bgapi"));
    if (api && CHANGES.contains(words[1]) && !words[2].startsWith("json_list") && !isNobodys(words[1], words[2])) {
      Ink ink = words[1].equals("uuid_setvar_multi") || words[1].equals("sched_del") ? Ink.DIM : Ink.PLAIN;
      String arguments = words[1].equals("uuid_setvar_multi") ? variables(words[2]) : shortened(words[2]);
      timeline.tell(Kind.SWITCH, people.mentioned(words[2]), ink, List.of(words[1] + " " + arguments));
    }
  }

  /** What is hung up and nobody's is Confab's own: the call by which it asks whether recordings can be written. */
  private boolean isNobodys(String command, String arguments) {
    return command.equals("uuid_kill") && people.mentioned(arguments).isEmpty();
  }

  /** Each application of the inline dialplan on a line of its own. */
  private static List<String> chain(String argument) {
    List<String> steps = new ArrayList<>();
    String inside = argument.substring(INLINE.length(), Math.max(INLINE.length(), argument.lastIndexOf('\'')));
    for (String step : inside.split("~")) {
      if (!step.startsWith("set:") && !step.startsWith("verbose_events:")) {
        steps.add(shortened(step.replaceFirst(":", " ")).strip());
      }
    }
    return steps;
  }

  /** Calls are given the same ones, which need to be read only once. */
  private String variables(String arguments) {
    String[] words = arguments.split(" ", 2);
    String before = variables;
    variables = words.length == 2 ? words[1] : "";
    return shortened(words[0]) + " " + (variables.equals(before) ? "the same variables" : shortened(variables.replace(";", "; ")));
  }

  /** A call's UUID is long, and the line says already whose it is; so are the names of sounds that were made. */
  private static String shortened(String text) {
    return PlainUrl.printable(text.replaceAll("([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "$1…")
        .replaceAll("(?<=^|[^/:]|//)/[A-Za-z0-9_./-]*/([0-9a-f]{8})[0-9a-f]{56}\\.wav", "…/$1….wav"));
  }
}
