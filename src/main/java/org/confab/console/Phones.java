package org.confab.console;

import java.util.List;
import java.util.Optional;

/** Phones that can be used from the page: the demo has some, the service has none. Every method may block. */
public interface Phones {

  /**
   * A phone that is in use.
   *
   * @param key     names it
   * @param name    whose it is
   * @param where   what becomes of the call now, in words
   * @param talking whether somebody talks into it
   */
  record Phone(String key, String name, String from, String to, String where, boolean talking) {}

  /** What can be dialled, and what then happens. */
  record Number(String number, String what) {}

  /** Those in use, in the order of their calls. */
  List<Phone> all();

  List<Number> numbers();

  /** Somebody calls. What keeps it from happening, for whoever asked; empty: it happens. */
  Optional<String> call(String name, String number);

  /** Presses keys. */
  Optional<String> press(String key, String keys);

  Optional<String> talk(String key, boolean talking);

  Optional<String> hangUp(String key);
}
