package org.confab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/** Confab in a process of its own ({@link ServiceUnderLoad}), and what it says of itself. */
final class ServiceProcess implements AutoCloseable {

  /** CPU of the process so far; the heap's peak, and what its last collections left. */
  record Report(double cpuSeconds, double peakMegabytes, double liveMegabytes, boolean connected) {}

  private final Process process;
  private final BufferedReader out;
  private final OutputStream in;

  private ServiceProcess(Process process) {
    this.process = process;
    this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.in = process.getOutputStream();
  }

  /** Starts it, and waits until it is connected to the switch on that port. */
  static ServiceProcess start(String option, int switchPort, String answerUrl) throws IOException {
    ServiceProcess confab = new ServiceProcess(new ProcessBuilder(System.getProperty("java.home") + "/bin/java", option, "-cp",
        System.getProperty("java.class.path"), ServiceUnderLoad.class.getName(), Integer.toString(switchPort), answerUrl)
        .redirectError(Redirect.INHERIT).start());
    while (!confab.report().connected()) {
      Thread.onSpinWait();
    }
    return confab;
  }

  Report report() throws IOException {
    in.write('\n');
    in.flush();
    String line = out.readLine();
    if (line == null) {
      throw new IllegalStateException("Confab's process ended");
    }
    String[] words = line.split(" ");
    return new Report(Long.parseLong(words[0]) / 1e9, Long.parseLong(words[1]) / 1e6, Long.parseLong(words[2]) / 1e6, Boolean.parseBoolean(words[3]));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    process.waitFor();
    in.close();
    out.close();
  }
}
