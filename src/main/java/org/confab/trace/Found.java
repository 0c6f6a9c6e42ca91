package org.confab.trace;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a trace knows of what was asked for. */
public sealed interface Found {

  /** Where it was looked for. */
  Searched searched();

  /**
   * The story of a call, or of a conference and those who were in it.
   *
   * @param what    CALL or CONFERENCE
   * @param name    the call's id, or the conference's name
   * @param calls   the call, or those of the conference, in the order in which they came
   * @param entries in the order of their times
   * @param leftOut how many earlier entries there are that are not here, since they are too many
   */
  record Story(What what, String name, List<TracedCall> calls, List<TraceEntry> entries, long leftOut, Searched searched) implements Found {
    public Story {
      calls = List.copyOf(calls);
      entries = List.copyOf(entries);
    }
  }

  /** Several calls of that number, the oldest first; of very many the newest. */
  record Several(String number, List<TracedCall> calls, Searched searched) implements Found {
    public Several {
      calls = List.copyOf(calls);
    }
  }

  /** Nothing at all. */
  record Nothing(String query, Searched searched) implements Found {}

  /** What a name was found to be. */
  enum What { CALL, CONFERENCE }

  /**
   * A call, as far as the trace has it.
   *
   * @param began  its first entry
   * @param from   the caller's number; empty if its beginning is not kept any more
   * @param conferences that it was in, or on its way into, in that order
   * @param ended  how; empty if that is not known, for one because it goes on
   */
  record TracedCall(String call, Instant began, String from, String to, List<String> conferences, Optional<Instant> endedAt, String ended) {
    public TracedCall {
      conferences = List.copyOf(conferences);
    }
  }

  /**
   * Which files were read.
   *
   * @param from      the first entry's time, {@code to} the last one's
   * @param unreadable lines that are not whole: at most one for each time that Confab was killed
   */
  record Searched(int segments, Optional<Instant> from, Optional<Instant> to, long unreadable) {}
}
