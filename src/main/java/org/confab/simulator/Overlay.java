package org.confab.simulator;

import java.time.Duration;
import java.util.Optional;
import org.confab.clock.Clock;

/** What {@code uuid_displace} lets a call hear; one at a time, where FreeSWITCH has several (switch_ivr_async.c, switch_ivr_displace_session). */
final class Overlay {

  private final String file;
  private final boolean mixed;
  private final SoundSource sound;
  private Optional<Clock.Timer> end = Optional.empty();

  private Overlay(String file, boolean mixed, SoundSource sound) {
    this.file = file;
    this.mixed = mixed;
    this.sound = sound;
  }

  /** Whether what runs on the call is heard, too. */
  boolean mixed() {
    return mixed;
  }

  SoundSource sound() {
    return sound;
  }

  /** Its time has come, or another takes its place. */
  void end() {
    end.ifPresent(Clock.Timer::cancel);
  }

  /** @param limit in seconds; 0: none */
  static String start(Channel channel, String file, int limit, String flags) {
    channel.preAnswer();
    Optional<Duration> length = Sound.duration(file, channel.core().disk());
    if (length.isEmpty() || channel.overlay().filter(now -> now.file.equals(file)).isPresent()) {
      return "-ERR Cannot displace session!\n";
    }
    boolean loops = flags.contains("l");
    Overlay overlay = new Overlay(file, flags.contains("m"),
        new SoundSource((loops ? "{loops=-1}" : "") + file, channel.core().now(), Duration.ZERO));
    Duration asked = limit == 0 ? Duration.ofDays(1) : Duration.ofSeconds(limit);
    Duration until = loops || asked.compareTo(length.get()) < 0 ? asked : length.get();
    channel.overlay(Optional.of(overlay));
    overlay.end = Optional.of(channel.core().after(until, () -> {
      if (channel.overlay().filter(now -> now == overlay).isPresent()) {
        channel.overlay(Optional.empty());
      }
    }));
    return "+OK Success\n";
  }

  static String stop(Channel channel, String file) {
    if (channel.overlay().filter(now -> now.file.equals(file)).isEmpty()) {
      return "-ERR Cannot stop displace session!\n";
    }
    channel.overlay(Optional.empty());
    return "+OK Success\n";
  }
}
