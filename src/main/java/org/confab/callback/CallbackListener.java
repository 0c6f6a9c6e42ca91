package org.confab.callback;

/** Is told how deliveries go, for metrics and operators. */
public interface CallbackListener {

  CallbackListener NONE = new CallbackListener() {};

  /** A callback was stored, and waits for its turn. */
  default void added(Callback callback) {}

  /** What became of an attempt, for operators; before what follows from it is told. @param attempts how many this process has made */
  default void attempted(Callback callback, int attempts, String said) {}

  /** A callback was delivered. */
  default void delivered(Callback callback) {}

  /** An attempt failed; it will be made again. */
  default void retried(Callback callback) {}

  /** A callback became a dead letter. */
  default void dead(Callback callback) {}

  /** A callback could not be stored. */
  default void dropped(Callback callback) {}
}
