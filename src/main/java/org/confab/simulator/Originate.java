package org.confab.simulator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.confab.clock.Clock;

/**
 * {@code originate}: calls a phone, which is whatever the simulator's owner makes of it, and leads the call to an inline extension when that answers. Of one
 * phone only, and without early media (mod_commands.c, originate_function; switch_ivr_originate.c).
 */
final class Originate {

  private static final String COMMAND = "originate ";
  private static final String NULL = "null/";
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Core core;

  Originate(Core core) {
    this.core = core;
  }

  /** Whether that is a command that is answered when the phone is. */
  static boolean is(String command) {
    return command.startsWith(COMMAND) && !command.replaceFirst("originate \\{[^}]*}", "").stripLeading().startsWith(NULL)
        && !command.startsWith(COMMAND + NULL);
  }

  /** @param reply told what the command prints, once */
  void run(String command, Consumer<String> reply) {
    List<String> words = Words.split(command.substring(COMMAND.length()), ' ', 8);
    if (words.size() < 2) {
      reply.accept("-USAGE: <call url> <exten>|&<application_name>(<app_args>) [<dialplan>] [<context>] [<cid_name>] [<cid_num>] [<timeout_sec>]\n");
      return;
    }
    Map<String, String> variables = new LinkedHashMap<>();
    String string = words.get(0);
    if (string.startsWith("{")) {
      int end = string.indexOf('}');
      Words.split(string.substring(1, Math.max(1, end)), ',', 1000).forEach(pair -> {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          variables.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
      });
      string = string.substring(end + 1);
    }
    String dialplan = words.size() > 2 ? words.get(2) : "XML";
    String extension = words.get(1).startsWith("&") ? words.get(1).substring(1) : words.get(1);
    call(string, variables, extension, words.get(1).startsWith("&") ? "inline" : dialplan, reply);
  }

  private void call(String string, Map<String, String> variables, String extension, String dialplan, Consumer<String> reply) {
    String uuid = variables.getOrDefault("origination_uuid", UUID.randomUUID().toString());
    Optional<Consumer<SimulatedCall>> world = core.dialled();
    if (world.isEmpty() || core.channel(uuid).isPresent()) {
      // FreeSWITCH's words for a dial string that leads nowhere, and for an id that is taken
      reply.accept(world.isEmpty() ? "-ERR NO_ROUTE_DESTINATION\n" : "-ERR DESTINATION_OUT_OF_ORDER\n");
      return;
    }
    String number = variables.getOrDefault("origination_caller_id_number", "0000000000");
    IncomingCall call = new IncomingCall(number, string.substring(string.lastIndexOf('/') + 1).replaceFirst("@.*", ""),
        variables.getOrDefault("origination_caller_id_name", number), variables);
    Phone phone = new Phone();
    Channel channel = new Channel(core, uuid, call, phone, true);
    boolean[] replied = new boolean[1];
    Consumer<String> once = text -> {
      if (!replied[0]) {
        replied[0] = true;
        reply.accept(text);
      }
    };
    String seconds = variables.getOrDefault("originate_timeout", "");
    Duration patience = seconds.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : LONGEST;
    Clock.Timer timeout = core.after(patience, () -> {
      if (channel.state().answered().isEmpty()) {
        channel.hangUp(HangupCause.NO_ANSWER);
      }
    });
    channel.onAnswer(() -> {
      timeout.cancel();
      once.accept("+OK " + uuid + "\n");
      channel.transfer(extension, dialplan, "default");
    });
    phone.onMove(position -> {
      if (position.startsWith("hungup ")) {
        timeout.cancel();
        once.accept("-ERR " + position.substring("hungup ".length()) + "\n");
      }
    });
    world.get().accept(new SimulatedCall(uuid, call, phone, action -> core.later(() -> core.channel(uuid).ifPresent(action))));
  }
}
