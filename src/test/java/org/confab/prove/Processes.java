package org.confab.prove;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.confab.testing.Switch;

/** Confab's command line in a process of its own, as the tests were compiled. */
final class Processes {

  private Processes() {}

  /** {@code confab run} beside that switch, with everything that it keeps in a folder. */
  static ConfabProcess confab(Switch box, Path folder, Path log, Map<String, String> settings) throws IOException {
    return confab(box, box.host(), box.eventSocketPort(), folder, log, settings);
  }

  /** The same with the switch's Event Socket at another place. */
  static ConfabProcess confab(Switch box, String host, int port, Path folder, Path log, Map<String, String> settings) throws IOException {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("CONFAB_STORE_PATH", store(folder).toString());
    all.putAll(Map.of("CONFAB_FREESWITCH_HOST", host, "CONFAB_FREESWITCH_PORT", Integer.toString(port),
        "CONFAB_FREESWITCH_PASSWORD", box.password(), "CONFAB_SOUNDS_DIRECTORY", folder.resolve("sounds").toString()));
    return new ConfabProcess(java(), List.of(), all, log);
  }

  static Path store(Path folder) {
    return folder.resolve("confab.db");
  }

  /** Any other command; with what it printed. */
  static String command(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("CONFAB_STORE_PATH", store(folder).toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(List.of(arguments) + " ended with " + process.exitValue() + ": " + said);
    }
    return said;
  }

  private static List<String> java() {
    return List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1",
        "-Dlogback.configurationFile=" + Path.of("src/main/resources/logback.xml").toAbsolutePath(), "-cp", System.getProperty("java.class.path"),
        "org.confab.Main");
  }
}
