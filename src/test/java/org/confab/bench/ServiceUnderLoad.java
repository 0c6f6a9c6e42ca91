package org.confab.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.confab.Confab;
import org.confab.clock.VertxClock;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.confab.testing.Loop;

/**
 * Confab in a process of its own. Arguments: the switch's port and password, the answer URL, the store's file. Each line on standard input is answered
 * by one on standard output, {@link ServiceProcess.Report}; the line {@code collect} collects garbage first, and {@code begin} lets
 * the heap's peak begin anew after it.
 */
public final class ServiceUnderLoad {

  static final String AUTH_ID = "MAAAAAAAAAAAAAAAAAAA";
  static final String AUTH_TOKEN = "token";
  /** A system property: whether no trace is kept. */
  static final String WITHOUT_TRACE = "confab.bench.withoutTrace";

  private ServiceUnderLoad() {}

  public static void main(String[] arguments) throws IOException {
    Vertx vertx = Vertx.vertx();
    Settings.Trace usual = Settings.Trace.USUAL;
    Settings settings = new Settings(
        new Settings.FreeSwitch("127.0.0.1", Integer.parseInt(arguments[0]), new Secret(arguments[1]), "confab", Duration.ofSeconds(10)),
        new Settings.Answer(Optional.of(URI.create(arguments[2])), "POST", Optional.empty(), "POST", Optional.empty(), "POST", true,
            new Unsupported.Skip()),
        new Settings.Conference(20, false), new Settings.Operator("127.0.0.1", 0),
        List.of(new Account(AUTH_ID, List.of(new Secret(AUTH_TOKEN)))), Settings.Sounds.in(Path.of("target", "sounds")),
        new Settings.Callbacks(Duration.ofHours(1), true), new Settings.Http(List.of()), new Settings.Store(Optional.of(Path.of(arguments[3]))))
        .withTrace(new Settings.Trace(!Boolean.getBoolean(WITHOUT_TRACE), usual.keep(), usual.maxSize()));
    Confab confab = Loop.result(Confab.start(vertx, settings, settings.accounts(), new VertxClock(vertx)));
    UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("collect") || line.equals("begin")) {
        System.gc();
      }
      if (line.equals("begin")) {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
      }
      System.out.println(String.join(" ", List.of(Boolean.toString(confab.isConnected()), Integer.toString(confab.operatorPort()),
          Long.toString(system.getProcessCpuTime()), Long.toString(heap(MemoryPoolMXBean::getPeakUsage)),
          Long.toString(heap(MemoryPoolMXBean::getCollectionUsage)), Long.toString(heap(MemoryPoolMXBean::getUsage)),
          Long.toString(resident()), Long.toString(system.getOpenFileDescriptorCount()),
          Integer.toString(ManagementFactory.getThreadMXBean().getThreadCount()), confab.publicUrl())));
    }
    Loop.result(confab.stop());
    Loop.result(vertx.close());
  }

  /** A file of its own on the disk on which the project is, since what a commit takes is to be measured. */
  static Path store() throws IOException {
    return Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "store").resolve("confab.db");
  }

  private static long heap(Function<MemoryPoolMXBean, MemoryUsage> usage) {
    return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
        .flatMap(pool -> Optional.ofNullable(usage.apply(pool)).stream()).mapToLong(MemoryUsage::getUsed).sum();
  }

  /** In bytes; 0 where there is no /proc. */
  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status) ? Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst().orElse(0) : 0;
  }
}
