package org.confab.call;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What comes after {@code tone_stream://}, as teletone reads it (libteletone_generate.c, teletone_run). FreeSWITCH makes all of it in memory before
 * the first sample is heard, {@code L=} and {@code l=} included: without a bound one {@code <Play>} takes the memory of the whole box. Only
 * {@code ;loops=} costs nothing.
 */
final class ToneText {

  /** 20 MB of a box's memory at 16 kHz. */
  private static final long MOST_MS = 600_000;
  private static final long MOST_ROUNDS = 10_000;
  /** Of a tone that says no duration (teletone_init_session says 2000 samples). */
  private static final long DEFAULT_MS = 2000;
  private static final Pattern NUMBER = Pattern.compile("\\s*\\+?([0-9]{1,9})(?![0-9]).*");
  private static final Pattern TONE = Pattern.compile("[^ ](?:\\(([^,)]*)(?:,([^,)]*))?[^)]*\\)?)?");
  private static final String LOOPS = "(?i);loops=.*";

  private ToneText() {}

  /** Whether FreeSWITCH needs only bounded memory and time for it, and no file. */
  static boolean isBounded(String text) {
    // it would read its tones from that file
    return !text.regionMatches(true, 0, "path=", 0, 5) && millis(text.replaceFirst(LOOPS, "")) <= MOST_MS;
  }

  /** At least so long as it is; more than the bound for what has none. */
  private static long millis(String text) {
    long rounds = 1;
    long repeats = 1;
    long duration = DEFAULT_MS;
    long pause = 0;
    long once = 0;
    for (String part : text.split(";")) {
      String trimmed = part.stripLeading();
      if (trimmed.length() < 2 || trimmed.charAt(1) != '=') {
        Matcher tone = TONE.matcher(trimmed);
        while (tone.find()) {
          once += (tone.group(1) == null ? duration : number(tone.group(1))) + (tone.group(2) == null ? pause : number(tone.group(2)));
        }
        continue;
      }
      long value = number(trimmed.substring(2));
      switch (trimmed.charAt(0)) {
        case 'L' -> rounds = Math.max(rounds, value);
        case 'l' -> repeats = Math.max(repeats, value);
        case 'd' -> duration = Math.max(duration, value);
        case 'w' -> pause = Math.max(pause, value);
        // a rate or channels of its own would only make another tone of it, and more of them more memory
        case 'r', 'c' -> once = MOST_MS + 1;
        default -> { }
      }
    }
    return rounds > MOST_ROUNDS || repeats > MOST_ROUNDS || once > MOST_MS ? MOST_MS + 1 : rounds * repeats * once;
  }

  /** What is negative or no number can mean anything to atoi, and for ever to teletone. */
  private static long number(String text) {
    Matcher number = NUMBER.matcher(text);
    return number.matches() ? Long.parseLong(number.group(1)) : MOST_MS + 1;
  }
}
