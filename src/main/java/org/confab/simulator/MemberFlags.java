package org.confab.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The flags of a join, {@code +flags{a|b}} (conference_utils.c). */
record MemberFlags(Set<String> names) {

  static MemberFlags of(String text) {
    Set<String> names = new HashSet<>();
    for (String name : List.of(text.split("[|,]"))) {
      names.add(name.strip());
    }
    return new MemberFlags(Set.copyOf(names));
  }

  boolean has(String name) {
    return names.contains(name);
  }
}
