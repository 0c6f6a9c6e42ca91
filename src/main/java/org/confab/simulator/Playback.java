package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The applications {@code playback}, {@code loop_playback} and {@code endless_playback}. */
final class Playback {

  private static final Pattern LOOPS = Pattern.compile("\\+(\\d{1,9}) +(.+)");
  private static final int ENDLESSLY = 1_000_000;
  private static final long RATE = 48_000;
  /** What was read from the file is what counts as played, and it is read in blocks of 16,384 samples. */
  private static final Duration READ_AHEAD = Duration.ofMillis(2048);

  private Playback() {}

  static void start(Channel channel, Execution execution) {
    Optional<Duration> length = Sound.duration(execution.argument(), channel.core().disk());
    if (length.isEmpty()) {
      channel.variables().set("current_application_response", "FILE NOT FOUND");
      execution.end();
      return;
    }
    Instant since = channel.core().now();
    execution.breakable();
    execution.onEnd(() -> {
      Duration read = READ_AHEAD.multipliedBy(Duration.between(since, channel.core().now()).dividedBy(READ_AHEAD) + 1);
      Duration shorter = read.compareTo(length.get()) < 0 ? read : length.get();
      String samples = Long.toString(shorter.toMillis() * RATE / 1000);
      channel.variables().set("playback_last_offset_pos", samples).set("playback_seconds", Long.toString(shorter.toSeconds()))
          .set("playback_ms", Long.toString(shorter.toMillis())).set("playback_samples", samples)
          .set("current_application_response", "FILE PLAYED");
    });
    execution.playing(execution.argument()).elapse(length.get(), execution::end);
  }

  /** {@code +<loops> <path>}; without loops it is played once. */
  static void loop(Channel channel, Execution execution) {
    Matcher written = LOOPS.matcher(execution.argument());
    boolean loops = written.matches();
    again(channel, execution, loops ? written.group(2) : execution.argument(), loops ? Integer.parseInt(written.group(1)) : 1);
  }

  static void endless(Channel channel, Execution execution) {
    again(channel, execution, execution.argument(), ENDLESSLY);
  }

  private static void again(Channel channel, Execution execution, String path, int times) {
    Optional<Duration> length = Sound.duration(path, channel.core().disk());
    if (length.isEmpty()) {
      channel.variables().set("current_application_response", "FILE NOT FOUND");
      execution.end();
    } else {
      channel.variables().set("current_application_response", "FILE PLAYED");
      execution.breakable(() -> execution.skipRound(length.get())); // the next round is heard (mod_dptools.c)
      execution.playing("{loops=" + times + "}" + path).elapse(length.get().multipliedBy(Math.max(0, times)), execution::end);
    }
  }

  /** Whether that key ends the channel's playback or sleep: {@code *}, or what {@code playback_terminators} says (on_dtmf). */
  static boolean stopsAt(Channel channel, char digit) {
    Optional<Execution> top = channel.applications().top();
    if (top.isEmpty() || !List.of("playback", "sleep").contains(top.get().application())) {
      return false;
    }
    String terminators = channel.variables().get("playback_terminators").orElse("*");
    return switch (terminators) {
      case "none" -> false;
      case "any" -> true;
      default -> terminators.indexOf(digit) >= 0;
    };
  }
}
