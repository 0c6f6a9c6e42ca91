package org.confab.call;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.confab.clock.Clock;

/** Who is talking, while somebody wants to know: FreeSWITCH is asked to tell it only then, as it tells it of every breath. */
final class Talkers {

  /** After that, nobody wants to know any more. */
  static final Duration WANTED = Duration.ofSeconds(10);

  private final Consumer<Boolean> tell;
  private final Clock clock;
  private final Set<String> calls = new HashSet<>();
  private Instant until = Instant.MIN;

  /** @param tell whether FreeSWITCH is to tell of it */
  Talkers(Consumer<Boolean> tell, Clock clock) {
    this.tell = tell;
    this.clock = clock;
  }

  /** Somebody looks. */
  void wanted() {
    boolean told = until != Instant.MIN;
    until = clock.now().plus(WANTED);
    if (!told) {
      tell.accept(true);
      clock.schedule(WANTED, this::stillWanted);
    }
  }

  private void stillWanted() {
    Duration left = Duration.between(clock.now(), until);
    if (left.isNegative() || left.isZero()) {
      until = Instant.MIN;
      tell.accept(false);
      calls.clear();
    } else {
      clock.schedule(left, this::stillWanted);
    }
  }

  void talked(String call, boolean talks) {
    if (talks && until != Instant.MIN) {
      calls.add(call);
    } else {
      calls.remove(call);
    }
  }

  /** Out of its room, or what was heard of it is not to be relied on any more. */
  void left(String call) {
    calls.remove(call);
  }

  /** What happens is not told for a while. */
  void forget() {
    calls.clear();
  }

  boolean talks(String call) {
    return calls.contains(call);
  }
}
