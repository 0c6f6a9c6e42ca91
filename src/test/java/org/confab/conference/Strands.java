package org.confab.conference;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is under way in a {@link ModelSwitch}: commands, joins, leaves, events. Each strand keeps its order; there is none among them. */
final class Strands {

  /** How the name of a strand begins that tells events. */
  static final String TELLS = "events of ";
  /** The strand of orders to leave; how the names of those begin that are about recording. */
  static final String COMMANDS = "commands";

  private record Step(long number, Optional<Occurrence> told, Runnable done) {}

  private final Map<String, Deque<Step>> strands = new LinkedHashMap<>();
  private long steps;

  /** Something that is about to be done. */
  void add(String strand, Runnable step) {
    add(strand, new Step(steps++, Optional.empty(), step));
  }

  /** An occurrence that is about to be told. */
  void add(String strand, Occurrence told, Runnable step) {
    add(strand, new Step(steps++, Optional.of(told), step));
  }

  private void add(String strand, Step step) {
    strands.computeIfAbsent(strand, name -> new ArrayDeque<>()).add(step);
  }

  private List<Deque<Step>> busy(String prefix) {
    return strands.entrySet().stream().filter(strand -> strand.getKey().startsWith(prefix)).map(Map.Entry::getValue)
        .filter(strand -> !strand.isEmpty()).toList();
  }

  void goesOn(int pick) {
    List<Deque<Step>> busy = busy("");
    if (!busy.isEmpty()) {
      busy.get(pick % busy.size()).remove().done().run();
    }
  }

  /** One strand after the other, a step of each. */
  void allGoesOn() {
    for (int i = 0; !busy("").isEmpty(); i++) {
      if (i > 100_000) {
        throw new AssertionError("no end of it");
      }
      goesOn(i);
    }
  }

  /** The oldest step first: as long as nothing is slow, this is what is seen of FreeSWITCH. */
  void allGoesOnInOrder() {
    for (List<Deque<Step>> busy = busy(""); !busy.isEmpty(); busy = busy("")) {
      busy.stream().min(Comparator.comparingLong(strand -> strand.element().number())).orElseThrow().remove().done().run();
    }
  }

  /** True if there was one. */
  boolean losesEvent(int pick) {
    List<Deque<Step>> busy = busy(TELLS);
    if (busy.isEmpty()) {
      return false;
    }
    busy.get(pick % busy.size()).remove();
    return true;
  }

  /** Those of rooms; the others answer a command of ours, and do so once. */
  void repeatsEvent(int pick) {
    List<Deque<Step>> busy = busy(TELLS).stream().filter(strand -> strand.element().told().flatMap(Ledger::roomOf).isPresent()).toList();
    if (!busy.isEmpty()) {
      Deque<Step> strand = busy.get(pick % busy.size());
      strand.addFirst(strand.element());
    }
  }

  /** Only what the rules say again is ever lost for good: the orders to leave, and those to record. */
  void losesCommand(int pick) {
    List<Deque<Step>> busy = busy(COMMANDS);
    if (!busy.isEmpty()) {
      busy.get(pick % busy.size()).remove();
    }
  }
}
