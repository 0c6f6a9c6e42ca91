package org.confab.callback;

/**
 * The unit of order: the callbacks of one conference to one URL arrive in the order in which they were decided.
 *
 * @param conference what the callbacks are about: account and room (or the call, for a request that belongs to no conference)
 * @param url as configured, options included
 */
public record Lane(String conference, String url) {}
