package org.confab.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What is known of one call: the places it was in, whether it was answered. Waiting threads are woken by each change. */
final class Positions {

  private final String whose;
  private final List<String> seen = new ArrayList<>(List.of("calling"));
  private final StringBuilder keys = new StringBuilder();
  private boolean answered;
  private boolean talking;
  private boolean ready;
  private Optional<String> uuid = Optional.empty();

  Positions(String whose) {
    this.whose = whose;
  }

  static boolean isFallback(String position) {
    return position.startsWith("dialplan confab_fallback ");
  }

  synchronized void at(String position) {
    if (!position.equals(last()) && !last().startsWith("hungup ")) {
      seen.add(position);
      notifyAll();
    }
  }

  /** The phone dialled; FreeSWITCH may say so after the box has the call already. */
  synchronized void dialled() {
    if (last().equals("calling")) {
      at("dialled");
    }
  }

  synchronized void answered() {
    answered = true;
    notifyAll();
  }

  synchronized void isCall(String callUuid) {
    uuid = Optional.of(callUuid);
    notifyAll();
  }

  synchronized boolean isAtSwitch() {
    return uuid.isPresent();
  }

  synchronized boolean isAnswered() {
    return answered;
  }

  synchronized String last() {
    return seen.get(seen.size() - 1);
  }

  synchronized List<String> all() {
    return List.copyOf(seen);
  }

  /** The phone itself is there: it can be made to talk. */
  synchronized void ready() {
    ready = true;
    notifyAll();
  }

  void awaitReady(Duration patience) {
    await("on the line", () -> ready, patience);
  }

  synchronized void talking(boolean now) {
    talking = now;
    notifyAll();
  }

  void awaitTalking(boolean wanted, Duration patience) {
    await(wanted ? "talking" : "silent", () -> talking == wanted, patience);
  }

  synchronized void received(String key) {
    keys.append(key);
    notifyAll();
  }

  synchronized String keys() {
    return keys.toString();
  }

  void awaitKeys(String wanted, Duration patience) {
    await("sent the keys " + wanted, () -> keys.toString().equals(wanted), patience);
  }

  String awaitCallUuid(Duration patience) {
    await("at the switch", () -> uuid.isPresent(), patience);
    return uuid.orElseThrow();
  }

  void awaitAnswered(Duration patience) {
    await("answered", () -> answered, patience);
  }

  void awaitAny(String description, Predicate<String> condition, Duration patience) {
    await(description, () -> seen.stream().anyMatch(condition), patience);
  }

  void awaitNow(String description, Predicate<String> condition, Duration patience) {
    await(description, () -> condition.test(last()), patience);
  }

  String awaitEnd(Duration patience) {
    await("ended", () -> last().startsWith("hungup "), patience);
    return last().substring("hungup ".length());
  }

  private synchronized void await(String what, BooleanSupplier condition, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    Supplier<String> story = () -> "caller " + whose + " was not " + what + " within " + patience.toMillis() + " ms; it was: " + seen
        + (answered ? ", answered" : ", never answered") + (keys.isEmpty() ? "" : ", received the keys " + keys);
    while (!condition.getAsBoolean()) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(story.get());
      }
      try {
        wait(left);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError(story.get(), interrupted);
      }
    }
  }
}
