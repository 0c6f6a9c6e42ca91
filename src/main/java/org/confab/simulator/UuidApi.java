package org.confab.simulator;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The API commands about one channel (mod_commands.c). */
final class UuidApi {

  private static final String NO_CHANNEL = "-ERR No such channel!\n";
  private static final String SETVAR_MULTI = "-USAGE: <uuid> <var>=<value>;<var>=<value>...\n";
  private static final String TRANSFER = "-USAGE: <uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]\n";

  private final Core core;

  UuidApi(Core core) {
    this.core = core;
  }

  /** Empty where there is no such command. */
  Optional<String> execute(String name, String arguments) {
    return switch (name) {
      case "uuid_exists" -> Optional.of(Boolean.toString(located(arguments).isPresent()));
      case "uuid_dump" -> Optional.of(dump(arguments));
      case "uuid_getvar" -> Optional.of(getVariable(arguments));
      case "uuid_setvar" -> Optional.of(setVariable(arguments));
      case "uuid_setvar_multi" -> Optional.of(setVariables(arguments));
      case "uuid_kill" -> Optional.of(kill(arguments));
      case "uuid_transfer" -> Optional.of(transfer(arguments));
      case "uuid_break" -> Optional.of(arguments.isEmpty() ? "-USAGE: <uuid> [all]\n" : on(arguments.split(" ")[0], channel -> {
        core.later(channel.applications()::breakOff);
        return "+OK\n";
      }));
      case "uuid_answer" -> Optional.of(located(arguments).map(channel -> {
        channel.answer();
        return "+OK\n";
      }).orElse("-ERROR\n"));
      case "uuid_send_dtmf" -> Optional.of(sendKeys(arguments));
      case "uuid_displace" -> Optional.of(displace(arguments));
      case "sched_transfer" -> Optional.of(schedTransfer(arguments));
      case "sched_hangup" -> Optional.of(schedHangup(arguments));
      default -> Optional.empty();
    };
  }

  private String on(String uuid, Function<Channel, String> action) {
    return located(uuid).map(action).orElse(NO_CHANNEL);
  }

  private String dump(String arguments) {
    List<String> words = Words.split(arguments, ' ', 2);
    if (words.isEmpty()) {
      return "-USAGE: <uuid> [format]\n";
    }
    return on(words.get(0), channel -> {
      Event event = ChannelData.full(core.event("CHANNEL_DATA", "", Origin.DUMP), channel);
      return words.size() > 1 && words.get(1).equalsIgnoreCase("json") ? event.json() : event.plain();
    });
  }

  private String getVariable(String arguments) {
    List<String> words = Words.split(arguments, ' ', 4);
    if (words.size() < 2) {
      return "-USAGE: <uuid> <var>\n";
    }
    return on(words.get(0), channel -> channel.variable(words.get(1)).orElse("_undef_"));
  }

  private String setVariable(String arguments) {
    List<String> words = Words.split(arguments, ' ', 3);
    if (words.size() < 2) {
      return "-USAGE: <uuid> <var> [value]\n";
    }
    return on(words.get(0), channel -> {
      channel.variables().set(words.get(1), words.size() == 3 ? words.get(2) : "");
      return "+OK\n";
    });
  }

  private String setVariables(String arguments) {
    int space = arguments.indexOf(' ');
    if (space < 0) {
      return arguments.isEmpty() ? SETVAR_MULTI : "";
    }
    Optional<Channel> channel = located(arguments.substring(0, space));
    if (channel.isEmpty()) {
      return NO_CHANNEL + SETVAR_MULTI;
    }
    StringBuilder out = new StringBuilder();
    boolean any = false;
    for (String pair : Words.split(arguments.substring(space + 1), ';', 64)) {
      int equals = pair.indexOf('=');
      String variable = equals < 0 ? pair : pair.substring(0, equals);
      if (variable.isEmpty()) {
        out.append("-ERR No variable specified\n");
      } else {
        channel.get().variables().set(variable, equals < 0 ? "" : pair.substring(equals + 1));
        any = true;
      }
    }
    return out.append(any ? "+OK\n" : SETVAR_MULTI).toString();
  }

  private String kill(String arguments) {
    if (arguments.isEmpty()) {
      return "-USAGE: <uuid> [cause]\n";
    }
    String[] words = arguments.split(" ", 2);
    HangupCause cause = words.length == 2 ? HangupCause.of(words[1]).orElse(HangupCause.NORMAL_CLEARING) : HangupCause.NORMAL_CLEARING;
    return on(words[0], channel -> {
      core.later(() -> channel.hangUp(cause));
      return "+OK\n";
    });
  }

  private String transfer(String arguments) {
    List<String> words = Words.split(arguments, ' ', 5);
    if (words.size() < 2) {
      return TRANSFER;
    }
    return on(words.get(0), channel -> {
      int first = words.get(1).startsWith("-") ? 2 : 1;
      if (words.size() <= first) {
        return "-ERR\n";
      }
      String dialplan = words.size() > first + 1 ? words.get(first + 1) : "";
      String context = words.size() > first + 2 ? words.get(first + 2) : "";
      core.later(() -> channel.transfer(words.get(first), dialplan, context));
      return "+OK\n";
    });
  }

  private String sendKeys(String arguments) {
    List<String> words = Words.split(arguments, ' ', 2);
    if (words.size() < 2) {
      return "-USAGE: <uuid> <dtmf_data>\n";
    }
    return located(words.get(0)).map(channel -> {
      channel.keys().send(words.get(1));
      return "+OK " + words.get(0) + " sent DTMF " + words.get(1) + ".\n";
    }).orElse("-ERR Cannot locate session!\n");
  }

  private String displace(String arguments) {
    List<String> words = Words.split(arguments, ' ', 5);
    if (words.size() < 3 || !List.of("start", "stop").contains(words.get(1))) {
      return "-USAGE: <uuid> [start|stop] <path> [<limit>] [mux]\n";
    }
    Optional<Channel> channel = located(words.get(0));
    if (channel.isEmpty()) {
      return "-ERR Cannot locate session!\n";
    }
    String limit = words.size() > 3 ? words.get(3) : "";
    return words.get(1).equals("stop") ? Overlay.stop(channel.get(), words.get(2))
        : Overlay.start(channel.get(), words.get(2), limit.matches("[0-9]{1,6}") ? Integer.parseInt(limit) : 0, words.size() > 4 ? words.get(4) : "");
  }

  private String schedTransfer(String arguments) {
    List<String> words = Words.split(arguments, ' ', 6);
    if (words.size() < 2 || words.size() > 5) {
      return "-USAGE: [+]<time> <uuid> <extension> [<dialplan>] [<context>]\n";
    }
    return on(words.get(1), channel -> {
      String extension = words.size() > 2 ? words.get(2) : "";
      String dialplan = words.size() > 3 ? words.get(3) : "";
      String context = words.size() > 4 ? words.get(4) : "";
      core.schedule().add(Applications.seconds(channel, words.get(0)), channel.uuid(),
          () -> channel.transfer(extension, dialplan, context));
      return "+OK\n";
    });
  }

  private String schedHangup(String arguments) {
    List<String> words = Words.split(arguments, ' ', 4);
    if (words.size() < 2) {
      return "-USAGE: [+]<time> <uuid> [<cause>]\n";
    }
    return on(words.get(1), channel -> {
      HangupCause cause = HangupCause.of(words.size() > 2 ? words.get(2) : "").orElse(HangupCause.ALLOTTED_TIMEOUT);
      core.schedule().add(Applications.seconds(channel, words.get(0)), channel.uuid(), () -> channel.hangUp(cause));
      return "+OK\n";
    });
  }

  /** One that has been hung up is not found, though it is still there (switch_core_rwlock.c, switch_core_session_read_lock). */
  private Optional<Channel> located(String uuid) {
    return core.channel(uuid).filter(Channel::isUp);
  }
}
