package org.confab.callback;

import java.time.Duration;
import java.util.function.Consumer;

/** Is told how deliveries go, for metrics and operators. */
public interface CallbackListener {

  CallbackListener NONE = new CallbackListener() {};

  /** A callback was stored, and waits for its turn. */
  default void added(Callback callback) {}

  /** A request is made of a callback: its first, or another. */
  default void attempted(Callback callback) {}

  /** The first request of a callback goes out, that long after {@link Callback#decidedAt}. Not told of one that an earlier process decided. */
  default void left(Callback callback, Duration after) {}

  /** What became of an attempt, for operators; before what follows from it is told. @param attempts how many this process has made */
  default void answered(Callback callback, int attempts, String said) {}

  /** A callback was delivered. */
  default void delivered(Callback callback) {}

  /** An attempt failed; it will be made again. */
  default void retried(Callback callback) {}

  /** A callback became a dead letter. */
  default void dead(Callback callback) {}

  /** A callback could not be stored. */
  default void dropped(Callback callback) {}

  /** Both hear; this one first. */
  default CallbackListener and(CallbackListener other) {
    return new Both(this, other);
  }

  /** Two who hear the same. */
  record Both(CallbackListener one, CallbackListener other) implements CallbackListener {

    private void each(Consumer<CallbackListener> told) {
      told.accept(one);
      told.accept(other);
    }

    @Override
    public void added(Callback callback) {
      each(listener -> listener.added(callback));
    }

    @Override
    public void attempted(Callback callback) {
      each(listener -> listener.attempted(callback));
    }

    @Override
    public void left(Callback callback, Duration after) {
      each(listener -> listener.left(callback, after));
    }

    @Override
    public void answered(Callback callback, int attempts, String said) {
      each(listener -> listener.answered(callback, attempts, said));
    }

    @Override
    public void delivered(Callback callback) {
      each(listener -> listener.delivered(callback));
    }

    @Override
    public void retried(Callback callback) {
      each(listener -> listener.retried(callback));
    }

    @Override
    public void dead(Callback callback) {
      each(listener -> listener.dead(callback));
    }

    @Override
    public void dropped(Callback callback) {
      each(listener -> listener.dropped(callback));
    }
  }
}
