package org.confab.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * How busy the machine is while something is measured: its load average, and by how much a thread that wants to be woken after a millisecond is woken too
 * late. What the machine itself adds to every figure.
 */
final class Machine {

  private static final long PAUSE_NANOS = 1_000_000;

  private volatile Latencies late = new Latencies();

  Machine() {
    Thread thread = new Thread(this::watch, "machine");
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
  }

  private void watch() {
    while (true) {
      long start = System.nanoTime();
      LockSupport.parkNanos(PAUSE_NANOS);
      late.add(System.nanoTime() - start - PAUSE_NANOS);
    }
  }

  /** From now on. */
  void begin() {
    late = new Latencies();
  }

  /** Since {@link #begin}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "the machine: load %.1f; a thread woken late by %.1f ms p50, %.1f ms p99, %.1f ms at most",
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), late.at(0.5), late.at(0.99), late.at(1));
  }
}
