package org.confab.prove;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Callers who join, press {@code *}, hang up, are kicked and are left by their moderators, while Confab is killed and started again. What happens when is drawn from
 * a seed; the machine's own speed adds to it.
 */
final class Storm {

  /** @param seed of everything that is drawn */
  record Options(int calls, int conferences, int kills, long seed) {}

  private static final long SECOND = 1_000_000_000L;
  /** How long Confab may be there for moments only, its next start included: callers wait for twice as long. */
  private static final long NOT_SERVED = 17 * SECOND;
  private static final long UNDER_WAY = 3 * SECOND;
  private static final int FIRST_NUMBER = 100_000;
  private static final int TIME_LIMIT_SECONDS = 8;

  private enum Way { HANG_UP, STAR, KICK }

  private final class Slot {
    private final int number;
    private final boolean moderator;
    private Optional<Phones.Phone> phone = Optional.empty();
    private String from = "";
    private long due;
    private long impatience;
    private Way way = Way.HANG_UP;
    private boolean ours;
    private boolean leaves;

    Slot(int number) {
      this.number = number;
      this.moderator = number < options.conferences();
      this.due = now() + (long) (random.nextDouble() * SECOND);
    }
  }

  private final Options options;
  private final Phones phones;
  private final ConfabProcess confab;
  private final Ledger ledger;
  private final ProvingApplication application;
  private final PrintStream progress;
  private final Random random;
  private final List<Slot> slots = new ArrayList<>();
  private final List<Long> takeUps = new ArrayList<>();
  private final Presence presence = new Presence();
  private int placed;
  private int kills;
  private long started;
  private boolean over;
  private volatile boolean stopped;

  Storm(Options options, Phones phones, ConfabProcess confab, Ledger ledger, ProvingApplication application, PrintStream progress) {
    this.options = options;
    this.phones = phones;
    this.confab = confab;
    this.ledger = ledger;
    this.application = application;
    this.progress = progress;
    this.random = new Random(options.seed());
    for (int i = 0; i < options.calls(); i++) {
      slots.add(new Slot(i));
    }
  }

  /** The conference element of the caller with that number: which conference, whether its moderator, and how his document goes on. */
  static String attributes(Options options, String from) {
    int number = Integer.parseInt(from.substring(from.length() - 6)) - FIRST_NUMBER;
    int slot = number % options.calls();
    int conference = slot % options.conferences();
    return "redirect=\"" + (number / options.calls() % 2 == 0) + "\" endConferenceOnExit=\"" + (slot < options.conferences()) + "\""
        + (conference == options.conferences() - 1 ? " timeLimit=\"" + TIME_LIMIT_SECONDS + "\"" : "") + ">proof " + conference;
  }

  /** Whether that is the number of one of our callers. */
  static boolean isCaller(String from) {
    return from.matches("49[1-9][0-9]{5}");
  }

  private static long now() {
    return System.nanoTime();
  }

  private long within(double least, double most) {
    return (long) ((least + random.nextDouble() * (most - least)) * SECOND);
  }

  Result run() throws IOException {
    start();
    while (kills < options.kills()) {
      live(nextKill());
      end(++kills % 3 == 0);
      live(now() + within(0, 1));
      start();
    }
    live(readyAnd(presence::needed));
    over = true;
    progress.println("The last callers leave; then the application is given time to hear of everything.");
    slots.stream().filter(slot -> slot.phone.isPresent()).forEach(slot -> slot.due = Math.min(slot.due, now() + within(0, 2)));
    for (long patience = now() + 120 * SECOND; now() < patience && slots.stream().anyMatch(slot -> slot.phone.isPresent()); ) {
      step();
    }
    slots.forEach(slot -> slot.phone.ifPresent(phone -> ledger.ended(slot.from + ", " + phone.position() + ", still up at the end",
        Ledger.End.STRANDED)));
    slots.forEach(slot -> slot.phone.ifPresent(Phones.Phone::hangUp));
    quiet();
    return new Result(placed, kills, List.copyOf(takeUps), ledger.report());
  }

  /**
   * Now and then before Confab is ready, or has looked round, or twice in a row. But callers wait for 30 s at most (the dialplan's way out):
   * when it has not been there for long, it is given the time to do all that is due.
   */
  private long nextKill() {
    if (!presence.served(Math.max(presence.needed(), NOT_SERVED - presence.needed()), now())) {
      return readyAnd(presence::needed);
    }
    return kills % 4 == 3 ? now() + within(0.3, 3) : readyAnd(() -> within(0.3, 5));
  }

  /** Until the application has heard everything: nothing came for three seconds and nothing is missing, or a minute is over. */
  private void quiet() {
    int size = -1;
    long since = now();
    for (long patience = now() + 60 * SECOND; now() < patience; ) {
      if (size != ledger.size()) {
        size = ledger.size();
        since = now();
      } else if (now() - since > 3 * SECOND && ledger.report().lost().isEmpty()) {
        return;
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  private void start() throws IOException {
    started = now();
    confab.start();
  }

  /** A moment so long after Confab has become ready; the callers go on meanwhile. */
  private long readyAnd(LongSupplier more) {
    for (long patience = now() + 90 * SECOND; now() < patience; ) {
      if (confab.isReady()) {
        presence.ready(started, now());
        takeUps.add((now() - started) / 1_000_000);
        return now() + more.getAsLong();
      }
      if (!confab.isAlive()) {
        throw new IllegalStateException("Confab ended by itself; " + confab.log() + " says why");
      }
      step();
    }
    throw new IllegalStateException("Confab was not ready within 90 s; " + confab.log() + " says why");
  }

  private void end(boolean softly) {
    long asked = now();
    presence.gone(asked);
    if (softly) {
      confab.terminate();
    } else {
      confab.kill();
    }
    while (confab.isAlive()) {
      step();
    }
    ledger.killed(asked, now(), Math.max(UNDER_WAY, presence.needed() - 2 * SECOND));
    progress.printf(Locale.ROOT, "%-7s  %2d of %d  after %d calls and %d requests to the application%s%n", softly ? "SIGTERM" : "kill -9", kills,
        options.kills(), placed, ledger.size(), softly ? "; gone within " + (now() - asked) / 1_000_000 + " ms" : "");
  }

  private void live(long until) {
    while (now() < until) {
      step();
    }
  }

  /** From another thread, when the program is about to end: nothing happens any more, and {@link #run} does not come back. */
  void stop() {
    stopped = true;
  }

  private void step() {
    while (stopped) {
      LockSupport.park();
    }
    slots.forEach(this::step);
    LockSupport.parkNanos(10_000_000);
  }

  private void step(Slot slot) {
    if (slot.phone.isEmpty()) {
      if (!over && now() >= slot.due && phones.takesCalls()) {
        place(slot);
      }
      return;
    }
    Phones.Phone phone = slot.phone.get();
    boolean isUp = phone.isUp();
    // in this order: what ended him was told before
    Optional<ProvingApplication.Told> told = application.told(slot.from);
    if (!isUp) {
      ledger.ended(slot.from + ", " + phone.position() + told.map(each -> ", " + each.text()).orElse(", of whom nothing was told"),
          end(slot, phone, told));
      slot.phone = Optional.empty();
      slot.due = now() + within(0.1, 1);
      return;
    }
    if (slot.leaves ? now() >= slot.due : told.filter(ProvingApplication.Told::entered).isPresent() || over || now() >= slot.impatience) {
      if (slot.leaves) {
        leave(slot, phone, told);
      } else {
        slot.leaves = true;
        slot.due = now() >= slot.impatience ? now() : now() + (over ? within(0, 1) : within(0.2, slot.moderator ? 12 : 6));
      }
    }
  }

  private Ledger.End end(Slot slot, Phones.Phone phone, Optional<ProvingApplication.Told> told) {
    if (phone.isStranded()) {
      return presence.strands(now()) ? Ledger.End.STRANDED : Ledger.End.AT_THE_FALLBACK;
    }
    return slot.ours || told.filter(ProvingApplication.Told::goesOn).isPresent() ? Ledger.End.AS_IT_SHOULD : Ledger.End.DROPPED;
  }

  private void place(Slot slot) {
    slot.from = "49" + (FIRST_NUMBER + slot.number + options.calls() * (placedBy(slot)));
    slot.phone = Optional.of(phones.call(slot.from));
    slot.way = slot.moderator ? Way.HANG_UP : Way.values()[random.nextInt(Way.values().length)];
    slot.impatience = random.nextInt(10) == 0 ? now() + within(0, 2) : Long.MAX_VALUE;
    slot.ours = false;
    slot.leaves = false;
    placed++;
  }

  private int placedBy(Slot slot) {
    return slot.from.isEmpty() ? 0 : (Integer.parseInt(slot.from.substring(2)) - FIRST_NUMBER) / options.calls() + 1;
  }

  private void leave(Slot slot, Phones.Phone phone, Optional<ProvingApplication.Told> told) {
    slot.due = now() + 2 * SECOND;
    Optional<String> room = phone.room();
    if (told.filter(ProvingApplication.Told::left).isPresent()) {
      return; // his document leads him on, and out
    }
    Optional<String> member = told.flatMap(ProvingApplication.Told::memberId);
    if (slot.way == Way.STAR && member.isPresent()) {
      phone.press("*");
    } else if (slot.way == Way.KICK && member.isPresent() && room.isPresent()) {
      phones.kick(room.get(), member.get());
      slot.way = Way.STAR;
    } else if (slot.way == Way.HANG_UP || over) {
      slot.ours = true;
      phone.hangUp();
    }
  }
}
