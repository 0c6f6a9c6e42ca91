package org.confab.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a caller hears from a certain moment on, which is zero on this hearing's clock. The clock runs while the switch sends media to the caller,
 * from early media or answer on, and is the time of the sound itself: what {@link #now()} returned is a mark that can be compared with what was
 * heard.
 *
 * <p>How exact it is: lengths and distances within {@link #EXACT}. A break of less than {@link #BREAK} within a tone is none, as a busy machine
 * loses a packet now and then; nor is a tone of less than that one. What happens at the switch is heard up to {@link #LATE} later, as on a
 * telephone: compare what was heard with what was heard where that matters.
 */
public final class Hearing {

  /**
   * Tolerance for the length of a sound and for the distance of two. Measured on a machine with five processes waiting for each processor, of a sound of
   * 1 s (64 times): 1.00 to 1.01 s on the simulator; 1.01 to 1.06 s on FreeSWITCH, 1.10 s at most. Of 2.5 s between two sounds (12 times): 0.115 s off at
   * most on the simulator (which is the machine's), 0.045 s on FreeSWITCH.
   */
  public static final Duration EXACT = Duration.ofMillis(150);
  /**
   * How much later than the command a sound may be heard. Measured (40 times): 0.035 to 0.135 s on both; a caller who begins to talk is heard
   * after 0.035 to 0.185 s on the simulator and 0.195 to 0.255 s on FreeSWITCH. A machine that others use as well may take many times that.
   */
  public static final Duration LATE = Duration.ofSeconds(3);
  /** Shorter breaks are not noticed; shorter tones neither. */
  public static final Duration BREAK = Duration.ofMillis(100);
  /** A tone's level, of 1, from which on it is heard; test tones have 0.3. */
  static final double LEVEL = 0.08;

  private static final double SILENCE = 0.003;
  private static final int WINDOW = Ear.RATE / 25;
  private static final int STEP = Ear.RATE / 100;
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final String whose;
  private final Ear ear;
  private final long origin;

  Hearing(String whose, Ear ear) {
    this(whose, ear, ear.position());
  }

  private Hearing(String whose, Ear ear, long origin) {
    this.whose = whose;
    this.ear = ear;
    this.origin = origin;
  }

  /** Of what was heard already, all of it. */
  static Hearing of(String whose, short[] all) {
    return new Hearing(whose, new Ear() {
      @Override
      public long position() {
        return all.length;
      }

      @Override
      public short[] samples(long from, int count) {
        return Arrays.copyOfRange(all, (int) from, (int) from + count);
      }
    }, 0);
  }

  /** How much was heard so far. */
  public Duration now() {
    return duration(ear.position() - origin);
  }

  /** When that tone was heard, so far. */
  public List<Heard> heard(Tone tone) {
    return heard(tone, Duration.ZERO, now());
  }

  /** When that tone was heard between those two moments. */
  public List<Heard> heard(Tone tone, Duration from, Duration to) {
    return stretches(from, to, window -> tone.in(window) >= LEVEL);
  }

  /** When anything at all was heard between those two moments. */
  public List<Heard> sounds(Duration from, Duration to) {
    return stretches(from, to, window -> loudness(window) >= SILENCE);
  }

  public List<Heard> sounds() {
    return sounds(Duration.ZERO, now());
  }

  /** The longest time between those two moments in which the tone was not heard. */
  public Duration longestGap(Tone tone, Duration from, Duration to) {
    Duration longest = Duration.ZERO;
    Duration last = from;
    List<Heard> all = new ArrayList<>(heard(tone, from, to));
    all.add(new Heard(to, Duration.ZERO));
    for (Heard one : all) {
      Duration gap = one.from().minus(last);
      longest = gap.compareTo(longest) > 0 ? gap : longest;
      last = one.until();
    }
    return longest;
  }

  /** Waits until the tone is heard at or after that moment; returns it as far as it was heard when it was noticed. */
  public Heard await(Tone tone, Duration after) {
    return until(() -> heard(tone, after, now()).stream().findFirst(), "hear " + tone + " after " + after.toMillis() + " ms");
  }

  /** Waits until the tone is heard for the first time. */
  public Heard await(Tone tone) {
    return await(tone, Duration.ZERO);
  }

  /** Waits until the tone was heard at or after that moment, and is over; returns the whole of it. */
  public Heard awaitEnd(Tone tone, Duration after) {
    return until(() -> {
      Duration now = now();
      return heard(tone, after, now).stream().findFirst().filter(one -> one.until().plus(BREAK).plus(LOOK_EVERY).compareTo(now) < 0);
    }, "hear " + tone + " after " + after.toMillis() + " ms and its end");
  }

  /** Waits until nothing is heard for that long, at or after that moment; returns where that silence begins. */
  public Duration awaitSilence(Duration after, Duration length) {
    return until(() -> {
      Duration now = now();
      List<Heard> sounds = sounds(after, now);
      Duration last = after;
      for (Heard sound : sounds) {
        if (sound.from().minus(last).compareTo(length) >= 0) {
          return Optional.of(last);
        }
        last = sound.until();
      }
      return now.minus(last).compareTo(length) >= 0 ? Optional.of(last) : Optional.empty();
    }, "hear " + length.toMillis() + " ms of silence after " + after.toMillis() + " ms");
  }

  /** Listens on until that moment; for what should not be heard, which takes its time. */
  public void listenUntil(Duration moment) {
    until(() -> Optional.of(now()).filter(now -> now.compareTo(moment) >= 0), "hear anything until " + moment.toMillis() + " ms");
  }

  /** What was heard, for a test's failure. */
  @Override
  public String toString() {
    StringBuilder story = new StringBuilder("caller " + whose + " heard in " + now().toMillis() + " ms");
    for (Tone tone : List.of(Tone.MUSIC, Tone.ENTER, Tone.BEEP, Tone.EXIT, Tone.PROMPT, Tone.VOICE, Tone.SECOND_VOICE, Tone.THIRD_VOICE)) {
      List<Heard> heard = heard(tone);
      if (!heard.isEmpty()) {
        story.append("; ").append(tone).append(' ').append(heard);
      }
    }
    return story.append("; anything ").append(sounds()).toString();
  }

  private <T> T until(Supplier<Optional<T>> found, String what) {
    long patience = System.nanoTime() + Caller.PATIENCE.toNanos();
    while (true) {
      Optional<T> result = found.get();
      if (result.isPresent()) {
        return result.get();
      }
      if (System.nanoTime() > patience) {
        throw new AssertionError("caller " + whose + " did not " + what + " within " + Caller.PATIENCE.toMillis() + " ms; " + this);
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos()); // sound comes in packets of that length, and nobody tells of them
    }
  }

  /** Windows every 10 ms, of 40 ms each; neighbours that agree are one stretch. */
  private List<Heard> stretches(Duration from, Duration to, Predicate<short[]> has) {
    long begin = Math.max(0, samples(from)) + origin;
    long end = Math.min(samples(to) + origin, ear.position());
    if (end - begin < WINDOW) {
      return List.of();
    }
    short[] all = ear.samples(begin, (int) (end - begin));
    short[] window = new short[WINDOW];
    List<Heard> found = new ArrayList<>();
    for (int at = 0; at + WINDOW <= all.length; at += STEP) {
      System.arraycopy(all, at, window, 0, WINDOW);
      if (has.test(window)) {
        boolean first = at == 0;
        long start = first ? begin : begin + at + WINDOW / 2 - STEP / 2;
        boolean last = at + WINDOW + STEP > all.length;
        long stop = last ? end : begin + at + WINDOW / 2 + STEP / 2;
        add(found, duration(start - origin), duration(stop - origin));
      }
    }
    found.removeIf(one -> one.length().compareTo(BREAK) < 0);
    return found;
  }

  private static void add(List<Heard> found, Duration start, Duration stop) {
    int last = found.size() - 1;
    if (last >= 0 && start.minus(found.get(last).until()).compareTo(BREAK) < 0) {
      Duration from = found.get(last).from();
      found.set(last, new Heard(from, stop.minus(from)));
    } else {
      found.add(new Heard(start, stop.minus(start)));
    }
  }

  private static double loudness(short[] window) {
    double sum = 0;
    for (short sample : window) {
      sum += (double) sample * sample;
    }
    return Math.sqrt(sum / window.length) / Short.MAX_VALUE;
  }

  private static Duration duration(long samples) {
    return Duration.ofMillis(samples * 1000 / Ear.RATE);
  }

  private static long samples(Duration time) {
    return time.toMillis() * Ear.RATE / 1000;
  }
}
