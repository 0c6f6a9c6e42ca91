package org.confab.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a context changed in one turn, and who waits for it to be written. Belongs to the context until it is handed over; its changes
 * then to nobody.
 */
final class Step {

  /** What became of a step. */
  enum Outcome {
    /** It is on the disk. */
    STORED,
    /** The disk does not take it now; it is kept in memory and written as soon as the disk takes it. */
    HELD,
    /** Nothing yet, for too long; one of the others will follow. */
    LATE
  }

  private final List<Change> changes = new ArrayList<>();
  private final List<Consumer<Outcome>> waiting = new ArrayList<>();
  private boolean late;
  private Instant handedOver = Instant.MAX;

  void add(List<Change> more, Consumer<Outcome> then) {
    changes.addAll(more);
    waiting.add(then);
  }

  List<Change> changes() {
    return changes;
  }

  void handOver(Instant now) {
    handedOver = now;
  }

  Instant handedOver() {
    return handedOver;
  }

  void tell(Outcome outcome) {
    waiting.forEach(each -> each.accept(outcome));
  }

  /** Says once that it is late. */
  void late() {
    if (!late) {
      late = true;
      tell(Outcome.LATE);
    }
  }
}
