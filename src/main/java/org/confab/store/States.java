package org.confab.store;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.confab.store.Change.StateKey;

/**
 * What a restarted Confab needs to know of calls and conferences: texts (JSON, by convention) under a kind and a key. What is changed in
 * one turn of the context is written together with the callbacks of that turn, all or nothing. Used from the store's context.
 */
public final class States {

  private final Store store;
  private final Map<StateKey, String> values;

  States(Store store, Map<StateKey, String> values) {
    this.store = store;
    this.values = new LinkedHashMap<>(values);
  }

  /**
   * Keeps a value in the place of the one before. The future is completed as {@link Store} says, and does not fail while the store is
   * open.
   */
  public Future<Void> put(String kind, String key, String value) {
    StateKey under = new StateKey(Objects.requireNonNull(kind), Objects.requireNonNull(key));
    Future<Void> written = store.write(List.of(new Change.Put(under, Objects.requireNonNull(value))));
    values.put(under, value);
    return written;
  }

  /** Forgets a value; without effect if there is none. */
  public Future<Void> remove(String kind, String key) {
    StateKey under = new StateKey(kind, key);
    if (values.remove(under) == null) {
      return Future.succeededFuture();
    }
    return store.write(List.of(new Change.Removed(under)));
  }

  /** The value under that key, as it is now. */
  public Optional<String> get(String kind, String key) {
    return Optional.ofNullable(values.get(new StateKey(kind, key)));
  }

  /** All values of a kind by their key, as they are now: right after the start, those that the process before left. */
  public Map<String, String> all(String kind) {
    Map<String, String> found = new LinkedHashMap<>();
    values.forEach((under, value) -> {
      if (under.kind().equals(kind)) {
        found.put(under.key(), value);
      }
    });
    return found;
  }
}
