package org.confab.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.confab.clock.Clock;
import org.confab.simulator.HeardSound;
import org.confab.simulator.SimulatedCall;

/**
 * What the simulator says that it sends to a phone, made audible. Its own clock is that of the switch, from the first media on; it is 40 ms behind,
 * so that what begins now is not missed.
 */
final class SimulatedEar implements Ear {

  private static final Duration BEHIND = Duration.ofMillis(40);

  private final SimulatedCall call;
  private final Clock clock;
  private final Map<String, SoundSamples> sounds = new ConcurrentHashMap<>();

  SimulatedEar(SimulatedCall call, Clock clock) {
    this.call = call;
    this.clock = clock;
  }

  @Override
  public long position() {
    return call.mediaSince().map(since -> Math.max(0, samples(Duration.between(since, clock.now().minus(BEHIND))))).orElse(0L);
  }

  @Override
  public short[] samples(long from, int count) {
    short[] mixed = new short[count];
    Instant since = call.mediaSince().orElse(Instant.MAX);
    for (HeardSound heard : call.heardSounds()) {
      SoundSamples sound = sounds.computeIfAbsent(heard.sound(), SoundSamples::of);
      long start = samples(Duration.between(since, heard.from()));
      long end = heard.until().map(until -> samples(Duration.between(since, until))).orElse(Long.MAX_VALUE);
      long skipped = samples(heard.skipped());
      for (long at = Math.max(start, from); at < Math.min(end, from + count); at++) {
        int now = mixed[(int) (at - from)] + Math.round(sound.at(at - start + skipped) * Short.MAX_VALUE);
        mixed[(int) (at - from)] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, now));
      }
    }
    return mixed;
  }

  private static long samples(Duration time) {
    return time.toNanos() * Ear.RATE / 1_000_000_000L;
  }
}
