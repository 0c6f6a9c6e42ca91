package org.confab.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.confab.demo.Timeline.Kind;
import org.confab.http.PlainUrl;
import org.confab.simulator.ReceivedCommand;
import org.confab.terminal.Ink;

/** Shows what FreeSWITCH was told; what only asks it something is left out. */
record SwitchCommands(Timeline timeline, People people) {

  private static final Set<String> CHANGES = Set.of("uuid_setvar_multi", "uuid_kill", "uuid_transfer", "sched_hangup", "sched_del", "conference");
  private static final String INLINE = "'m:~:";

  void received(ReceivedCommand command) {
    if (command.application().equals("execute_extension") && command.argument().startsWith(INLINE)) {
      timeline.tell(Kind.SWITCH, people.mentioned(command.line()), Ink.PLAIN, chain(command.argument()));
      return;
    }
    String[] words = command.line().split(" ", 3);
    if (words.length == 3 && (words[0].equals("api") || words[0].equals("bgapi")) && CHANGES.contains(words[1]) && !words[2].startsWith("json_list")) {
      Ink ink = words[1].equals("uuid_setvar_multi") || words[1].equals("sched_del") ? Ink.DIM : Ink.PLAIN;
      timeline.tell(Kind.SWITCH, people.mentioned(words[2]), ink, List.of(words[1] + " " + shortened(words[2]).replace(";", "; ")));
    }
  }

  /** Each application of the inline dialplan on a line of its own. */
  private static List<String> chain(String argument) {
    List<String> steps = new ArrayList<>();
    String inside = argument.substring(INLINE.length(), Math.max(INLINE.length(), argument.lastIndexOf('\'')));
    for (String step : inside.split("~")) {
      if (!step.startsWith("set:") && !step.startsWith("verbose_events:")) {
        steps.add(PlainUrl.printable(step.replaceFirst(":", " ")).strip());
      }
    }
    return steps;
  }

  /** A call's UUID is long, and the line says already whose it is. */
  private static String shortened(String text) {
    return PlainUrl.printable(text.replaceAll("([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "$1…"));
  }
}
