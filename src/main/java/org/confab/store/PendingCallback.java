package org.confab.store;

import java.time.Instant;

/**
 * A callback that is still to be delivered. Its texts come from callers and applications: whoever prints them, escapes them.
 *
 * @param id         what the application is told ({@code X-Confab-Callback-Id})
 * @param decidedAt  when what it tells happened
 * @param conference the conference's name; where it belongs to none, the name of its lane
 * @param url        as configured, with its query
 * @param action     what it tells: {@code ConferenceAction}, else {@code Event}; empty if neither
 * @param sequence   its number in its lane
 */
public record PendingCallback(String id, Instant decidedAt, String conference, String url, String action, long sequence) {}
