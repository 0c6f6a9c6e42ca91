package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The application {@code playback}. */
final class Playback {

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
    execution.elapse(length.get(), execution::end);
  }

  /** Whether that key ends the channel's playback: {@code *}, or what {@code playback_terminators} says. */
  static boolean stopsAt(Channel channel, char digit) {
    Optional<Execution> top = channel.applications().top();
    if (top.isEmpty() || !top.get().application().equals("playback")) {
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
