package org.confab.freeswitch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What FreeSWITCH says of a channel: the headers of a channel event, or of {@code uuid_dump}, variables as {@code variable_<name>}. */
public record ChannelFacts(String uuid, Map<String, String> headers) {

  private static final Set<String> IDLE = Set.of("park", "set");

  private static final Pattern TOLD = Pattern.compile("Caller-(Caller-ID-|Destination-Number|Context|Channel-(Created|Answered)-Time).*|Call-Direction"
      + "|Answer-State|variable_(confab_(?!step).*|sip_h_.*|sip_req_user)");

  private static final Set<String> OF_USE = Set.of("Unique-ID", "Call-Direction", "Answer-State", "Hangup-Cause", "variable_conference_call_key",
      "variable_conference_name", "variable_current_application", "variable_last_sched_id", "variable_sip_req_user", "variable_sip_hangup_disposition");

  public ChannelFacts {
    headers = Map.copyOf(headers);
  }

  /** The headers that say who calls and what the dialplan wants; those of a busy channel are ten times as many. */
  public Map<String, String> told() {
    Map<String, String> told = new HashMap<>(headers);
    told.keySet().removeIf(name -> !TOLD.matcher(name).matches());
    return told;
  }

  /** Whether a header of {@code uuid_dump} is among those that anything here looks at: most are not. */
  static boolean isOfUse(String name) {
    return name.startsWith("Caller-") || name.startsWith("Channel-") || name.startsWith("variable_confab_") || name.startsWith("variable_sip_h_")
        || OF_USE.contains(name);
  }

  /** A header with a value. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).filter(value -> !value.isEmpty());
  }

  /** A channel variable with a value. */
  public Optional<String> variable(String name) {
    return header("variable_" + name);
  }

  /** Whether the call waits in {@code park}: what {@code current_application} says then is park, or the last step of the chain before. */
  public boolean isIdle() {
    return variable("current_application").filter(IDLE::contains).isPresent() && variable("conference_call_key").isEmpty();
  }

  /** The name of the room that the call is in; one that it left is no longer told. */
  public Optional<String> room() {
    return variable("conference_call_key").flatMap(key -> variable("conference_name"));
  }

  /** Whether the far end has put the call on hold (switch_channel.c, callstate HELD). */
  public boolean held() {
    return header("Channel-Call-State").filter("HELD"::equals).isPresent();
  }

  /** Whether the call has been answered. */
  public boolean answered() {
    return header("Answer-State").filter("answered"::equals).isPresent();
  }
}
