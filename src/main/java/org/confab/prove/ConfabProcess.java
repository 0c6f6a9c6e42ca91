package org.confab.prove;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Confab in a process of its own, that is killed and started again. */
final class ConfabProcess implements AutoCloseable {

  private final List<String> command;
  private final Map<String, String> settings;
  private final Path log;
  private final int port;
  private final int httpPort;
  private Optional<Process> process = Optional.empty();

  /**
   * @param java     what runs {@code org.confab.Main}: {@code java -jar confab.jar}, or the same by a class path
   * @param arguments of {@code run}
   * @param settings as environment variables
   * @param log      its output, of all starts
   */
  ConfabProcess(List<String> java, List<String> arguments, Map<String, String> settings, Path log) throws IOException {
    this.command = new ArrayList<>(java);
    command.add("run");
    command.addAll(arguments);
    this.settings = settings;
    this.log = log;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
      this.httpPort = other.getLocalPort();
    }
  }

  void start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.directory(log.toAbsolutePath().getParent().toFile());
    builder.environment().putAll(settings);
    builder.environment().put("CONFAB_CALLBACKS_EXTENDED", "true");
    builder.environment().put("CONFAB_ANSWER_METHOD", "POST");
    builder.environment().put("CONFAB_OPERATOR_BIND", "127.0.0.1");
    builder.environment().put("CONFAB_OPERATOR_PORT", Integer.toString(port));
    builder.environment().put("CONFAB_HTTP_BIND", "127.0.0.1");
    builder.environment().put("CONFAB_HTTP_PORT", Integer.toString(httpPort));
    process = Optional.of(builder.start());
  }

  /** Where its output is. */
  Path log() {
    return log;
  }

  boolean isAlive() {
    return process.filter(Process::isAlive).isPresent();
  }

  /** Whether it is connected to FreeSWITCH, and everything else that it needs is there. */
  boolean isReady() {
    try {
      HttpURLConnection health = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/health/ready").toURL().openConnection();
      health.setConnectTimeout(1000);
      health.setReadTimeout(1000);
      return health.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The operator's port. */
  int port() {
    return port;
  }

  /** {@code kill -9}. */
  void kill() {
    process.ifPresent(Process::destroyForcibly);
  }

  /** SIGTERM. */
  void terminate() {
    process.ifPresent(Process::destroy);
  }

  /** Waits for its end, that long; with its exit code, or nothing if it still runs. */
  Optional<Integer> awaitEnd(Duration patience) throws InterruptedException {
    return process.isPresent() && process.get().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) ? Optional.of(process.get().exitValue())
        : Optional.empty();
  }

  @Override
  public void close() throws InterruptedException {
    terminate();
    if (awaitEnd(Duration.ofSeconds(15)).isEmpty()) {
      kill();
    }
  }
}
