package org.confab.console;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The last happenings of a kind, in the order in which they began, and which of them changed since somebody looked. */
final class Recent<T extends Happening> {

  static final int KEPT = 500;

  private final Map<String, T> kept = new LinkedHashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();

  /** A further one, or a known one as it is now. Of very many the oldest are forgotten. */
  void put(T happening) {
    kept.put(happening.key(), happening);
    changed.add(happening.key());
    if (kept.size() > KEPT) {
      Iterator<String> oldest = kept.keySet().iterator();
      changed.remove(oldest.next());
      oldest.remove();
    }
  }

  Optional<T> get(String key) {
    return Optional.ofNullable(kept.get(key));
  }

  /** The last of them, the last one last. */
  List<T> last(int most) {
    List<T> all = new ArrayList<>(kept.values());
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  /** Those that changed since this was asked, at most so many, the last ones. */
  List<T> takeChanged(int most) {
    List<T> found = changed.stream().skip(Math.max(0, changed.size() - most)).map(kept::get).toList();
    changed.clear();
    return found;
  }
}
