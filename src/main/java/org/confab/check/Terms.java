package org.confab.check;

import java.net.URI;
import java.util.Optional;
import org.confab.config.Unsupported;

/**
 * Under which the document would run: what the operator has set, and where the document came from.
 *
 * @param base    the document's URL; none for a file, whose relative URLs then stay relative
 * @param authId  whose conferences these are; none where nobody said
 * @param ceiling {@code conference.maxMembers}
 * @param profile {@code freeswitch.profile}
 * @param extended {@code callbacks.extended}
 * @param actionOnHangup {@code answer.actionOnHangup}
 */
public record Terms(Optional<URI> base, Optional<String> authId, int ceiling, String profile, boolean extended, boolean actionOnHangup,
    Unsupported unsupported) {}
