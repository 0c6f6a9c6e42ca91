package org.confab.callback;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How many requests are under way to each origin (scheme, host and port), and who waits for his turn. Origins do not wait for each other.
 * Of an origin's places, URLs that did not answer in time the last time get no more than half, so that those beside them that do answer go
 * on.
 */
final class Origins {

  /** A request's place; to be given back once. */
  interface Place {

    /** @param silent whether no reply came in time */
    void give(boolean silent);
  }

  /** Of a request that is not counted. */
  static final Place NO_PLACE = silent -> { };

  /** So many silent URLs of an origin, and so many origins nobody asks now, are remembered. */
  private static final int REMEMBERED = 1000;

  private record Waiting(String url, Consumer<Place> start) {}

  private static final class Origin {
    private final String name;
    private final Deque<Waiting> quick = new ArrayDeque<>();
    private final Deque<Waiting> slow = new ArrayDeque<>();
    private final Set<String> silent = new LinkedHashSet<>();
    private final List<String> underWay = new ArrayList<>();
    private boolean slowNext;

    Origin(String name) {
      this.name = name;
    }

    long silentUnderWay() {
      return silent.isEmpty() ? 0 : underWay.stream().filter(silent::contains).count();
    }

    boolean isIdle() {
      return underWay.isEmpty() && quick.isEmpty() && slow.isEmpty();
    }
  }

  private final int most;
  private final int mostSlow;
  private final Map<String, Origin> origins = new HashMap<>();
  /** Origins of which only their silent URLs are left, the one that has been idle for longest first. */
  private final Set<String> idle = new LinkedHashSet<>();

  /** @param most requests under way to one origin, at least 1 */
  Origins(int most) {
    this.most = most;
    this.mostSlow = Math.max(1, most / 2);
  }

  /** Begins, at once or when there is a place: in the order in which they came. */
  void take(URI url, Consumer<Place> start) {
    Origin origin = origins.computeIfAbsent(name(url), Origin::new);
    idle.remove(origin.name);
    Waiting waiting = new Waiting(url.toString(), start);
    (origin.silent.contains(waiting.url()) ? origin.slow : origin.quick).add(waiting);
    serve(origin);
  }

  private void serve(Origin origin) {
    while (origin.underWay.size() < most) {
      boolean slowMay = !origin.slow.isEmpty() && origin.silentUnderWay() < mostSlow;
      if (!slowMay && origin.quick.isEmpty()) {
        return;
      }
      boolean slow = slowMay && (origin.quick.isEmpty() || origin.slowNext);
      origin.slowNext = !slow;
      Waiting next = slow ? origin.slow.poll() : origin.quick.poll();
      origin.underWay.add(next.url());
      next.start().accept(silent -> give(origin, next.url(), silent));
    }
  }

  private void give(Origin origin, String url, boolean silent) {
    origin.underWay.remove(url);
    if (silent) {
      if (origin.silent.add(url)) {
        move(origin.quick, origin.slow, url);
        limit(origin.silent, ignored -> {});
      }
    } else if (origin.silent.remove(url)) {
      move(origin.slow, origin.quick, url);
    }
    serve(origin);
    if (origin.isIdle()) {
      if (origin.silent.isEmpty()) {
        origins.remove(origin.name);
      } else {
        idle.add(origin.name);
        limit(idle, origins::remove);
      }
    }
  }

  private static void limit(Set<String> names, Consumer<String> forget) {
    while (names.size() > REMEMBERED) {
      String oldest = names.iterator().next();
      names.remove(oldest);
      forget.accept(oldest);
    }
  }

  /** Nobody who waits gets a turn any more. */
  void close() {
    origins.values().forEach(origin -> {
      origin.quick.clear();
      origin.slow.clear();
    });
  }

  private static void move(Deque<Waiting> from, Deque<Waiting> to, String url) {
    from.stream().filter(waiting -> waiting.url().equals(url)).forEach(to::add);
    from.removeIf(waiting -> waiting.url().equals(url));
  }

  int remembered() {
    return origins.size();
  }

  private static String name(URI url) {
    return url.getScheme() + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":" + url.getPort();
  }
}
