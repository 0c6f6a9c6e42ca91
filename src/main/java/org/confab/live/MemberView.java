package org.confab.live;

import java.time.Instant;
import org.confab.plivo.Direction;

/**
 * A call that is in a conference.
 *
 * @param id      ConferenceMemberID
 * @param muted   by its element, or by an order; not because of SIP hold
 * @param held    the caller has put us on hold
 * @param talking as far as it is known: see {@link LiveConferences#all()}
 * @param floor   it has the floor
 * @param since   when it entered
 */
public record MemberView(String id, String callUuid, String from, String to, String callerName, Direction direction, boolean muted, boolean deaf,
    boolean held, boolean talking, boolean floor, Instant since) {}
