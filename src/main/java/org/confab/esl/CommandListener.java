package org.confab.esl;

import java.time.Duration;

/** Hears how FreeSWITCH took each command, for metrics; on the connection's context. Must not throw. */
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

  /** A command had its reply, or will have none; {@code took} from its writing to then. */
  default void replied(Result result, Duration took) {}

  /** A job of {@link BackgroundJobs} ended, or is given up; {@code took} from its command to then. */
  default void jobEnded(Result result, Duration took) {}
}
