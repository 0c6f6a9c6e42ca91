package org.confab.simulator;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long what a path names plays. */
final class Sound {

  private static final Pattern TONE = Pattern.compile("%\\((\\d{1,7}),(\\d{1,7}),");
  private static final Pattern LOOPS = Pattern.compile("(?i)\\b(?:L|loops)=(-?\\d{1,6})");
  private static final Duration ENDLESS = Duration.ofDays(365);

  private Sound() {}

  /** Empty if it cannot be played. */
  static Optional<Duration> duration(String path, Disk disk) {
    String plain = path.replaceFirst("^\\{[^}]*}", "");
    String lower = plain.toLowerCase(Locale.ROOT);
    if (lower.startsWith("tone_stream://")) {
      return Optional.of(tones(plain));
    }
    if (lower.startsWith("silence_stream://")) {
      String millis = plain.substring(17).split(",")[0];
      return millis.matches("\\d{1,9}") ? Optional.of(Duration.ofMillis(Long.parseLong(millis))) : Optional.of(ENDLESS);
    }
    if (lower.startsWith("file_string://")) {
      return several(plain.substring(14), disk);
    }
    if (lower.startsWith("local_stream://")) {
      return Optional.of(ENDLESS);
    }
    return plain.isEmpty() ? Optional.empty() : disk.duration(plain);
  }

  /** Files that are missing among several are skipped; if all are, there is nothing to play. */
  private static Optional<Duration> several(String paths, Disk disk) {
    Optional<Duration> total = Optional.empty();
    for (String path : paths.split("!")) {
      Optional<Duration> one = duration(path, disk);
      if (one.isPresent()) {
        total = Optional.of(total.orElse(Duration.ZERO).plus(one.get()));
      }
    }
    return total;
  }

  private static Duration tones(String spec) {
    long millis = 0;
    Matcher tone = TONE.matcher(spec);
    while (tone.find()) {
      millis += Long.parseLong(tone.group(1)) + Long.parseLong(tone.group(2));
    }
    Matcher loops = LOOPS.matcher(spec);
    int times = loops.find() ? Integer.parseInt(loops.group(1)) : 1;
    return times < 0 ? ENDLESS : Duration.ofMillis(millis * Math.max(1, times));
  }
}
