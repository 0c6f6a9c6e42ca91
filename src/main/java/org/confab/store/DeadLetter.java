package org.confab.store;

import java.time.Instant;

/**
 * A callback that will not be sent again by itself. Its texts come from callers and applications: whoever prints them, escapes them.
 *
 * @param id         what the application was told ({@code X-Confab-Callback-Id})
 * @param diedAt     when it was given up
 * @param conference the conference's name; where it belonged to none, the name of its lane
 * @param url        as configured, with its query
 * @param action     what it told: {@code ConferenceAction}, else {@code Event}; empty if neither
 * @param reason     what the application said last
 * @param attempts   how many requests were made of it
 * @param replay     whether it is to be sent again, and waits for Confab to do so
 */
public record DeadLetter(
    String id, Instant diedAt, String conference, String url, String action, String reason, int attempts, boolean replay) {}
