package org.confab.callback;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Remembers what became of callbacks, by their parameter {@code id}. */
final class Recorder implements CallbackListener {

  final List<String> delivered = new ArrayList<>();
  final List<String> retried = new ArrayList<>();
  final List<String> dead = new ArrayList<>();
  final List<String> attempted = new ArrayList<>();
  final List<String> left = new ArrayList<>();
  final List<String> dropped = new ArrayList<>();

  @Override
  public void attempted(Callback callback) {
    attempted.add(callback.parameters().get("id"));
  }

  @Override
  public void left(Callback callback, Duration after) {
    left.add(callback.parameters().get("id") + " " + after.toMillis());
  }

  @Override
  public void delivered(Callback callback) {
    delivered.add(callback.parameters().get("id"));
  }

  @Override
  public void retried(Callback callback) {
    retried.add(callback.parameters().get("id"));
  }

  @Override
  public void dead(Callback callback) {
    dead.add(callback.parameters().get("id"));
  }

  @Override
  public void dropped(Callback callback) {
    dropped.add(callback.parameters().get("id"));
  }
}
