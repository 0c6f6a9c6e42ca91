package org.confab.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.confab.simulator.IncomingCall;
import org.confab.simulator.SimulatedCall;
import org.confab.simulator.SimulatedFreeSwitch;

/**
 * Callers of the simulated switch: members who stay in their conferences and press keys, each of which is a callback, and others who come in pairs, stay
 * for two seconds in a conference of their own, and hang up. What is measured is from what the switch does (a key, a member who is in, a hang-up) to the
 * callback at the application, so that the simulator's and the receiver's own work is within it.
 */
final class Crowd {

  private static final long PATIENCE_SECONDS = 60;
  /** Who is not in by then stays as long again. */
  private static final long STAY_NANOS = 2_000_000_000L;
  private static final String MEMBER = "1555";
  private static final String GUEST = "1666";

  private record Guest(SimulatedCall call, long leaves) {}

  private final int conferences;
  private final List<SimulatedCall> members = new ArrayList<>();
  private final Map<String, Queue<Long>> pressed = new ConcurrentHashMap<>();
  private final Map<String, Long> entered = new ConcurrentHashMap<>();
  private final Map<String, Long> left = new ConcurrentHashMap<>();
  private final Deque<Guest> guests = new ArrayDeque<>();
  private final AtomicInteger settled = new AtomicInteger();
  private final AtomicInteger owed = new AtomicInteger();
  private final Latencies keys = new Latencies();
  private final Latencies enters = new Latencies();
  private final Latencies exits = new Latencies();
  private volatile boolean measuring;
  private long guestsSoFar;

  Crowd(int conferences) {
    this.conferences = conferences;
  }

  /** What the application answers the caller with that number. */
  String document(String from) {
    long number = Long.parseLong(from.substring(4)) - 1_000_000;
    String name = from.startsWith(MEMBER) ? "room " + number % conferences : "pair " + number / 2;
    return "<Response><Conference digitsMatch=\"1\" relayDTMF=\"false\" callbackUrl=\"CALLBACK\">" + name + "</Conference></Response>";
  }

  /** The members come in, and are waited for. */
  void come(SimulatedFreeSwitch box, int howMany) {
    for (int i = 0; i < howMany; i++) {
      SimulatedCall call = place(box, MEMBER, i);
      pressed.put(call.uuid(), new ConcurrentLinkedQueue<>());
      members.add(call);
      await(() -> settled.get() > members.size() - 50, "members that enter");
    }
    await(() -> settled.get() == members.size(), "members that enter");
  }

  private static SimulatedCall place(SimulatedFreeSwitch box, String prefix, long number) {
    return box.place(new IncomingCall(prefix + (1_000_000 + number), "266322", "caller", Map.of("confab_answer_url", "default",
        "confab_fallback", "confab_fallback XML public")));
  }

  /**
   * A steady rate of both for some seconds; then the guests leave, and everything that is owed is waited for. Returns the seconds from the last key or call
   * until nothing was owed any more, the two of the last guests' stay not counted.
   */
  double run(SimulatedFreeSwitch box, int keysPerSecond, int callsPerSecond, int seconds) {
    long start = System.nanoTime();
    int rate = keysPerSecond + callsPerSecond;
    long calls = 0;
    long presses = 0;
    for (long i = 0; i < (long) rate * seconds; i++) {
      pause(start + i * 1_000_000_000L / rate);
      leave(System.nanoTime());
      if (calls * rate < i * callsPerSecond) {
        calls++;
        guest(box);
      } else {
        press((int) (presses++ % members.size()));
      }
    }
    while (!guests.isEmpty()) {
      pause(guests.peek().leaves());
      leave(System.nanoTime());
    }
    long end = System.nanoTime();
    await(() -> owed.get() == 0, "callbacks");
    return (System.nanoTime() - end) / 1e9;
  }

  private void press(int member) {
    SimulatedCall call = members.get(member);
    owed.incrementAndGet();
    pressed.get(call.uuid()).add(System.nanoTime());
    call.press("1");
  }

  private void guest(SimulatedFreeSwitch box) {
    owed.addAndGet(2);
    SimulatedCall call = place(box, GUEST, guestsSoFar++);
    call.onChange(changed -> {
      if (changed.position().startsWith("conference ")) {
        entered.putIfAbsent(changed.uuid(), System.nanoTime());
      }
    });
    guests.add(new Guest(call, System.nanoTime() + STAY_NANOS));
  }

  private void leave(long now) {
    while (!guests.isEmpty() && guests.peek().leaves() <= now) {
      SimulatedCall call = guests.poll().call();
      if (!call.position().startsWith("conference ")) {
        guests.add(new Guest(call, now + STAY_NANOS));
        continue;
      }
      left.put(call.uuid(), System.nanoTime());
      call.hangUp();
    }
  }

  /** Takes a callback; on the receiver's thread. */
  void told(Receiver.Arrival callback) {
    Queue<Long> mine = pressed.get(callback.call());
    if (mine != null && callback.action().equals("enter")) {
      settled.incrementAndGet();
    } else if (mine != null && callback.action().equals("digits")) {
      add(keys, callback, mine.poll());
    } else if (callback.action().equals("enter")) {
      add(enters, callback, entered.remove(callback.call()));
    } else if (callback.action().equals("exit") && left.containsKey(callback.call())) {
      add(exits, callback, left.remove(callback.call()));
    }
  }

  private void add(Latencies to, Receiver.Arrival callback, Long since) {
    owed.decrementAndGet();
    if (measuring && since != null) {
      to.add(callback.nanos() - since);
    }
  }

  /** From now on what comes is measured. */
  void measure() {
    measuring = true;
  }

  Latencies keys() {
    return keys;
  }

  Latencies enters() {
    return enters;
  }

  Latencies exits() {
    return exits;
  }

  static void pause(long until) {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Fails if that does not come within a minute. */
  static void await(BooleanSupplier condition, String what) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("no " + what + " within " + PATIENCE_SECONDS + " s");
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}
