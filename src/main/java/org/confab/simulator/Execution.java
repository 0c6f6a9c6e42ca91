package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.confab.clock.Clock;

/**
 * One application that runs on a channel. Applications nest: while another one runs on top of this one, this one stands still, its timer
 * too, and ends only when it is uncovered.
 */
final class Execution {

  private final Channel channel;
  private final String application;
  private final String argument;
  private final String id;
  private final Runnable afterwards;
  private Runnable onLeave = () -> { };
  private Runnable onEnd = () -> { };
  private Optional<Runnable> onBreak = Optional.empty();
  private boolean commanded;
  private boolean ended;
  private Optional<Runnable> task = Optional.empty();
  private Optional<Clock.Timer> timer = Optional.empty();
  private Duration length = Duration.ZERO;
  private Duration left = Duration.ZERO;
  private Optional<String> plays = Optional.empty();
  private Optional<SoundSource> sound = Optional.empty();
  private Instant since = Instant.EPOCH;

  Execution(Channel channel, String application, String argument, String id, Runnable afterwards) {
    this.channel = channel;
    this.application = application;
    this.argument = argument;
    this.id = id;
    this.afterwards = afterwards;
  }

  String application() {
    return application;
  }

  String argument() {
    return argument;
  }

  /** The Application-UUID. */
  String id() {
    return id;
  }

  Runnable afterwards() {
    return afterwards;
  }

  boolean ended() {
    return ended;
  }

  /** It was asked for by {@code sendmsg}. */
  Execution commanded(boolean by) {
    commanded = by;
    return this;
  }

  boolean isCommanded() {
    return commanded;
  }

  /** {@code uuid_break} ends it. */
  Execution breakable() {
    return breakable(this::end);
  }

  /** {@code uuid_break} does that. */
  Execution breakable(Runnable action) {
    onBreak = Optional.of(action);
    return this;
  }

  void breakOff() {
    onBreak.ifPresent(Runnable::run);
  }

  /** The rest of the round that is heard is left out; its last round ends it. */
  void skipRound(Duration round) {
    pause();
    Duration played = length.minus(left);
    left = length.minus(round.multipliedBy(played.dividedBy(round) + 1));
    if (left.isNegative() || left.isZero()) {
      end();
    } else {
      resume();
      channel.moved();
    }
  }

  boolean isBreakable() {
    return onBreak.isPresent();
  }

  /** What to tidy up when it ends otherwise than by itself: the caller hung up, or was transferred. */
  Execution onLeave(Runnable action) {
    onLeave = action;
    return this;
  }

  /** What to do just before it is complete, however it ended. */
  void onEnd(Runnable action) {
    onEnd = action;
  }

  /** The caller hears that for as long as this application's time runs. */
  Execution playing(String what) {
    plays = Optional.of(what);
    return this;
  }

  /** What the caller hears of it now. */
  Optional<SoundSource> sound() {
    return sound;
  }

  /** Runs {@code action} when this application has run for {@code time}. */
  void elapse(Duration time, Runnable action) {
    task = Optional.of(action);
    length = time;
    left = time;
    resume();
  }

  /** Another application runs on top. */
  void pause() {
    timer.ifPresent(running -> {
      running.cancel();
      left = left.minus(Duration.between(since, channel.core().now()));
    });
    timer = Optional.empty();
    sound = Optional.empty();
  }

  /** The application on top has ended. */
  void resume() {
    if (task.isPresent() && timer.isEmpty() && !ended) {
      since = channel.core().now();
      timer = Optional.of(channel.core().after(left.isNegative() ? Duration.ZERO : left, task.get()));
      sound = plays.map(what -> new SoundSource(what, since, length.minus(left)));
    }
  }

  /** It is done; its CHANNEL_EXECUTE_COMPLETE follows at once if nothing runs on top of it. */
  void end() {
    if (!ended) {
      ended = true;
      pause();
      task = Optional.empty();
      onEnd.run();
      channel.applications().uncover();
    }
  }

  /** It is taken off the channel by force. */
  void leave() {
    if (!ended) {
      ended = true;
      pause();
      task = Optional.empty();
      onLeave.run();
      onEnd.run();
    }
  }
}
