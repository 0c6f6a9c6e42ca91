package org.confab.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.confab.clock.VertxClock;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;
import org.confab.testing.Loop;

/**
 * A long recording, fetched from a Confab with a small heap by several at once, whole and in parts; beside it a short one, fetched the
 * same way. The heap's peak must be the same: what is sent passes through none of it.
 */
public final class RecordingLoad {

  private static final int BYTES_A_SECOND = 32_000;
  private static final int HEADER = 44;
  private static final int RANGES = 200;
  private static final int RANGE = 100_000;
  private static final double MOST_MORE = 8;

  private record Sample(Path path, long bytes, long checksum) {}

  private record Fetched(long bytes, long checksum) {}

  private RecordingLoad() {}

  /** Arguments: how many hours (default 4), and how often at once (default 4). */
  public static void main(String[] arguments) throws Exception {
    int hours = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4;
    int atOnce = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
    System.exit(run(hours, atOnce) ? 0 : 1);
  }

  private static boolean run(int hours, int atOnce) throws Exception {
    Vertx vertx = Vertx.vertx();
    SimulatedFreeSwitch box = Loop.result(SimulatedFreeSwitch.start(vertx, SimulatorOptions.defaults(new VertxClock(vertx))));
    ExecutorService clients = Executors.newFixedThreadPool(atOnce);
    List<Sample> samples = new ArrayList<>();
    try (ServiceProcess confab = ServiceProcess.start(List.of("-Xmx128m"), box.port(), "http://127.0.0.1:1/answer")) {
      Sample brief = sample(samples, 1);
      Sample lasting = sample(samples, hours * 3600L);
      fetch(confab, clients, brief, atOnce); // to warm up
      double small = measured("30 times " + atOnce + " at once " + brief.bytes() / 1_000 + " KB", confab, () -> {
        boolean whole = true;
        for (int i = 0; i < 30; i++) {
          whole &= fetch(confab, clients, brief, atOnce);
        }
        return whole;
      });
      double large = measured(atOnce + " at once " + lasting.bytes() / 1_000_000 + " MB", confab, () -> fetch(confab, clients, lasting,
          atOnce));
      double ranges = measured(RANGES + " ranges of " + RANGE / 1000 + " KB", confab, () -> ranges(confab, lasting));
      System.out.printf(Locale.ROOT, "peak heap, long beside short: %.1f MB more (at most %.0f)%n", Math.max(large, ranges) - small,
          MOST_MORE);
      return Math.max(large, ranges) - small <= MOST_MORE;
    } finally {
      for (Sample each : samples) {
        Files.deleteIfExists(each.path());
      }
      clients.shutdownNow();
      Loop.result(vertx.close());
    }
  }

  /** Noise, so that nobody can compress it or leave it out; not known to Confab, which serves it all the same. */
  private static Sample sample(List<Sample> samples, long seconds) throws IOException {
    Path directory = Files.createDirectories(Path.of("target", "sounds", "recordings"));
    Path path = directory.resolve(UUID.randomUUID() + ".wav");
    long bytes = seconds * BYTES_A_SECOND;
    CRC32 checksum = new CRC32();
    Random random = new Random(seconds);
    byte[] block = new byte[BYTES_A_SECOND];
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
      header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) (HEADER - 8 + bytes))
          .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
          .putInt(16).putShort((short) 1).putShort((short) 1).putInt(BYTES_A_SECOND / 2).putInt(BYTES_A_SECOND).putShort((short) 2)
          .putShort((short) 16).put("data".getBytes(StandardCharsets.US_ASCII)).putInt((int) bytes);
      checksum.update(header.array());
      file.write(header.flip());
      for (long second = 0; second < seconds; second++) {
        random.nextBytes(block);
        checksum.update(block);
        file.write(ByteBuffer.wrap(block));
      }
    }
    samples.add(new Sample(path, HEADER + bytes, checksum.getValue()));
    return samples.get(samples.size() - 1);
  }

  /** The heap's peak meanwhile. */
  private static double measured(String what, ServiceProcess confab, Callable<Boolean> work) throws Exception {
    ServiceProcess.Report before = confab.begun();
    long start = System.nanoTime();
    if (!work.call()) {
      throw new IllegalStateException(what + ": not everything arrived as it is on the disk");
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    ServiceProcess.Report after = confab.report();
    ServiceProcess.Report collected = confab.collected();
    System.out.printf(Locale.ROOT,
        "%-28s %6.1f s, CPU of Confab %5.2f s; heap of Confab: before %.1f MB, peak %.1f MB, after %.1f MB; resident %.0f MB%n",
        what, seconds, after.cpuSeconds() - before.cpuSeconds(), before.heapMegabytes(), after.peakMegabytes(), collected.heapMegabytes(),
        after.residentMegabytes());
    return after.peakMegabytes();
  }

  private static boolean fetch(ServiceProcess confab, ExecutorService clients, Sample sample, int atOnce)
      throws IOException, InterruptedException, ExecutionException {
    String url = url(confab, sample);
    List<Future<Fetched>> all = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      all.add(clients.submit(() -> get(url, "")));
    }
    boolean whole = true;
    for (Future<Fetched> each : all) {
      whole &= each.get().equals(new Fetched(sample.bytes(), sample.checksum()));
    }
    return whole;
  }

  private static boolean ranges(ServiceProcess confab, Sample sample) throws IOException {
    String url = url(confab, sample);
    Random random = new Random(1);
    boolean whole = true;
    for (int i = 0; i < RANGES; i++) {
      long first = (long) (random.nextDouble() * (sample.bytes() - RANGE));
      whole &= get(url, "bytes=" + first + "-" + (first + RANGE - 1)).equals(new Fetched(RANGE, checksum(sample.path(), first)));
    }
    return whole;
  }

  private static long checksum(Path path, long first) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(RANGE);
    try (FileChannel file = FileChannel.open(path)) {
      while (block.hasRemaining() && file.read(block, first + block.position()) > 0) {
        continue;
      }
    }
    CRC32 checksum = new CRC32();
    checksum.update(block.array());
    return checksum.getValue();
  }

  private static String url(ServiceProcess confab, Sample sample) throws IOException {
    return confab.report().publicUrl() + "/recordings/" + sample.path().getFileName();
  }

  private static Fetched get(String url, String range) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    if (!range.isEmpty()) {
      connection.setRequestProperty("Range", range);
    }
    CRC32 checksum = new CRC32();
    long bytes = 0;
    byte[] block = new byte[1 << 16];
    try (InputStream in = connection.getInputStream()) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        checksum.update(block, 0, read);
        bytes += read;
      }
    }
    return new Fetched(bytes, checksum.getValue());
  }
}
