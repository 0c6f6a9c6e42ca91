package org.confab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Confab in a process of its own ({@link ServiceUnderLoad}), and what it says of itself. It logs as an operator's does, into a file beside its store. */
final class ServiceProcess implements AutoCloseable {

  static final List<String> SMALL = List.of("-Xmx256m");

  /**
   * How the process stands.
   *
   * @param connected       to FreeSWITCH
   * @param operatorPort    where its metrics are
   * @param cpuSeconds      so far
   * @param peakMegabytes   of the heap
   * @param liveMegabytes   what the heap's last collections left
   * @param heapMegabytes   of the heap, now
   * @param residentMegabytes of the process; 0 where that is not known
   * @param publicUrl       what the URLs of recordings begin with
   */
  record Report(boolean connected, int operatorPort, double cpuSeconds, double peakMegabytes, double liveMegabytes, double heapMegabytes,
      double residentMegabytes, long fileDescriptors, int threads, String publicUrl) {}

  private final Process process;
  private final Path log;
  private final BufferedReader out;
  private final OutputStream in;

  private ServiceProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.in = process.getOutputStream();
  }

  /** Starts it with a new store beside a switch with FreeSWITCH's own password, and waits until it is connected. */
  static ServiceProcess start(List<String> options, int switchPort, String answerUrl) throws IOException {
    return start(options, switchPort, "ClueCon", answerUrl, ServiceUnderLoad.store()).awaitConnection();
  }

  /** Starts it; comes back at once. */
  static ServiceProcess start(List<String> options, int switchPort, String password, String answerUrl, Path store) throws IOException {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(options);
    command.addAll(List.of("-Dlogback.configurationFile=" + Path.of("src/main/resources/logback.xml").toAbsolutePath(), "-cp", System.getProperty("java.class.path"),
        ServiceUnderLoad.class.getName(), Integer.toString(switchPort), password, answerUrl, store.toString()));
    Path log = store.resolveSibling("confab.log");
    return new ServiceProcess(new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile())).start(), log);
  }

  ServiceProcess awaitConnection() throws IOException {
    while (!report().connected()) {
      LockSupport.parkNanos(5_000_000);
    }
    return this;
  }

  Report report() throws IOException {
    return ask("report");
  }

  /** After a collection of all garbage. */
  Report collected() throws IOException {
    return ask("collect");
  }

  /** After a collection of all garbage; the heap's peak begins anew. */
  Report begun() throws IOException {
    return ask("begin");
  }

  private Report ask(String question) throws IOException {
    in.write((question + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
    String line = out.readLine();
    if (line == null) {
      throw new IllegalStateException("Confab's process ended, see " + log);
    }
    String[] words = line.split(" ");
    return new Report(Boolean.parseBoolean(words[0]), Integer.parseInt(words[1]), Long.parseLong(words[2]) / 1e9, Long.parseLong(words[3]) / 1e6,
        Long.parseLong(words[4]) / 1e6, Long.parseLong(words[5]) / 1e6, Long.parseLong(words[6]) / 1e6, Long.parseLong(words[7]),
        Integer.parseInt(words[8]), words[9]);
  }

  /** What the threads of the process have used so far, in seconds, as the kernel counts it, by the first 15 letters of their names; nothing without /proc. */
  Map<String, Double> threads() throws IOException {
    Map<String, Double> seconds = new TreeMap<>();
    Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    if (Files.isDirectory(tasks)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
        for (Path task : all) {
          String stat = Files.readString(task.resolve("stat"));
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
          double used = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
          seconds.merge(stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')).replaceAll("[-#]?[0-9]+$", ""), used, Double::sum);
        }
      }
    }
    return seconds;
  }

  /** As kill -9 does it. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    process.waitFor();
    in.close();
    out.close();
  }
}
