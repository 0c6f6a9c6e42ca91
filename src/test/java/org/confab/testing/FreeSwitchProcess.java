package org.confab.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A FreeSWITCH that was started with the tests' own minimal configuration, in a temporary directory, on free ports of 127.0.0.1. It ends with
 * {@link #close()}, or with the JVM.
 */
final class FreeSwitchProcess implements AutoCloseable {

  static final String CONTEXT = "public";
  static final String PASSWORD = "tests-only";

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final String PARK = "<action application=\"park\"/>";
  private static final List<String> DIRECTORIES =
      List.of("conf", "log", "db", "run", "temp", "sounds", "storage", "recordings", "cache", "certs", "scripts", "grammar", "htdocs");

  private final ProcessBuilder command;
  private volatile Process process;
  private volatile CountDownLatch exitSoundEnds = new CountDownLatch(0);
  private final Path directory;
  private final int eventSocketPort;
  private final int boxPort;
  private final int callersPort;
  private final RtpPorts rtp;
  private final Thread onExit;

  private FreeSwitchProcess(ProcessBuilder command, Path directory, int eventSocketPort, int boxPort, int callersPort, RtpPorts rtp) throws IOException {
    this.command = command;
    this.process = command.start();
    this.directory = directory;
    this.eventSocketPort = eventSocketPort;
    this.boxPort = boxPort;
    this.callersPort = callersPort;
    this.rtp = rtp;
    this.onExit = new Thread(() -> process.destroyForcibly());
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /** Starts it and waits until both SIP profiles run; a port that somebody else took meanwhile is answered by another try. */
  static FreeSwitchProcess start(FreeSwitchInstallation installation) {
    List<String> failures = new ArrayList<>();
    for (int attempt = 1; attempt <= 3; attempt++) {
      FreeSwitchProcess started = launch(installation);
      try {
        started.awaitReady();
        return started;
      } catch (IllegalStateException failed) {
        failures.add(failed.getMessage());
        started.close();
      }
    }
    throw new IllegalStateException("FreeSWITCH did not start: " + failures);
  }

  int eventSocketPort() {
    return eventSocketPort;
  }

  /** A directory of that name that FreeSWITCH and the tests can both use. */
  Path directory(String name) {
    try {
      return Files.createDirectories(directory.resolve(name));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Deletes the files that are in it. */
  void empty(String name) {
    try (Stream<Path> files = Files.list(directory(name))) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The SIP port of the profile under test. */
  int boxPort() {
    return boxPort;
  }

  /** The SIP port of the world outside. */
  int callersPort() {
    return callersPort;
  }

  private static FreeSwitchProcess launch(FreeSwitchInstallation installation) {
    try {
      Path directory = Files.createTempDirectory("confab-freeswitch-");
      for (String name : DIRECTORIES) {
        Files.createDirectory(directory.resolve(name));
      }
      int eventSocketPort = freePort();
      int boxPort = freePort();
      int callersPort = freePort();
      RtpPorts rtp = RtpPorts.take();
      Path dialplan = directory.resolve("conf/shipped-dialplan.xml");
      Files.writeString(dialplan, shippedDialplan());
      String configuration = resource("/freeswitch/freeswitch.xml");
      for (Map.Entry<String, String> value : Map.of(
          "DIRECTORY", directory.toString(),
          "DIALPLAN", dialplan.toString(),
          "CONFERENCE_PROFILE", shipped("merge/conference-profile.xml").toString(),
          "CONTEXT", CONTEXT,
          "PASSWORD", PASSWORD,
          "EVENT_SOCKET_PORT", Integer.toString(eventSocketPort),
          "BOX_PORT", Integer.toString(boxPort),
          "CALLERS_PORT", Integer.toString(callersPort),
          "RTP_FIRST", Integer.toString(rtp.first()),
          "RTP_LAST", Integer.toString(rtp.last())).entrySet()) {
        configuration = configuration.replace("@" + value.getKey() + "@", value.getValue());
      }
      Files.writeString(directory.resolve("conf/freeswitch.xml"), configuration);
      List<String> command = new ArrayList<>(List.of(installation.binary().toString(), "-nf", "-nc", "-nonat", "-np"));
      for (String name : DIRECTORIES) {
        command.addAll(List.of("-" + name, directory.resolve(name).toString()));
      }
      installation.modules().ifPresent(modules -> command.addAll(List.of("-mod", modules.toString())));
      return new FreeSwitchProcess(new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("out").toFile()))
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())), directory, eventSocketPort, boxPort, callersPort, rtp);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The dialplan file that operators copy, with one line more: just before {@code park}, the variables that a test wants on its call. */
  private static String shippedDialplan() throws IOException {
    String file = Files.readString(shipped("dialplan/public/00_confab.xml"));
    if (file.split(PARK, -1).length != 2) {
      throw new IllegalStateException("the shipped dialplan file has not exactly one " + PARK);
    }
    String set = "<action application=\"multiset\" data=\"^^;confab_test=true;${url_decode(${sip_h_X-Test-Variables})}\"/>\n";
    String extension = file.substring(file.indexOf("<extension name=\"confab\">"), file.indexOf("</extension>") + "</extension>".length());
    String bySocket = extension.replace("name=\"confab\"", "name=\"confab_by_socket\"").replace(RealFreeSwitch.CONFAB, RealFreeSwitch.BY_SOCKET)
        .replace(PARK, set + action("set", "confab_to=" + RealFreeSwitch.CONFAB) + action("socket", "${" + Switch.SOCKET + "}") + PARK);
    String transfer = "<extension name=\"somebody_elses\"><condition field=\"destination_number\" expression=\"^" + RealFreeSwitch.TRANSFER + "$\">\n" + set
        + action("transfer", RealFreeSwitch.CONFAB + " XML ${context}") + "</condition></extension>\n";
    return file.replace(PARK, set + PARK).replace("<extension name=\"confab_fallback\">", bySocket + "\n" + transfer + "<extension name=\"confab_fallback\">");
  }

  private static String action(String application, String data) {
    return "<action application=\"" + application + "\" data=\"" + data + "\"/>\n";
  }

  private static Path shipped(String name) {
    Path path = Path.of("freeswitch-conf").resolve(name).toAbsolutePath();
    if (!Files.isRegularFile(path)) {
      throw new IllegalStateException("no " + path + ": tests run in the project's directory");
    }
    return path;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = FreeSwitchProcess.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A port of 127.0.0.1 that neither TCP nor UDP uses now. */
  private static int freePort() throws IOException {
    while (true) {
      try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          DatagramSocket udp = new DatagramSocket(null)) {
        udp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort()));
        return tcp.getLocalPort();
      } catch (java.net.BindException taken) {
        // free for TCP, in use for UDP: another one
      }
    }
  }

  /** Whoever opens the exit sound next, and nobody after him, waits for somebody to write it. */
  void exitSoundHangs() {
    exitSoundOpens();
    CountDownLatch end = new CountDownLatch(1);
    exitSoundEnds = end;
    try {
      int status = new ProcessBuilder("mkfifo", exitSound().toString()).redirectErrorStream(true).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("mkfifo: " + status);
      }
      Thread writer = new Thread(() -> writeNothing(end), "exit sound");
      writer.setDaemon(true);
      writer.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private void writeNothing(CountDownLatch end) {
    // opens when somebody opens it to read
    try (OutputStream out = Files.newOutputStream(exitSound())) {
      Files.deleteIfExists(exitSound());
      end.await();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who waits for it finds nothing in it, and who opens it from now on nothing at all. */
  void exitSoundOpens() {
    exitSoundEnds.countDown();
    try {
      if (Files.exists(exitSound())) {
        // opened for reading as well, so that it waits for nobody itself
        try (RandomAccessFile both = new RandomAccessFile(exitSound().toFile(), "rw")) {
          Files.deleteIfExists(exitSound());
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Path exitSound() {
    return directory.resolve("sounds/exit.wav");
  }

  /** {@code kill -9}; returns when it is gone. */
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** Starts it once more, with the same configuration and ports; returns when its Event Socket's port answers. */
  void startAgain() {
    try {
      process = command.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    long until = System.nanoTime() + READY_WITHIN.toNanos();
    while (true) {
      try (Socket port = new Socket(InetAddress.getLoopbackAddress(), eventSocketPort)) {
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() > until || !process.isAlive()) {
          throw new IllegalStateException("not started again: " + notYet + "\n" + output());
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  void awaitReady() {
    long until = System.nanoTime() + READY_WITHIN.toNanos();
    String last = "no Event Socket on port " + eventSocketPort;
    while (System.nanoTime() < until) {
      if (!process.isAlive()) {
        throw new IllegalStateException("it ended with status " + process.exitValue() + ": " + output());
      }
      try (EventSocket socket = EventSocket.connect("127.0.0.1", eventSocketPort, PASSWORD, event -> { })) {
        last = socket.api("status") + "\n" + socket.api("sofia status");
        if (last.contains("is ready") && last.split("RUNNING", -1).length == 3) {
          return;
        }
      } catch (IOException | RuntimeException notYet) {
        last = notYet.toString();
      }
      LockSupport.parkNanos(100_000_000);
    }
    throw new IllegalStateException("not ready within " + READY_WITHIN + ": " + last + "\n" + output());
  }

  private String output() {
    try {
      List<String> lines = Files.readAllLines(directory.resolve("out"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Runtime.getRuntime().removeShutdownHook(onExit);
      rtp.close();
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
