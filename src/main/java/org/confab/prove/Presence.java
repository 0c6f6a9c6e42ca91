package org.confab.prove;

import java.util.ArrayList;
import java.util.List;

/**
 * When Confab was there, in nanoseconds of this process. Callers wait for it for 30 s, then the dialplan leads them to the fallback: so it matters
 * whether it was there for long enough, on a box that may take seconds to start it.
 */
final class Presence {

  private static final long SECOND = 1_000_000_000L;
  /** What the dialplan's {@code sched_transfer} gives it. */
  private static final long WAY_OUT = 30 * SECOND;
  private static final long LEAST = 5 * SECOND;

  private record Stretch(long from, long to) {
    long within(long begin, long end) {
      return Math.min(to, end) - Math.max(from, begin);
    }
  }

  private final List<Stretch> stretches = new ArrayList<>();
  private long slowest;
  private long readySince;
  private boolean isReady;

  /** It was started at the one time, and ready at the other. */
  void ready(long started, long at) {
    slowest = at - started;
    readySince = at;
    isReady = true;
  }

  /** It was told to end. */
  void gone(long at) {
    if (isReady) {
      stretches.add(new Stretch(readySince, at));
    }
    isReady = false;
  }

  /** How long it needs to do all that is due, on this box: as long as its last start took, and 5 s at least. */
  long needed() {
    return Math.max(LEAST, slowest);
  }

  /** Whether it was there for {@link #needed} in one piece within the time before. */
  boolean served(long before, long now) {
    List<Stretch> all = new ArrayList<>(stretches);
    if (isReady) {
      all.add(new Stretch(readySince, now));
    }
    return all.stream().anyMatch(stretch -> stretch.within(now - before, now) >= needed());
  }

  /** Whether a caller who reaches the fallback now should not: somebody could have led him on. */
  boolean strands(long now) {
    return served(WAY_OUT, now);
  }
}
