package org.confab.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Whether a process takes more and more: what the last third of its readings has on the average beyond the first third. */
final class Flatness {

  private final List<ServiceProcess.Report> readings;
  private boolean flat = true;

  Flatness(List<ServiceProcess.Report> readings) {
    this.readings = readings;
  }

  /** Prints what grew by how much, and whether that is within the bounds. */
  boolean isFlat(double heapMegabytes, double residentMegabytes, double fileDescriptors, double threads) {
    System.out.println("  last third of the minutes against the first:");
    check("heap, MB", ServiceProcess.Report::heapMegabytes, heapMegabytes);
    check("resident, MB", ServiceProcess.Report::residentMegabytes, residentMegabytes);
    check("file descriptors", ServiceProcess.Report::fileDescriptors, fileDescriptors);
    check("threads", ServiceProcess.Report::threads, threads);
    return flat;
  }

  private void check(String what, ToDoubleFunction<ServiceProcess.Report> value, double most) {
    int third = Math.max(1, readings.size() / 3);
    double grown = mean(readings.subList(readings.size() - third, readings.size()), value) - mean(readings.subList(0, third), value);
    System.out.printf(Locale.ROOT, "  %-18s %+8.1f (at most %.0f)%n", what, grown, most);
    flat &= grown <= most;
  }

  private static double mean(List<ServiceProcess.Report> some, ToDoubleFunction<ServiceProcess.Report> value) {
    return some.stream().mapToDouble(value).average().orElseThrow();
  }
}
