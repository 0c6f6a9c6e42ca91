package org.confab.freeswitch;

import java.util.Map;
import java.util.Optional;

/** What FreeSWITCH says of a channel: the headers of a channel event, or of {@code uuid_dump}, variables as {@code variable_<name>}. */
public record ChannelFacts(String uuid, Map<String, String> headers) {

  public ChannelFacts {
    headers = Map.copyOf(headers);
  }

  /** A header with a value. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).filter(value -> !value.isEmpty());
  }

  /** A channel variable with a value. */
  public Optional<String> variable(String name) {
    return header("variable_" + name);
  }

  /** Whether the call has been answered. */
  public boolean answered() {
    return header("Answer-State").filter("answered"::equals).isPresent();
  }
}
