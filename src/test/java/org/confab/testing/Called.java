package org.confab.testing;

import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/** Phones that are being called, until somebody waits for them. */
final class Called {

  private Called() {}

  /** Takes the first with that number out; fails the test if there is none in time. */
  static <T extends Callee> T await(Queue<T> called, String number) {
    long until = System.nanoTime() + Caller.PATIENCE.toNanos();
    while (true) {
      for (T each : called) {
        if (each.from().equals(number) && called.remove(each)) {
          return each;
        }
      }
      if (System.nanoTime() > until) {
        throw new AssertionError(number + " is not called within " + Caller.PATIENCE.toSeconds() + " s; " + called.stream().map(Caller::from).toList()
            + " are");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
