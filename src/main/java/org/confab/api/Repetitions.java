package org.confab.api;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.confab.clock.Clock;

/**
 * Keeps a request that a client repeats from acting twice (docs/decisions/0009-repeated-requests.md). An identical request gets the first
 * one's answer while that is under way, and, if it was a success, within {@link #WITHIN} of it or of the last repetition, at most {@link
 * #REPEATED} times. One whose answer was no success has done nothing, and is forgotten. Used by one event loop.
 */
final class Repetitions {

  /** The SDKs give up after 5 s. */
  static final Duration WITHIN = Duration.ofSeconds(8);
  /** The SDKs try three times. */
  static final int REPEATED = 2;
  static final int MOST = 10_000;

  /** What requests are about. @param path the route's template, and what stands for its names */
  record Place(String account, PathTemplate path, Map<String, String> names) {}

  /** What makes requests identical. @param content its parameters, and its Idempotency-Key */
  record Identity(Place place, String method, String content) {}

  /** With the api_id of the request that acted. */
  record Answered(String apiId, Answer answer) {}

  private static final class Entry {
    private final Future<Answered> answer;
    private final Set<String> concerned;
    private Instant last;
    private int repeated;

    Entry(Future<Answered> answer, Set<String> concerned, Instant last) {
      this.answer = answer;
      this.concerned = concerned;
      this.last = last;
    }

    /** Also of what never ended, which is a defect and must not keep it from being done ever again. */
    boolean isOld(Instant now) {
      return !last.plus(WITHIN).isAfter(now);
    }

    boolean isFor(Set<String> concernedNow) {
      return !answer.isComplete() || repeated < REPEATED && concerned.containsAll(concernedNow);
    }
  }

  private final Clock clock;
  /** The one that came last at the end; not strictly by age, which counts from the answer. */
  private final Map<Identity, Entry> entries = new LinkedHashMap<>();
  private final Map<Place, Set<Identity>> places = new HashMap<>();

  Repetitions(Clock clock) {
    this.clock = clock;
  }

  /** The first one's answer, or else that of the work, which is then begun. @param concerned what the request would concern now */
  Future<Answered> answer(Identity identity, Set<String> concerned, Supplier<Future<Answered>> work) {
    Instant now = clock.now();
    forgetOld(now);
    Entry known = entries.get(identity);
    if (known != null && !known.isOld(now) && known.isFor(concerned)) {
      known.repeated += known.answer.isComplete() ? 1 : 0;
      known.last = now;
      entries.remove(identity);
      entries.put(identity, known);
      return known.answer;
    }
    forget(identity);
    Entry entry = new Entry(work.get(), Set.copyOf(concerned), now);
    entries.put(identity, entry);
    places.computeIfAbsent(identity.place(), ignored -> new LinkedHashSet<>()).add(identity);
    entry.answer.onComplete(done -> {
      entry.last = clock.now();
      if ((done.failed() || !done.result().answer().isSuccess()) && entries.get(identity) == entry) {
        forget(identity);
      }
    });
    return entry.answer;
  }

  /** Something else was done there: what comes now is meant. */
  void forgetOthers(Place place, String method) {
    Set.copyOf(places.getOrDefault(place, Set.of())).stream().filter(each -> !each.method().equals(method)).forEach(this::forget);
  }

  int size() {
    return entries.size();
  }

  private void forgetOld(Instant now) {
    Iterator<Map.Entry<Identity, Entry>> eldest = entries.entrySet().iterator();
    while (eldest.hasNext()) {
      Map.Entry<Identity, Entry> each = eldest.next();
      if (!each.getValue().isOld(now) && entries.size() < MOST) {
        return;
      }
      eldest.remove();
      forgetPlace(each.getKey());
    }
  }

  private void forget(Identity identity) {
    entries.remove(identity);
    forgetPlace(identity);
  }

  private void forgetPlace(Identity identity) {
    places.computeIfPresent(identity.place(), (place, identities) -> {
      identities.remove(identity);
      return identities.isEmpty() ? null : identities;
    });
  }
}
