package org.confab.callback;

/** Is told how deliveries go, for metrics. */
public interface CallbackListener {

  CallbackListener NONE = new CallbackListener() {};

  /** A callback was delivered. */
  default void delivered(Callback callback) {}

  /** An attempt failed; it will be made again. */
  default void retried(Callback callback) {}

  /** A callback became a dead letter. */
  default void dead(Callback callback) {}

  /** A callback could not be stored. */
  default void dropped(Callback callback) {}
}
