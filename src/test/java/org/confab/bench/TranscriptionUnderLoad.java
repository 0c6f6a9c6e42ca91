package org.confab.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.confab.callback.CallbackListener;
import org.confab.callback.Delivery;
import org.confab.clock.Clock;
import org.confab.clock.VertxClock;
import org.confab.config.Settings;
import org.confab.config.TranscriptionEngine;
import org.confab.http.Attempts;
import org.confab.http.Http;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequests;
import org.confab.http.Link;
import org.confab.http.RetryPolicy;
import org.confab.http.Signer;
import org.confab.metrics.Meters;
import org.confab.network.AddressGuard;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.TranscriptionType;
import org.confab.store.Store;
import org.confab.testing.Loop;
import org.confab.transcription.Transcriptions;

/**
 * Transcriptions as Confab has them, in a process of its own. Argument: the engine's URL. Each line on standard input, {@code <file> <ms>}, is a
 * recording to be transcribed; once that is told, a line says what was told, the heap's peak, the most that any collection left, both since the
 * line before, the process's greatest resident memory so far, and the CPU seconds since the line before.
 */
public final class TranscriptionUnderLoad {

  private final BlockingQueue<Map<String, String>> told = new LinkedBlockingQueue<>();
  private final AtomicLong left = new AtomicLong();

  private TranscriptionUnderLoad() {}

  public static void main(String[] arguments) throws Exception {
    new TranscriptionUnderLoad().run(URI.create(arguments[0]));
    System.exit(0);
  }

  private void run(URI engine) throws Exception {
    Loop loop = new Loop();
    Clock clock = new VertxClock(loop.vertx());
    Store store = Loop.result(Store.open(loop.context(), clock, Optional.of(ServiceUnderLoad.store()),
        new Store.Options(10_000, 64L << 20, Duration.ofDays(7))));
    Http application = request -> {
      told.add(request.parameters());
      return Future.succeededFuture(new HttpReply(200, Map.of(), new byte[0], request.url(), true));
    };
    TranscriptionEngine auto = new TranscriptionEngine.Endpoint(engine, Optional.empty(), Optional.of("whisper-1"), Optional.empty(),
        Duration.ofHours(1), BigDecimal.ONE);
    Transcriptions transcriptions = loop.run(() -> Transcriptions.open(loop.vertx(),
        new Settings.Transcription(Optional.of(auto), Optional.empty(), Optional.empty(), 2, Duration.ofHours(1)),
        new HttpRequests(loop.vertx(), clock, new AddressGuard(List.of())),
        new Delivery(store.outbox(), new Attempts(application, clock), clock, id -> Signer.NONE, url -> RetryPolicy.DEFAULT,
            new Delivery.Options(Duration.ofHours(1), true), CallbackListener.NONE), store.states(), clock, new Meters(new SimpleMeterRegistry())));
    watch();
    OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      System.gc();
      left.set(0);
      pools().forEach(MemoryPoolMXBean::resetPeakUsage);
      long cpu = system.getProcessCpuTime();
      loop.run(() -> transcriptions.add(new Transcriptions.Job(UUID.randomUUID().toString(), Path.of(words[0]), "wav",
          Duration.ofMillis(Long.parseLong(words[1])), "call", TranscriptionType.AUTO, Link.own("http://127.0.0.1/told"), HttpMethod.POST, "MA1")));
      Map<String, String> parameters = told.take();
      long used = system.getProcessCpuTime() - cpu;
      System.gc();
      long peak = pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
      System.out.println(parameters.get("transcription") + parameters.get("error").replace(' ', '_') + " " + parameters.get("transcription_charge") + " "
          + peak + " " + left.get() + " " + resident() + " " + used);
    }
  }

  /** The most that a collection leaves: what is held, and what young collections have not yet got rid of. */
  private void watch() {
    ManagementFactory.getGarbageCollectorMXBeans().forEach(collector -> ((NotificationEmitter) collector).addNotificationListener((event, nothing) -> {
      GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from((CompositeData) event.getUserData());
      List<String> heap = pools().stream().map(MemoryPoolMXBean::getName).toList();
      long after = info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream().filter(pool -> heap.contains(pool.getKey()))
          .mapToLong(pool -> pool.getValue().getUsed()).sum();
      left.accumulateAndGet(after, Math::max);
    }, event -> event.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION), null));
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP).collect(Collectors.toList());
  }

  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst().orElse(0);
  }
}
