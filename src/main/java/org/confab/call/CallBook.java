package org.confab.call;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The calls of a box: those that we drive, and those that are in other hands. */
final class CallBook {

  private final Map<String, Call> driven = new HashMap<>();
  /** Nothing is done to them, but their end is told to the hangup URL. */
  private final Map<String, Call> elsewhere = new HashMap<>();
  /** Calls of the Confab before on which nothing ran: how they go on, once FreeSWITCH has said that they still wait. */
  private final Map<String, Runnable> waiting = new HashMap<>();

  /** A call that we drive. */
  Optional<Call> find(String uuid) {
    return Optional.ofNullable(driven.get(uuid));
  }

  /** Those that we drive. */
  Collection<Call> all() {
    return Collections.unmodifiableCollection(driven.values());
  }

  /** Of those that we drive and those in other hands. */
  Set<String> uuids() {
    Set<String> uuids = new HashSet<>(driven.keySet());
    uuids.addAll(elsewhere.keySet());
    return uuids;
  }

  boolean knows(String uuid) {
    return driven.containsKey(uuid) || elsewhere.containsKey(uuid);
  }

  /** From now on we drive it. */
  void drive(Call call) {
    driven.put(call.uuid(), call);
    elsewhere.remove(call.uuid());
  }

  /** From now on nobody here does. */
  void letGo(Call call) {
    driven.remove(call.uuid());
  }

  void isElsewhere(Call call) {
    elsewhere.put(call.uuid(), call);
  }

  /** A call in other hands; it is not known any more. */
  Optional<Call> takeElsewhere(String uuid) {
    return Optional.ofNullable(elsewhere.remove(uuid));
  }

  /** As the other, if it is still the same call. */
  boolean takeElsewhere(Call call) {
    return elsewhere.remove(call.uuid(), call);
  }

  /** Those in other hands. */
  List<Call> allElsewhere() {
    return List.copyOf(elsewhere.values());
  }

  /** A call that we drive, or one in other hands. */
  Optional<Call> findAnywhere(String uuid) {
    return find(uuid).or(() -> Optional.ofNullable(elsewhere.get(uuid)));
  }

  /** How it goes on, once FreeSWITCH has said that it still waits. */
  void waits(Call call, Runnable goesOn) {
    waiting.put(call.uuid(), goesOn);
  }

  /** What {@link #waits} said of it, once. */
  Optional<Runnable> takeWaiting(String uuid) {
    return Optional.ofNullable(waiting.remove(uuid));
  }

  boolean isWaiting(String uuid) {
    return waiting.containsKey(uuid);
  }
}
