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
  private static final Pattern ROOM_LOOPS = Pattern.compile("^\\{(?:[^}]*,)?loops=(-?\\d{1,6}|inf|infinite)[,}].*");
  private static final Duration ENDLESS = Duration.ofDays(365);
  /** A file_string begins with silence of that length, whatever is in it (seen on 1.11.1, in calls and in rooms). */
  private static final Duration LEAD = Duration.ofMillis(250);

  private Sound() {}

  /** The same for a room, which repeats what {@code {loops=n}} or {@code {loops=inf}} stands before (conference_file_play). */
  static Optional<Duration> durationInRoom(String path, Disk disk) {
    Optional<Duration> once = duration(path, disk);
    Matcher loops = ROOM_LOOPS.matcher(path);
    if (!loops.matches()) {
      return once;
    }
    int times = loops.group(1).startsWith("inf") ? -1 : Integer.parseInt(loops.group(1));
    return once.map(length -> times < 0 ? ENDLESS : length.multipliedBy(Math.max(1, times)));
  }

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
      return several(plain.substring(14), disk).map(LEAD::plus);
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
