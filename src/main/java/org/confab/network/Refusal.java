package org.confab.network;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why nothing is sent to an address.
 *
 * @param reason what kind of address it is, as in {@code a private address (RFC 1918)}
 * @param allowing what the operator would have to add to {@code http.allow}; empty: no setting allows it
 */
public record Refusal(String reason, List<Network> allowing) {

  public Refusal {
    allowing = List.copyOf(allowing);
  }

  /** The line of configuration that would allow it. */
  public String remedy() {
    return allowing.isEmpty() ? "no setting allows that"
        : "if it may be, add " + allowing.stream().map(Network::toString).collect(Collectors.joining(", ")) + " to http.allow in confab.yaml";
  }
}
