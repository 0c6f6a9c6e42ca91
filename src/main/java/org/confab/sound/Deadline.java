package org.confab.sound;

import java.time.Duration;

/** When work on a thread of its own has to end. By the machine's clock: such work is bounded in real time. */
final class Deadline {

  private final Duration limit;
  private final long end;

  private Deadline(Duration limit) {
    this.limit = limit;
    this.end = System.nanoTime() + limit.toNanos();
  }

  static Deadline in(Duration limit) {
    return new Deadline(limit);
  }

  boolean isOver() {
    return System.nanoTime() - end >= 0;
  }

  /** Ends work that takes too long. */
  void check(String what) {
    if (isOver()) {
      throw new Unusable(what + " takes longer than " + limit.toMillis() + " ms");
    }
  }
}
