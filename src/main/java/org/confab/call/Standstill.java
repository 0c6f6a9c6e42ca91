package org.confab.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.confab.clock.Clock;

/**
 * What waits until FreeSWITCH has been asked for its rooms: after a start, or a lost connection, a room of ours may have died, and begun anew under
 * its name. Nobody is sent into a room, and no room is emptied, before that is known.
 */
final class Standstill {

  /** If FreeSWITCH does not answer (a room's lock can hold up its list), callers do not wait for it: their way out is armed. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Clock clock;
  private final List<Runnable> waiting = new ArrayList<>();
  private Clock.Timer limit = () -> { };
  private boolean stands = true;

  Standstill(Clock clock) {
    this.clock = clock;
  }

  /** Runs it now, or as soon as FreeSWITCH has been asked; in the order of the calls. */
  void after(Runnable what) {
    if (stands) {
      waiting.add(what);
    } else {
      what.run();
    }
  }

  boolean stands() {
    return stands;
  }

  /** The connection is lost, and events with it. */
  void begin() {
    stands = true;
    limit.cancel();
  }

  /** The connection is there, and FreeSWITCH is being asked. */
  void limit() {
    if (stands) {
      limit.cancel();
      limit = clock.schedule(LONGEST, this::end);
    }
  }

  void end() {
    limit.cancel();
    stands = false;
    List<Runnable> due = List.copyOf(waiting);
    waiting.clear();
    due.forEach(Runnable::run);
  }
}
