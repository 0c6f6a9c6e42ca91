package org.confab.conference;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * digitsMatch: which patterns a member's keys make, and which keys are left to be relayed. Patterns are found anywhere in what is pressed, the
 * leftmost first, and of those that begin together the longest. Keys that may yet become a pattern are held; after a pause a shorter pattern in
 * them counts, and the rest is let go. What was let go can still become a pattern for {@link #MEMORY} pauses: a slow finger is no other code.
 *
 * @param tail    keys that may be the beginning of a pattern
 * @param relayed how many of them have been let go already, from the left
 * @param presses keys so far, by which a pause knows whether it is still one
 * @param last    when the last key was pressed
 */
record Digits(String tail, int relayed, int presses, Optional<Instant> last) {

  static final int MEMORY = 5;

  /** Nothing pressed yet. */
  static Digits none() {
    return new Digits("", 0, 0, Optional.empty());
  }

  /** What became of keys, in their order. */
  sealed interface Outcome {}

  /** They made this pattern. */
  record Matched(String pattern) implements Outcome {}

  /** They belong to no pattern. */
  record Released(String keys) implements Outcome {}

  /** The keys that are left, and what became of the others. */
  record Step(Digits digits, List<Outcome> outcomes) {}

  Step press(char key, List<String> patterns, Instant now, Duration pause) {
    boolean forgotten = last.filter(before -> before.plus(pause.multipliedBy(MEMORY)).isBefore(now)).isPresent();
    String before = forgotten ? "" : tail;
    return resolve(before + key, forgotten ? 0 : relayed, presses + 1, Optional.of(now), patterns, false);
  }

  /** The inter-digit time has passed since the last key. */
  Step pause(List<String> patterns) {
    return resolve(tail, relayed, presses, last, patterns, true);
  }

  /** Whether a pause would change anything. */
  boolean waits() {
    return relayed < tail.length();
  }

  private static Step resolve(String keys, int relayed, int presses, Optional<Instant> last, List<String> patterns, boolean paused) {
    List<Outcome> outcomes = new ArrayList<>();
    StringBuilder released = new StringBuilder();
    String rest = keys;
    int gone = relayed;
    while (!rest.isEmpty()) {
      String now = rest;
      boolean longerPossible = patterns.stream().anyMatch(pattern -> pattern.length() > now.length() && pattern.startsWith(now));
      Optional<String> match = patterns.stream().filter(now::startsWith).max(Comparator.comparingInt(String::length));
      if (longerPossible && !(paused && match.isPresent())) {
        if (paused) {
          released.append(rest, Math.min(gone, rest.length()), rest.length());
          gone = rest.length();
        }
        break;
      }
      int length = match.map(String::length).orElse(1);
      if (match.isPresent()) {
        flush(released, outcomes);
        outcomes.add(new Matched(match.get()));
      } else if (gone == 0) {
        released.append(rest.charAt(0));
      }
      rest = rest.substring(length);
      gone = Math.max(0, gone - length);
    }
    flush(released, outcomes);
    return new Step(new Digits(rest, gone, presses, last), outcomes);
  }

  private static void flush(StringBuilder released, List<Outcome> outcomes) {
    if (!released.isEmpty()) {
      outcomes.add(new Released(released.toString()));
      released.setLength(0);
    }
  }
}
