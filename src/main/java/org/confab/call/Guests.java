package org.confab.call;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The calls that want to be, or are, in a conference of a box. */
final class Guests {

  private final Map<String, Guest> byCall = new HashMap<>();

  void add(Guest guest) {
    byCall.put(guest.call().uuid(), guest);
    guest.call().conference(Optional.of(guest.key().name()));
  }

  Optional<Guest> find(String call) {
    return Optional.ofNullable(byCall.get(call));
  }

  /** Whether it is still that stay of the call that counts: it may have been handed to us anew. */
  boolean stands(Guest guest) {
    return byCall.get(guest.call().uuid()) == guest;
  }

  Optional<Guest> remove(String call) {
    Optional<Guest> guest = Optional.ofNullable(byCall.remove(call));
    guest.ifPresent(gone -> gone.call().conference(Optional.empty()));
    return guest;
  }
}
