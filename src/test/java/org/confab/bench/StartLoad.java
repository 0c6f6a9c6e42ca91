package org.confab.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.confab.clock.VertxClock;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;
import org.confab.testing.Loop;

/**
 * How long {@code confab run} takes from the start of its process until it is ready (connected to a switch, which is simulated), and what memory it has
 * when it has had nothing to do for a while: the jar, with the JVM's own choices, with the package's options, and with its class archive, too.
 */
public final class StartLoad {

  /** Those of src/deb/root/usr/bin/confab. */
  private static final List<String> PACKAGE = List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:-UsePerfData", "-XX:+UseSerialGC", "-Xms16m", "-Xmx256m",
      "-XX:TrimNativeHeapInterval=30000");
  private static final double MOST_SECONDS = 1.5;
  private static final double MOST_MEGABYTES = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private record Start(double ready, double cpu, double resident) {}

  private StartLoad() {}

  /** Arguments: how many starts of each (default 5), how many seconds of nothing before the memory is read (default 35). */
  public static void main(String[] arguments) throws Exception {
    int starts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    int idle = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 35;
    System.exit(run(starts, idle) ? 0 : 1);
  }

  private static boolean run(int starts, int idle) throws Exception {
    Vertx vertx = Vertx.vertx();
    SimulatedFreeSwitch box = Loop.result(SimulatedFreeSwitch.start(vertx, SimulatorOptions.defaults(new VertxClock(vertx))));
    Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")).toAbsolutePath(), "start");
    Machine machine = new Machine();
    try {
      Path archive = directory.resolve("confab.jsa");
      // as src/deb/root/usr/lib/confab/archive makes it: away from any FreeSWITCH
      start(directory, 1, Stream.concat(PACKAGE.stream(), Stream.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable")).toList(), false, 2);
      measured("the JVM's own choices", directory, box.port(), List.of(), starts, idle);
      measured("the package's options", directory, box.port(), PACKAGE, starts, idle);
      List<Start> all = measured("and its class archive", directory, box.port(),
          Stream.concat(PACKAGE.stream(), Stream.of("-XX:SharedArchiveFile=" + archive)).toList(), starts, idle);
      double ready = all.stream().mapToDouble(Start::ready).sorted().skip(all.size() / 2).findFirst().orElseThrow();
      double resident = all.stream().mapToDouble(Start::resident).max().orElseThrow();
      System.out.printf(Locale.ROOT, "ready after %.2f s, median (required: at most %.1f); %.1f MB idle, most (required: at most %.0f)%n%s%n", ready,
          MOST_SECONDS, resident, MOST_MEGABYTES, machine);
      return ready <= MOST_SECONDS && resident <= MOST_MEGABYTES;
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
      Loop.result(vertx.close());
    }
  }

  private static List<Start> measured(String what, Path directory, int port, List<String> options, int starts, int idle) throws Exception {
    List<Start> all = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      // the memory of the first one only: it takes long to have nothing to do
      all.add(start(directory, port, options, true, i == 0 ? idle : 0));
    }
    System.out.printf(Locale.ROOT, "%-24s ready after %s s; CPU until then %s s; %.1f MB resident after %d s%n", what,
        list(all.stream().map(Start::ready).toList()), list(all.stream().map(Start::cpu).toList()), all.get(0).resident(), idle);
    return List.of(all.toArray(Start[]::new));
  }

  private static String list(List<Double> values) {
    return String.join(", ", values.stream().sorted().map(each -> String.format(Locale.ROOT, "%.2f", each)).toList());
  }

  private static Start start(Path directory, int switchPort, List<String> options, boolean connects, int idle) throws IOException, InterruptedException {
    Path home = Files.createTempDirectory(directory, "home");
    int operator = freePort();
    Files.writeString(home.resolve("confab.yaml"), "freeswitch: { port: " + switchPort + " }\noperator: { port: " + operator + " }\nhttp: { port: "
        + freePort() + " }\n");
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(options);
    command.addAll(List.of("-jar", Path.of("target/confab.jar").toAbsolutePath().toString(), "run", "--config", "confab.yaml"));
    long start = System.nanoTime();
    Process process = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).redirectOutput(home.resolve("out").toFile()).start();
    try {
      String url = "http://127.0.0.1:" + operator + (connects ? "/health/ready" : "/health/live");
      while (!answers(url)) {
        if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new IllegalStateException("it is not ready: " + Files.readString(home.resolve("out")));
        }
        LockSupport.parkNanos(5_000_000);
      }
      double ready = (System.nanoTime() - start) / 1e9;
      double cpu = process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
      TimeUnit.SECONDS.sleep(idle);
      return new Start(ready, cpu, idle == 0 ? 0 : resident(process.pid()));
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static boolean answers(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(1000);
      return connection.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static double resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow() / 1024.0;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
