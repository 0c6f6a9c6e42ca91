package org.confab.apptest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One line of a scenario: what somebody does, or what is expected. */
sealed interface Step {

  /** Where it is in its file. */
  int line();

  /**
   * Somebody calls.
   *
   * @param caller what he is called from then on
   * @param name   what his phone shows
   */
  record Call(int line, String caller, String from, String to, String name, Map<String, String> variables) implements Step {}

  /** A caller does something with his phone; its one word is in the file. */
  record Does(int line, String caller, Deed deed) implements Step {}

  /** What a caller can do without further words. */
  enum Deed { HANGUP, TALK, SILENT, HOLD, UNHOLD }

  /** A caller presses keys, one after the other. */
  record Press(int line, String caller, String keys) implements Step {}

  /** Time passes. */
  record Pause(int line, Duration length) implements Step {}

  /**
   * Requests to the application, in this order, since the last such step.
   *
   * @param only   no others have come
   * @param within how long they are waited for
   */
  record Expect(int line, List<Expected> requests, boolean only, Duration within) implements Step {}

  /**
   * How a conference stands, or comes to stand within that time.
   *
   * @param members those who are in it, in any order; empty where they are not said. A conference of nobody is over
   * @param muted   exactly those of them; likewise the others
   */
  record Conference(int line, String name, Optional<List<String>> members, Optional<List<String>> muted, Optional<List<String>> held, Optional<List<String>> talking,
      Optional<Boolean> started, Optional<Boolean> recorded, Duration within) implements Step {}

  /**
   * Where a caller is, or comes to be within that time, and what he hears.
   *
   * @param in     the conference
   * @param hungUp whether the call is over
   * @param hears  what he hears now, in any order: callers who talk, {@code music}, {@code beep}, {@code beeps}, {@code sound}
   * @param heard  what he has heard so far, in its order
   */
  record Caller(int line, String caller, Optional<String> in, Optional<Boolean> hungUp, Optional<List<String>> hears, Optional<List<String>> heard, Duration within)
      implements Step {}

  /**
   * A request that is expected.
   *
   * @param to      its URL, or what of it follows the host
   * @param caller  whose call it is about; empty: anybody's
   * @param with    parameters and their values; one between slashes is a regular expression
   * @param without parameters that it has not
   */
  record Expected(int line, String to, Optional<String> method, Optional<String> caller, Map<String, Wanted> with, List<String> without) {}

  /** A parameter's value, as it is to be. */
  record Wanted(int line, String text) {

    boolean isPattern() {
      return text.length() > 1 && text.startsWith("/") && text.endsWith("/");
    }

    /** Throws {@link World.Stuck} if a regular expression does not come to an end with it. */
    boolean fits(String value) {
      if (!isPattern()) {
        return value.equals(text);
      }
      try {
        return Pattern.compile(text.substring(1, text.length() - 1)).matcher(new CountedText(value)).matches();
      } catch (CountedText.Exhausted | StackOverflowError endless) {
        throw new World.Stuck("the regular expression of line " + line + " does not come to an end with a value of " + value.length()
            + " characters: write it so that nothing in it can match the same text in many ways");
      }
    }
  }
}
