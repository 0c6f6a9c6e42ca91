package org.confab.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Set;

/** The meters of the process: memory, garbage collection, threads, CPU, open files. Listens to the JVM until it is closed. */
public final class ProcessMeters implements AutoCloseable {

  /** Of Micrometer's those whose names or units are not Prometheus', and which say nothing that the others do not. */
  private static final Set<String> LEFT_OUT = Set.of("jvm.gc.overhead", "process.cpu.time", "system.cpu.count", "system.load.average.1m");

  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Adds them to the registry, before anything else is in it; to be made once for each. */
  public ProcessMeters(MeterRegistry registry) {
    registry.config().meterFilter(new MeterFilter() {
      @Override
      public MeterFilterReply accept(Meter.Id id) {
        return LEFT_OUT.contains(id.getName()) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
      }
    });
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  @Override
  public void close() {
    collections.close();
  }
}
