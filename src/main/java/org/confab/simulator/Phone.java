package org.confab.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What the caller's side knows of the call; read from any thread, written on the switch's context. */
final class Phone {

  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<String>> keyListeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> soundListeners = new CopyOnWriteArrayList<>();
  private final List<HeardSound> over = new ArrayList<>();
  private final Map<SoundSource, HeardSound> now = new LinkedHashMap<>();
  private Optional<SoundSource> voice = Optional.empty();
  private volatile Optional<Instant> mediaSince = Optional.empty();
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

  void onKeys(Consumer<String> listener) {
    keyListeners.add(listener);
  }

  void onSounds(Runnable listener) {
    soundListeners.add(listener);
  }

  void moved(String to) {
    if (!position.equals(to) && !position.startsWith("hungup")) {
      position = to;
      listeners.forEach(listener -> listener.accept(to));
    }
  }

  void hear(String digits) {
    heard += digits;
    keyListeners.forEach(listener -> listener.accept(digits));
  }

  /** What the caller says; none while he is silent. */
  Optional<SoundSource> voice() {
    return voice;
  }

  void voice(Optional<SoundSource> says) {
    voice = says;
  }

  void media(Instant since) {
    mediaSince = mediaSince.or(() -> Optional.of(since));
  }

  Optional<Instant> mediaSince() {
    return mediaSince;
  }

  /** From {@code when} on, the phone is sent these sounds and no others. */
  void hears(List<SoundSource> sources, Instant when) {
    if (change(sources, when)) {
      soundListeners.forEach(Runnable::run);
    }
  }

  private synchronized boolean change(List<SoundSource> sources, Instant when) {
    boolean changes = !now.keySet().equals(Set.copyOf(sources));
    now.entrySet().removeIf(entry -> {
      if (sources.contains(entry.getKey())) {
        return false;
      }
      HeardSound sound = entry.getValue();
      if (sound.from().isBefore(when)) {
        over.add(new HeardSound(sound.sound(), sound.skipped(), sound.from(), Optional.of(when)));
      }
      return true;
    });
    sources.forEach(source -> now.computeIfAbsent(source, added -> added.heardFrom(when)));
    return changes;
  }

  /** Everything that it was sent so far, what goes on last. */
  synchronized List<HeardSound> sounds() {
    List<HeardSound> all = new ArrayList<>(over);
    all.addAll(now.values());
    return List.copyOf(all);
  }
}
