package org.confab.simulator;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a box's operator decides: its modules, its XML, whether it takes calls. It outlives the switch's restarts; used on the switch's context. */
final class Installation {

  private static final String NO_DIALPLAN = "<section name=\"dialplan\" description=\"Regex/XML Dialplan\"></section>";
  private static final String EVENT_SOCKET = "<configuration name=\"event_socket.conf\" description=\"Socket Client\">\n  <settings>\n"
      + "    <param name=\"nat-map\" value=\"false\"></param>\n    <param name=\"listen-ip\" value=\"127.0.0.1\"></param>\n"
      + "    <param name=\"listen-port\" value=\"8021\"></param>\n    <param name=\"password\" value=\"ClueCon\"></param>\n  </settings>\n</configuration>";

  private final Set<String> modules = Stream.of("mod_conference", "mod_sndfile", "mod_shout", "mod_tone_stream", "mod_dptools", "mod_commands",
      "mod_event_socket", "mod_sofia", "mod_loopback", "mod_dialplan_xml", "mod_local_stream").collect(Collectors.toCollection(HashSet::new));
  private String dialplan = NO_DIALPLAN;
  private String eventSocket = EVENT_SOCKET;
  private String directory = "/etc/freeswitch";
  private Optional<String> version = Optional.empty();
  private boolean paused;

  boolean hasModule(String name) {
    return modules.contains(name);
  }

  void module(String name, boolean loaded) {
    if (loaded) {
      modules.add(name);
    } else {
      modules.remove(name);
    }
  }

  /** {@code xml_locate}, of what is simulated; FreeSWITCH's word for what it does not find (mod_commands.c, xml_locate_function). */
  String locate(String arguments) {
    return switch (arguments) {
      case "dialplan" -> dialplan;
      case "configuration configuration name event_socket.conf" -> eventSocket;
      default -> "can't find anything\n";
    };
  }

  void dialplan(String section) {
    dialplan = section;
  }

  void eventSocket(String configuration) {
    eventSocket = configuration;
  }

  /** Where it reads its configuration. */
  String directory() {
    return directory;
  }

  void directory(String path) {
    directory = path;
  }

  /** Another than the one that is simulated. */
  Optional<String> version() {
    return version;
  }

  void version(String text) {
    version = Optional.of(text);
  }

  boolean isPaused() {
    return paused;
  }

  void pause(boolean now) {
    paused = now;
  }
}
