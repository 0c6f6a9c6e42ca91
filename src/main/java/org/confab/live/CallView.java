package org.confab.live;

import java.time.Instant;
import java.util.Optional;
import org.confab.plivo.CallStatus;
import org.confab.plivo.Direction;

/**
 * A call as it stands.
 *
 * @param conference in which it is
 */
public record CallView(String account, String uuid, String from, String to, String callerName, Direction direction, CallStatus status,
    Optional<String> conference, Instant since) {}
