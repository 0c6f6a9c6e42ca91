package org.confab.call;

import io.vertx.core.Promise;
import org.confab.conference.ConferenceKey;

/**
 * A call that wants to be, or is, in a conference.
 *
 * @param stay completes when it is out again, or was not let in
 */
record Guest(Call call, ConferenceKey key, Promise<Stay> stay, MemberSounds sounds, ConferenceCallbacks.Target target) {}
