package org.confab.simulator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What the caller's side knows of the call; read from any thread, written on the switch's context. */
final class Phone {

  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private volatile String position = "ringing";
  private volatile String heard = "";

  String position() {
    return position;
  }

  /** The keys that the switch sent to this phone. */
  String heard() {
    return heard;
  }

  void onMove(Consumer<String> listener) {
    listeners.add(listener);
  }

  void moved(String to) {
    if (!position.equals(to) && !position.startsWith("hungup")) {
      position = to;
      listeners.forEach(listener -> listener.accept(to));
    }
  }

  void hear(String digits) {
    heard += digits;
  }
}
