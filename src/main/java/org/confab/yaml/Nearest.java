package org.confab.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody who mistyped a name probably meant. */
public final class Nearest {

  private Nearest() {}

  /** The known name with the fewest edits, if it is near; else one that ends with the same word. */
  public static Optional<String> to(String name, Collection<String> known) {
    String given = name.length() > 80 ? name.substring(0, 80) : name;
    Optional<String> near = known.stream().min(Comparator.comparingInt(other -> distance(given, other)))
        .filter(other -> distance(given, other) <= Math.max(2, other.length() / 4));
    return near.or(() -> known.stream().filter(other -> last(other).equalsIgnoreCase(last(given))).findFirst());
  }

  /** As a clause of a sentence, empty where nothing is near. */
  public static String hint(String name, Collection<String> known) {
    return to(name, known).map(other -> "; did you mean " + other + "?").orElse("");
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Levenshtein's, without regard to case. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
