package org.confab.log;

import java.util.Map;
import org.confab.plivo.Printable;

/**
 * A subject that is no object of the program's, but a name or an id. As text it is {@linkplain Printable#of printable}: one line, and not too
 * long.
 *
 * @param shown what the text says; the value itself unless {@link #says} made it another
 */
public record About(String field, String value, String shown) implements Subject {

  private static About of(String field, String value) {
    return new About(field, value, value);
  }

  /** A call's UUID. */
  public static About call(String uuid) {
    return of("call", uuid);
  }

  /** A conference's name, as the application knows it. */
  public static About conference(String name) {
    return of("conference", name);
  }

  /** A room's name, as FreeSWITCH knows it. */
  public static About room(String name) {
    return of("room", name);
  }

  /** A callback's id. */
  public static About callback(String id) {
    return of("callback", id);
  }

  /** A recording's id. */
  public static About recording(String id) {
    return of("recording", id);
  }

  /** The same, for which the text has other words. */
  public About says(String words) {
    return new About(field, value, words);
  }

  @Override
  public Map<String, String> fields() {
    return Map.of(field, value);
  }

  @Override
  public String toString() {
    return Printable.of(shown);
  }
}
