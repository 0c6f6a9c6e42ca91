package org.confab.simulator;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls of mod_loopback's {@code null} endpoint, as far as somebody asks by them whether a file can be written: they have no events and
 * are in no list. mod_commands.c, originate_function, session_record_function.
 */
final class NullCalls {

  private static final Pattern ORIGINATE = Pattern.compile("(?:\\{([^}]*)})?null/\\S+ &sleep\\((\\d{1,6})\\)");
  private static final Pattern UUID_VARIABLE = Pattern.compile("(?:^|,)origination_uuid=([^,]+)");

  private final Core core;
  private final Set<String> calls = new HashSet<>();

  NullCalls(Core core) {
    this.core = core;
  }

  /** Empty where that is no command about such a call. */
  Optional<String> execute(String name, String arguments) {
    String[] words = arguments.split(" ");
    return switch (name) {
      case "originate" -> Optional.of(originate(arguments));
      case "uuid_record" -> Optional.of(record(List.of(words)));
      case "uuid_exists" -> calls.contains(arguments) ? Optional.of("true") : Optional.empty();
      case "uuid_kill" -> calls.remove(words[0]) ? Optional.of("+OK\n") : Optional.empty();
      default -> Optional.empty();
    };
  }

  private String originate(String arguments) {
    Matcher matcher = ORIGINATE.matcher(arguments);
    if (!matcher.matches()) {
      return "-ERR CHAN_NOT_IMPLEMENTED\n";
    }
    Matcher named = UUID_VARIABLE.matcher(Optional.ofNullable(matcher.group(1)).orElse(""));
    String uuid = named.find() ? named.group(1) : UUID.randomUUID().toString();
    calls.add(uuid);
    core.after(Duration.ofMillis(Long.parseLong(matcher.group(2))), () -> calls.remove(uuid));
    return "+OK " + uuid + "\n";
  }

  private String record(List<String> words) {
    if (words.size() < 3 || !words.get(1).equals("start")) {
      return "-USAGE: <uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]\n";
    }
    if (!calls.contains(words.get(0))) {
      return "-ERR Cannot locate session!\n";
    }
    String path = words.get(2);
    return core.disk().canRecord(path) && core.disk().record(path, Duration.ZERO).isPresent() ? "+OK Success\n"
        : "-ERR Cannot record session!\n";
  }
}
