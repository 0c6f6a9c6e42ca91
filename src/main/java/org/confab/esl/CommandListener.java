package org.confab.esl;

import java.time.Duration;
import java.util.Optional;
import link.thingscloud.freeswitch.esl.transport.CommandResponse;

/** Hears how FreeSWITCH took each command, for metrics and traces; on the connection's context. Must not throw. */
public interface CommandListener {

  /** What became of a command. */
  enum Result {
    /** FreeSWITCH did it, or answered the question. */
    OK,
    /** FreeSWITCH said {@code -ERR} or {@code -USAGE}. */
    REFUSED,
    /** No answer in time. */
    LATE,
    /** The connection ended before the answer came. */
    LOST
  }

  CommandListener NONE = new CommandListener() {};

  /** A command had its reply, or will have none ({@code reply} is empty); {@code took} from its writing to then. */
  default void replied(Command command, Result result, Optional<CommandResponse> reply, Duration took) {}

  /** A job of {@link BackgroundJobs} ended, or is given up ({@code printed} is empty); {@code took} from its command to then. */
  default void jobEnded(Job job, Result result, String printed, Duration took) {}

  /** A function that runs in FreeSWITCH's background. What it is given may hold keys that are sent: never for a log line as it is. */
  record Job(String function, String arguments) {}

  /** Both hear; this one first. */
  default CommandListener and(CommandListener other) {
    CommandListener first = this;
    return new CommandListener() {
      @Override
      public void replied(Command command, Result result, Optional<CommandResponse> reply, Duration took) {
        first.replied(command, result, reply, took);
        other.replied(command, result, reply, took);
      }

      @Override
      public void jobEnded(Job job, Result result, String printed, Duration took) {
        first.jobEnded(job, result, printed, took);
        other.jobEnded(job, result, printed, took);
      }
    };
  }
}
