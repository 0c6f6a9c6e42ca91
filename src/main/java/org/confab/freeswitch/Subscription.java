package org.confab.freeswitch;

import java.util.List;
import org.confab.esl.Command;

/**
 * What we hear of a box: our channels by their variable, our rooms and our jobs by their prefix, and the heartbeat. The filters are set before the
 * events are asked for, so that nothing of the box's other traffic arrives in between.
 */
final class Subscription {

  /** Begins our job ids and our room names, and nobody else's. */
  static final String PREFIX = "confab-";

  /** Half of all that a conference says is who talks. */
  private static final List<Command> TALK = List.of(Command.filter("Action", "-start-talking"), Command.filter("Action", "-stop-talking"));

  private Subscription() {}

  /** What makes us hear who talks, and what ends it. */
  static List<Command> talk(boolean heard) {
    return heard ? List.of(Command.filterDelete("Action", "-start-talking"), Command.filterDelete("Action", "-stop-talking")) : TALK;
  }

  static List<Command> commands() {
    return List.of(
        Command.filter("variable_confab_answer_url", "/.+/"),
        Command.filter("Conference-Name", "/^" + PREFIX + "/"),
        Command.filter("Event-Name", "HEARTBEAT"),
        Command.filter("Job-UUID", "/^" + PREFIX + "/"),
        TALK.get(0),
        TALK.get(1),
        Command.subscribe(List.of("CHANNEL_PARK", "CHANNEL_PROGRESS", "CHANNEL_PROGRESS_MEDIA", "CHANNEL_ANSWER", "CHANNEL_EXECUTE_COMPLETE",
            "CHANNEL_HOLD", "CHANNEL_UNHOLD",
            "CHANNEL_HANGUP_COMPLETE", "DTMF", "HEARTBEAT", "BACKGROUND_JOB", "CUSTOM", "conference::maintenance")));
  }
}
