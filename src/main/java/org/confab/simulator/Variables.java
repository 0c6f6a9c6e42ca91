package org.confab.simulator;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A channel's variables. One that is set again moves to the end, as it does in FreeSWITCH; names are compared in any case. */
final class Variables {

  private record Entry(String name, String value) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Sets one; an empty value deletes it. */
  Variables set(String name, String value) {
    String key = name.toLowerCase(Locale.ROOT);
    entries.remove(key);
    if (!value.isEmpty()) {
      entries.put(key, new Entry(name, value));
    }
    return this;
  }

  /** Adds to what is there, in its place; several values are one {@code ARRAY::} (switch_event.c). */
  Variables append(String name, String value) {
    String key = name.toLowerCase(Locale.ROOT);
    Entry old = entries.get(key);
    if (old == null) {
      return set(name, value);
    }
    String several = old.value().startsWith("ARRAY::") ? old.value() : "ARRAY::" + old.value();
    entries.put(key, new Entry(old.name(), several + "|:" + value));
    return this;
  }

  Variables unset(String name) {
    return set(name, "");
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(entries.get(name.toLowerCase(Locale.ROOT))).map(Entry::value);
  }

  /** The value, or empty text. */
  String text(String name) {
    return get(name).orElse("");
  }

  /** switch_true: yes, on, true, t, enabled, active, allow, or a number that is not 0. */
  boolean isTrue(String name) {
    String value = text(name).toLowerCase(Locale.ROOT);
    return switch (value) {
      case "yes", "on", "true", "t", "enabled", "active", "allow" -> true;
      default -> value.matches("-?\\d+") && !value.matches("-?0+");
    };
  }

  boolean isFalse(String name) {
    String value = text(name).toLowerCase(Locale.ROOT);
    return switch (value) {
      case "no", "off", "false", "f", "disabled", "inactive", "disallow" -> true;
      default -> value.matches("-?0+");
    };
  }

  void forEach(BiConsumer<String, String> action) {
    entries.values().forEach(entry -> action.accept(entry.name(), entry.value()));
  }
}
