package org.confab.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The API commands, those of mod_commands and {@code conference}, with FreeSWITCH's reply texts. */
final class Api {

  private final Core core;
  private final UuidApi uuids;
  private final ConferenceApi conferences;
  private final NullCalls nullCalls;
  private final Map<String, Function<String, String>> commands;

  Api(Core core) {
    this.core = core;
    this.uuids = new UuidApi(core);
    this.conferences = new ConferenceApi(core);
    this.nullCalls = new NullCalls(core);
    this.commands = Map.ofEntries(
        Map.entry("status", arguments -> Status.status(core)),
        Map.entry("version", this::version),
        Map.entry("uptime", arguments -> Duration.between(core.started(), core.now()).toSeconds() + "\n"),
        Map.entry("global_getvar", this::globalVariable),
        Map.entry("show", this::show),
        Map.entry("xml_locate", arguments -> core.installation().locate(arguments)),
        Map.entry("sched_del", arguments -> "+OK Deleted: " + core.schedule().delete(arguments) + "\n"),
        Map.entry("module_exists", arguments -> Boolean.toString(core.installation().hasModule(arguments))),
        Map.entry("file_exists", arguments -> Boolean.toString(!arguments.isEmpty() && core.disk().exists(arguments))),
        Map.entry("hupall", this::hangUpAll),
        Map.entry("create_uuid", arguments -> UUID.randomUUID().toString()),
        Map.entry("echo", arguments -> arguments),
        Map.entry("strepoch", arguments -> Long.toString(core.now().getEpochSecond())),
        Map.entry("fsctl", this::control),
        Map.entry("conference", conferences::execute));
  }

  /** The text that the command writes; nothing is reported as {@code -ERR no reply} by the caller. */
  String execute(String line) {
    String[] parts = line.strip().split(" ", 2);
    String name = parts[0].toLowerCase(Locale.ROOT);
    String arguments = parts.length == 2 ? parts[1].strip() : "";
    Function<String, String> command = commands.get(name);
    if (command != null) {
      return command.apply(arguments);
    }
    Optional<String> reply = nullCalls.execute(name, arguments).or(() -> uuids.execute(name, arguments));
    return reply.orElse("-ERR " + parts[0] + " Command not found!\n");
  }

  private String version(String arguments) {
    return arguments.contains("short") ? core.versionText() + "\n"
        : "FreeSWITCH Version " + core.versionText() + "~64bit (-release 64bit)\n";
  }

  private String globalVariable(String name) {
    return switch (name) {
      case "core_uuid" -> core.uuid();
      case "hostname" -> "fs1";
      case "conf_dir" -> core.installation().directory();
      case "domain", "local_ip_v4" -> "192.0.2.10";
      default -> "";
    };
  }

  private String show(String arguments) {
    List<String> words = Words.split(arguments, ' ', 5);
    boolean json = words.size() >= 3 && words.get(1).equals("as") && words.get(2).equals("json");
    if (words.isEmpty() || !words.get(0).equals("channels")) {
      return "-USAGE: codec|endpoint|application|api|dialplan|file|timer|calls [count]|channels [count|like <match string>]|calls|"
          + "detailed_calls|bridged_calls|detailed_bridged_calls|aliases|complete|chat|management|modules|nat_map|say|interfaces|"
          + "interface_types|tasks|limits|status\n";
    }
    if (words.size() > 1 && words.get(1).equals("count")) {
      return "\n" + core.channels().size() + " total.\n";
    }
    return json ? ChannelRows.json(core.channels()) : ChannelRows.csv(core.channels());
  }

  private String hangUpAll(String arguments) {
    List<String> words = Words.split(arguments, ' ', 11);
    HangupCause cause = words.isEmpty() ? HangupCause.MANAGER_REQUEST
        : HangupCause.of(words.get(0)).orElse(HangupCause.MANAGER_REQUEST);
    if (words.size() < 3) {
      core.channels().forEach(channel -> channel.hangUp(cause));
      return "+OK hangup all channels with cause " + cause.name() + "\n";
    }
    core.channels().stream().filter(channel -> channel.variables().text(words.get(1)).equals(words.get(2)))
        .forEach(channel -> channel.hangUp(cause));
    return "+OK hangup all channels matching [" + words.get(1) + "]=[" + words.get(2) + "] with cause: " + cause.name() + "\n";
  }

  /** {@code fsctl shutdown now}: the connections just close. */
  private String control(String arguments) {
    if (arguments.startsWith("shutdown")) {
      core.die();
      return "+OK\n";
    }
    return switch (arguments) {
      case "pause_check", "pause_check inbound" -> Boolean.toString(core.installation().isPaused());
      case "max_sessions" -> "+OK max sessions: 1000\n";
      default -> "+OK\n";
    };
  }
}
