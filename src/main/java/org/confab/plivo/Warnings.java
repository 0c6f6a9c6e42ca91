package org.confab.plivo;

import java.util.ArrayList;
import java.util.List;

/** The warnings of one document while it is read; a hostile document gets at most {@link #LIMIT} of them. */
final class Warnings {

  static final int LIMIT = 100;

  private final List<Warning> warnings = new ArrayList<>();
  private int lastLine;
  private int leftOut;

  /** {@code text} is for a log line: pass what the application wrote through {@link Printable} first. */
  void add(int line, String text) {
    add(new Warning(line, text));
  }

  void add(Warning warning) {
    if (warnings.size() < LIMIT) {
      warnings.add(warning);
    } else {
      lastLine = warning.line();
      leftOut++;
    }
  }

  List<Warning> toList() {
    List<Warning> all = new ArrayList<>(warnings);
    if (leftOut > 0) {
      all.add(new Warning(lastLine, "and " + leftOut + " more warnings"));
    }
    return List.copyOf(all);
  }
}
