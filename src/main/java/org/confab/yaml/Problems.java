package org.confab.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Collects what is wrong: what the file says in its order, then what has no place in a file. */
public final class Problems {

  private record Found(Place place, Problem problem) {}

  private final List<Found> found = new ArrayList<>();

  /** Adds one; what the file says in it cannot look like a line of ours. */
  public void add(Place place, String key, String text) {
    found.add(new Found(place, new Problem(printable(place.toString()), printable(key), printable(text))));
  }

  /** What the file says must not look like a line of ours. */
  private static String printable(String text) {
    return text.replaceAll("\\p{C}", "?");
  }

  /** Whether anything is wrong. */
  public boolean any() {
    return !found.isEmpty();
  }

  /** All of them, those of a file in its order. */
  public List<Problem> list() {
    Stream<Found> file = found.stream().filter(one -> one.place().line() > 0).sorted(Comparator.comparing(Found::place));
    return Stream.concat(file, found.stream().filter(one -> one.place().line() == 0)).map(Found::problem).toList();
  }
}
