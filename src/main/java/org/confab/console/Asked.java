package org.confab.console;

/**
 * A request to the application for something that is waited for, as the page shows it. No field is secret.
 *
 * @param key        names it in this process
 * @param at         when it was sent, in ms since 1970
 * @param what       what was asked for: document, action, sound
 * @param url        without its query
 * @param from       the caller's number; empty where it is nobody's
 * @param call       CallUUID
 * @param conference its name; empty where there is none yet
 * @param state      {@code asked}, {@code answered}, or {@code wrong}: the answer is no use, or there was none
 * @param status     of the answer; 0: none
 * @param took       until the answer, in ms
 * @param said       what the answer amounts to
 */
record Asked(String key, long at, String what, String method, String url, String from, String call, String conference, String state, int status,
    long took, String said) implements Happening {

  Asked answered(boolean useful, int withStatus, long after, String saying) {
    return new Asked(key, at, what, method, url, from, call, conference, useful ? "answered" : "wrong", withStatus, after, saying);
  }
}
