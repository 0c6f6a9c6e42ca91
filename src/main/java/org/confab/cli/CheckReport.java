package org.confab.cli;

import java.util.Optional;
import org.confab.check.Explanation;
import org.confab.check.Source;

/**
 * What came of a check.
 *
 * @param source as it was named; not safe to print
 */
record CheckReport(String source, Optional<Source.Reply> reply, Outcome outcome) {

  /** How it ended. */
  sealed interface Outcome {}

  /** There was no document. */
  record Unavailable(String reason) implements Outcome {}

  /** The document cannot be run. */
  record Refused(String reason, int line, int column) implements Outcome {}

  /** The document can be run. */
  record Runs(Explanation explanation) implements Outcome {}

  boolean passes(boolean strict) {
    return outcome instanceof Runs runs && !(strict && !runs.explanation().warnings().isEmpty());
  }
}
