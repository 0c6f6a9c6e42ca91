package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How far a call has come, with the times of each step. */
final class ChannelState {

  private final Instant created;
  private Optional<Instant> progress = Optional.empty();
  private Optional<Instant> media = Optional.empty();
  private Optional<Instant> answered = Optional.empty();
  private Optional<Instant> hungUp = Optional.empty();
  private Optional<Instant> held = Optional.empty();
  private Optional<Instant> lastHold = Optional.empty();
  private Duration holdTotal = Duration.ZERO;
  private String callState = "RINGING";
  private final StringBuilder holds = new StringBuilder();
  private boolean over;
  private boolean destroyed;

  ChannelState(Instant created) {
    this.created = created;
  }

  Instant created() {
    return created;
  }

  Optional<Instant> progress() {
    return progress;
  }

  Optional<Instant> media() {
    return media;
  }

  Optional<Instant> answered() {
    return answered;
  }

  Optional<Instant> hungUp() {
    return hungUp;
  }

  Optional<Instant> lastHold() {
    return lastHold;
  }

  Duration holdTotal() {
    return holdTotal;
  }

  boolean hasMedia() {
    return media.isPresent();
  }

  boolean isHeld() {
    return held.isPresent();
  }

  /** Channel-Call-State. */
  String callState() {
    return over ? "HANGUP" : callState;
  }

  /** CS_REPORTING: everything has been taken off the channel. */
  boolean over() {
    return over;
  }

  /** Answer-State. */
  String answerState() {
    if (hungUp.isPresent()) {
      return "hangup";
    }
    if (answered.isPresent()) {
      return "answered";
    }
    return media.isPresent() ? "early" : "ringing";
  }

  boolean ring(Instant now) {
    boolean first = progress.isEmpty() && media.isEmpty();
    if (first) {
      progress = Optional.of(now);
    }
    return first;
  }

  boolean early(Instant now) {
    boolean first = media.isEmpty();
    if (first) {
      media = Optional.of(now);
    }
    return first;
  }

  void answer(Instant now) {
    answered = Optional.of(now);
  }

  /** Channel-Call-State follows the event that says what happened. */
  void settle() {
    callState = answered.isEmpty() ? "EARLY" : held.isPresent() ? "HELD" : "ACTIVE";
  }

  /** A new caller profile forgets when the call was on hold. */
  void forgetHold() {
    lastHold = Optional.empty();
    holdTotal = Duration.ZERO;
  }

  boolean hold(boolean on, Instant now) {
    if (on == held.isPresent() || answered.isEmpty()) {
      return false;
    }
    if (on) {
      held = Optional.of(now);
      lastHold = held;
      callState = "HELD";
    } else {
      holds.append(holds.length() == 0 ? "{" : ",{").append(Times.micros(held.get())).append(',').append(Times.micros(now)).append('}');
      holdTotal = holdTotal.plus(Duration.between(held.get(), now));
      held = Optional.empty();
      callState = "UNHELD";
    }
    return true;
  }

  void hangUp(Instant now) {
    hungUp = Optional.of(now);
  }

  void report() {
    over = true;
  }

  void destroy() {
    destroyed = true;
  }

  /** Channel-State-Number, once everything has been taken off the channel. */
  String lastNumber() {
    return destroyed ? "12" : "11";
  }

  /** When it was on hold: {@code {{from,to},{from,to}}} in microseconds; empty if it never was. */
  String holds() {
    return holds.length() == 0 ? "" : "{" + holds + "}";
  }
}
