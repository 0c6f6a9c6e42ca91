package org.confab.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Times that were measured, in milliseconds. Safe on any thread. */
final class Latencies {

  private final List<Double> all = new ArrayList<>();

  synchronized void add(long nanos) {
    all.add(nanos / 1e6);
  }

  synchronized int count() {
    return all.size();
  }

  synchronized void clear() {
    all.clear();
  }

  /** The value below which that share of them is; 1: the highest. NaN if there are none. */
  synchronized double at(double share) {
    List<Double> sorted = new ArrayList<>(all);
    Collections.sort(sorted);
    return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.min(sorted.size() - 1.0, Math.floor(share * sorted.size())));
  }

  synchronized void addAll(Latencies others) {
    all.addAll(others.all);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%8.1f ms p50, %7.1f ms p99, %7.1f ms at most, of %d", at(0.5), at(0.99), at(1), count());
  }
}
