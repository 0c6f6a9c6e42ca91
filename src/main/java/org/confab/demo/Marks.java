package org.confab.demo;

import java.util.ArrayList;
import java.util.List;
import org.confab.terminal.Ink;

/** What was looked for, and whether it was found. */
final class Marks {

  private record Mark(boolean good, String text) {}

  private final List<Mark> marks = new ArrayList<>();

  void add(boolean good, String text) {
    marks.add(new Mark(good, text));
  }

  boolean allGood() {
    return marks.stream().allMatch(Mark::good);
  }

  /** Each on a line; they are forgotten then. */
  void show(Timeline timeline) {
    marks.forEach(mark -> timeline.say(mark.good() ? Ink.GOOD : Ink.BAD, (mark.good() ? "  ✓ " : "  ✗ ") + mark.text()));
    marks.clear();
  }
}
