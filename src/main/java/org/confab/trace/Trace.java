package org.confab.trace;

import java.util.function.Supplier;

/** Takes in what happens; from any thread. Never blocks and never throws: what is too much is dropped, and counted. */
@FunctionalInterface
interface Trace {

  /**
   * @param entry made later, on another thread: what it needs must not change any more
   * @param bytes about how much of the heap the closure keeps, texts that others keep anyway apart
   */
  void add(Supplier<TraceEntry> entry, int bytes);
}
