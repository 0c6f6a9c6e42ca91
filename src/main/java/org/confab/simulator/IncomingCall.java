package org.confab.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Collections;
import java.util.Objects;

/**
 * A SIP call that reaches the dialplan that Confab ships.
 *
 * @param from       the caller's number
 * @param to         the number that was dialled
 * @param callerName the caller's display name
 * @param variables  channel variables that the dialplan sets before {@code park}, in this order ({@code confab_answer_url},
 *                   {@code confab_fallback}, ...); a {@code confab_fallback} is scheduled 30 s ahead as the way out
 */
public record IncomingCall(String from, String to, String callerName, Map<String, String> variables) {
  public IncomingCall {
    Objects.requireNonNull(from);
    Objects.requireNonNull(to);
    Objects.requireNonNull(callerName);
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }
}
