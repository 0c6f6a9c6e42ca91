package org.confab.testing;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A FreeSWITCH that runs a copy of the vanilla configuration which its installation brought along. Three things differ from vanilla, all of them so that
 * it disturbs nobody else on the machine: the Event Socket's address and port, which modules are loaded (none that reaches a network) and RTP's ports.
 */
final class VanillaFreeSwitch implements AutoCloseable {

  static final String PASSWORD = "ClueCon";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> MODULES = List.of("mod_logfile", "mod_event_socket", "mod_commands", "mod_dptools", "mod_dialplan_xml",
      "mod_expr", "mod_hash", "mod_db", "mod_conference", "mod_loopback", "mod_sndfile", "mod_tone_stream");
  private static final List<String> DIRECTORIES =
      List.of("log", "db", "run", "temp", "sounds", "storage", "recordings", "cache", "certs", "scripts", "grammar", "htdocs");

  private final Path directory;
  private final Process process;
  private final int port;
  private final Thread onExit;
  private final EventSocket commands;

  private VanillaFreeSwitch(Path directory, Process process, int port) throws IOException {
    this.directory = directory;
    this.process = process;
    this.port = port;
    this.onExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(onExit);
    this.commands = connect();
  }

  /** The vanilla configuration of the installation, if there is one. */
  static Optional<Path> configuration(Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("FREESWITCH_HOME", "")).filter(home -> !home.isEmpty())
        .flatMap(home -> Stream.of("etc/freeswitch", "conf").map(Path.of(home)::resolve))
        .filter(conf -> Files.isRegularFile(conf.resolve("dialplan/public.xml")) && Files.isRegularFile(conf.resolve("vars.xml"))).findFirst();
  }

  /** Starts it in {@code directory}, which is empty. */
  static VanillaFreeSwitch start(Path directory, Path vanilla) throws IOException {
    FreeSwitchInstallation installation = FreeSwitchInstallation.find(System.getenv()).orElseThrow();
    copy(vanilla, directory.resolve("conf"));
    int port = freePort();
    Path settings = directory.resolve("conf/autoload_configs");
    Files.writeString(settings.resolve("event_socket.conf.xml"), Files.readString(settings.resolve("event_socket.conf.xml"))
        .replace("value=\"::\"", "value=\"127.0.0.1\"").replace("value=\"8021\"", "value=\"" + port + "\""));
    Files.writeString(settings.resolve("modules.conf.xml"), "<configuration name=\"modules.conf\"><modules>"
        + String.join("", MODULES.stream().map(module -> "<load module=\"" + module + "\"/>").toList()) + "</modules></configuration>\n");
    List<String> command = new ArrayList<>(List.of(installation.binary().toString(), "-nf", "-nc", "-nonat", "-np",
        "-conf", directory.resolve("conf").toString()));
    for (String name : DIRECTORIES) {
      command.addAll(List.of("-" + name, Files.createDirectory(directory.resolve(name)).toString()));
    }
    installation.modules().ifPresent(modules -> command.addAll(List.of("-mod", modules.toString())));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile())
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
    return new VanillaFreeSwitch(directory, process, port);
  }

  int port() {
    return port;
  }

  String fsCli(String command) {
    return commands.api(command);
  }

  /**
   * Everything that is configuration, sound or recording, and by name alone what it runs with (databases): one line for each file and directory, with
   * mode, owner and, where it is to stay as it is, a hash of its content.
   */
  List<String> files() throws IOException {
    TreeSet<String> all = new TreeSet<>();
    for (String name : List.of("conf", "sounds", "recordings", "storage", "scripts", "grammar", "htdocs", "certs")) {
      all.addAll(tree(directory, directory.resolve(name), true));
    }
    all.addAll(tree(directory, directory.resolve("db"), false));
    return List.copyOf(all);
  }

  static List<String> tree(Path from, Path root, boolean content) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.map(path -> describe(from, path, content)).collect(toCollection(ArrayList::new));
    }
  }

  private static String describe(Path from, Path path, boolean content) {
    try {
      Map<String, Object> posix = Files.readAttributes(path, "posix:permissions,owner,group", LinkOption.NOFOLLOW_LINKS);
      String hash = !content || !Files.isRegularFile(path) ? "" : HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
      return from.relativize(path) + " " + new TreeSet<>(((Set<?>) posix.get("permissions")).stream().map(Object::toString).toList())
          + " " + posix.get("owner") + " " + posix.get("group") + " " + hash;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private EventSocket connect() throws IOException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        EventSocket socket = EventSocket.connect("127.0.0.1", port, PASSWORD, event -> { });
        if (socket.api("status").contains("is ready")) {
          return socket;
        }
        socket.close();
      } catch (IOException | RuntimeException notYet) {
        if (!process.isAlive() || System.nanoTime() > until) {
          process.destroyForcibly();
          throw new IOException("FreeSWITCH with its vanilla configuration did not start: " + Files.readString(directory.resolve("out")), notYet);
        }
      }
      LockSupport.parkNanos(100_000_000);
    }
  }

  @Override
  public void close() throws IOException {
    commands.close();
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
