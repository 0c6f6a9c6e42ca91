package org.confab.console;

/**
 * A callback, as the page shows it. No field is secret.
 *
 * @param key        the callback's id
 * @param at         when it was decided, in ms since 1970
 * @param what       ConferenceAction, else Event
 * @param url        without its query
 * @param conference its name; empty where it belongs to none
 * @param state      {@code pending}, {@code retried} (it failed, and waits), {@code delivered}, {@code dead}, {@code dropped}
 * @param attempts   how many were made by this process
 * @param said       by the application to the last attempt, or why it could not be asked
 */
record Told(String key, long at, String what, String method, String url, String from, String call, String conference, String state, int attempts,
    String said) implements Happening {

  Told become(String next) {
    return new Told(key, at, what, method, url, from, call, conference, next, attempts, said);
  }

  Told attempted(int number, String saying) {
    return new Told(key, at, what, method, url, from, call, conference, state, number, saying);
  }
}
