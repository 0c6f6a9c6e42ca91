package org.confab.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.confab.plivo.KeyRules;

/**
 * One attempt of a caller at an entry of keys, by the rules of an element; a value. An entry is judged as a whole when it is complete (as FreeSWITCH's
 * play_and_get_digits does, by which Plivo's predecessor did it), so that keys that follow an invalid one quickly are no part of the next attempt.
 *
 * @param attempt from 1
 * @param keys the entry so far
 * @param listening since when the prompt is over, ended by the first key or by itself; none: it is still heard
 * @param lastKey when the last of the keys was pressed
 */
record KeyCollection(KeyRules rules, int attempt, String keys, Optional<Instant> listening, Optional<Instant> lastKey, Result result) {

  /** What an attempt has come to. */
  enum Result {
    /** More keys may come. */
    OPEN,
    /** There is an entry, and it is valid. */
    COLLECTED,
    /** There is one, with a key that is not valid. */
    INVALID,
    /** Time is over, or a finishing key was pressed, before there was a key. */
    NOTHING
  }

  /** The first attempt; the prompt begins now. */
  static KeyCollection first(KeyRules rules) {
    return attempt(rules, 1);
  }

  private static KeyCollection attempt(KeyRules rules, int number) {
    return new KeyCollection(rules, number, "", Optional.empty(), Optional.empty(), Result.OPEN);
  }

  boolean isOpen() {
    return result == Result.OPEN;
  }

  /** The caller pressed a key. Does nothing to an attempt that is over. */
  KeyCollection pressed(char key, Instant at) {
    if (!isOpen()) {
      return this;
    }
    if (rules.finishOnKey().indexOf(key) >= 0) {
      return complete();
    }
    KeyCollection with = new KeyCollection(rules, attempt, keys + key, listening.or(() -> Optional.of(at)), Optional.of(at), result);
    return with.keys.length() >= rules.numDigits() ? with.complete() : with;
  }

  /** The prompt is over. */
  KeyCollection promptEnded(Instant at) {
    return new KeyCollection(rules, attempt, keys, listening.or(() -> Optional.of(at)), lastKey, result);
  }

  /** It is that time now: an attempt whose {@link #deadline} has come is over. */
  KeyCollection at(Instant now) {
    return deadline().filter(time -> !now.isBefore(time)).isPresent() ? complete() : this;
  }

  /** When this attempt is over unless a key is pressed; none while the prompt is heard, and when it is over. */
  Optional<Instant> deadline() {
    if (!isOpen() || listening.isEmpty()) {
      return Optional.empty();
    }
    Instant next = lastKey.map(at -> at.plus(rules.digitTimeout())).orElseGet(() -> listening.get().plus(rules.timeout()));
    Optional<Duration> limit = rules.limit();
    return Optional.of(limit.map(most -> listening.get().plus(most)).filter(end -> end.isBefore(next)).orElse(next));
  }

  /** The next attempt, after one that came to nothing or was invalid; none if there may be no more. */
  Optional<KeyCollection> again() {
    return (result == Result.INVALID || result == Result.NOTHING) && attempt < rules.retries()
        ? Optional.of(attempt(rules, attempt + 1)) : Optional.empty();
  }

  private KeyCollection complete() {
    Result how = keys.isEmpty() ? Result.NOTHING
        : keys.chars().allMatch(key -> rules.validDigits().indexOf(key) >= 0) ? Result.COLLECTED : Result.INVALID;
    return new KeyCollection(rules, attempt, keys, listening, lastKey, how);
  }

  /** Without the keys, which are never logged. */
  @Override
  public String toString() {
    return "attempt " + attempt + ", " + keys.length() + " keys, " + result;
  }
}
