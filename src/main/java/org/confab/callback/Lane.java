package org.confab.callback;

import java.util.UUID;

/**
 * The unit of order: the callbacks of one conference to one URL arrive in the order in which they were decided.
 *
 * @param conference what the callbacks are about: account and room (or the call, for a request that belongs to no conference)
 * @param url as configured, options included
 */
public record Lane(String conference, String url) {

  /** No conference's name begins so: those begin with an auth id. Nor does another lane's, or it would wait for no place either. */
  private static final String AT_ONCE = "action ";

  /**
   * A lane of its own for one request of a live call, which waits for nothing and for which nothing waits: while it is new it does not even wait for
   * one of the places of its origin. Once it failed, or Confab was started anew, it is a lane like any other.
   */
  public static Lane atOnce(String url) {
    return new Lane(AT_ONCE + UUID.randomUUID(), url);
  }

  boolean isAtOnce() {
    return conference.startsWith(AT_ONCE);
  }
}
